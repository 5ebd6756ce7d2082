# Another profile may be another account, or not.
provider "aws" {
  region  = "eu-west-1"
  profile = "shop"
}
provider "aws" {
  alias   = "books"
  region  = "eu-west-1"
  profile = "books"
}
resource "aws_iam_user" "clerk" {
  name = "clerk"
}
resource "aws_iam_access_key" "clerk" {
  user = aws_iam_user.clerk.name
}
resource "aws_iam_user_policy" "clerk" {
  name = "read"
  user = aws_iam_user.clerk.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "*" }]
  })
}
resource "aws_secretsmanager_secret" "books" {
  provider = aws.books
  name     = "books"
}
