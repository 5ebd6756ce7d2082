# Two accounts that nothing connects: what is allowed on everything ends at the account.
provider "aws" {
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/deploy"
  }
}
provider "aws" {
  alias  = "archive"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::222222222222:role/deploy"
  }
}
resource "aws_iam_user" "clerk" {
  name = "clerk"
}
resource "aws_iam_access_key" "clerk" {
  user = aws_iam_user.clerk.name
}
resource "aws_iam_user_policy" "clerk" {
  name = "work"
  user = aws_iam_user.clerk.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["dynamodb:*", "iam:PassRole", "lambda:*", "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "sts:AssumeRole"]
      Resource = "*"
    }]
  })
}
resource "aws_dynamodb_table" "closed" {
  provider     = aws.archive
  name         = "closed"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_iam_role" "keeper" {
  provider = aws.archive
  name     = "keeper"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } },
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::222222222222:root" } },
    ]
  })
}
resource "aws_iam_role_policy_attachment" "keeper" {
  provider   = aws.archive
  role       = aws_iam_role.keeper.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
