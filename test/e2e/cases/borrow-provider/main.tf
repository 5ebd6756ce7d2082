# A module gets its providers from its caller, under names of its own, and passes them on.
provider "aws" {
  region              = "eu-west-1"
  profile             = "shop"
  allowed_account_ids = ["111111111111"]
}
provider "aws" {
  alias               = "books"
  region              = "eu-west-1"
  profile             = "books"
  allowed_account_ids = ["222222222222"]
}
module "reports" {
  source    = "./reports"
  providers = { aws = aws, aws.store = aws.books }
}
module "drafts" {
  source    = "./reports"
  name      = "drafts"
  providers = { aws.store = aws }
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
