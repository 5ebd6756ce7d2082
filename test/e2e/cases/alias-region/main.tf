# An alias that differs in its region only is the same account.
provider "aws" {
  region  = "eu-west-1"
  profile = "shop"
}
provider "aws" {
  alias   = "us"
  region  = "us-east-1"
  profile = "shop"
}
resource "aws_iam_user" "clerk" {
  name = "clerk"
}
resource "aws_iam_access_key" "clerk" {
  user = aws_iam_user.clerk.name
}
resource "aws_iam_user_policy" "clerk" {
  name = "assume"
  user = aws_iam_user.clerk.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Resource = "*" },
      { Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "arn:aws:secretsmanager:us-east-1:*:secret:*" },
    ]
  })
}
resource "aws_secretsmanager_secret" "here" {
  name = "here"
}
resource "aws_secretsmanager_secret" "there" {
  provider = aws.us
  name     = "there"
}
data "aws_caller_identity" "us" {
  provider = aws.us
}
resource "aws_iam_role" "edge" {
  provider = aws.us
  name     = "edge"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.us.account_id}:root" }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "edge" {
  provider   = aws.us
  role       = aws_iam_role.edge.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
