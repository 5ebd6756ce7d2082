# Each provider has a caller of its own: the account in an ARN is that of the provider that was asked.
provider "aws" {
  region  = "eu-west-1"
  profile = "shop"
}
provider "aws" {
  alias  = "books"
  region = "eu-west-1"
  assume_role {
    role_arn = var.books_role
  }
}
variable "books_role" {
  type = string
}
data "aws_caller_identity" "shop" {}
data "aws_caller_identity" "books" {
  provider = aws.books
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
      { Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::${data.aws_caller_identity.books.account_id}:role/ledger" },
    ]
  })
}
resource "aws_iam_role" "ledger" {
  provider = aws.books
  name     = "ledger"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.shop.account_id}:root" }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "ledger" {
  provider   = aws.books
  role       = aws_iam_role.ledger.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
# Of the same name, but trusted by the account of the books alone.
resource "aws_iam_role" "inner" {
  provider = aws.books
  name     = "inner"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.books.account_id}:root" }
    }]
  })
}
