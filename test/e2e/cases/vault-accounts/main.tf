# A chain through three accounts: each role trusts the account, or the role, before it, and each caller may assume the next.
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111111111111"]
}
provider "aws" {
  alias  = "hub"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::222222222222:role/terraform"
  }
}
provider "aws" {
  alias  = "vault"
  region = "eu-west-1"
  assume_role {
    role_arn = "arn:aws:iam::333333333333:role/terraform"
  }
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
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = aws_iam_role.hub.arn }]
  })
}
resource "aws_iam_role" "hub" {
  provider = aws.hub
  name     = "hub"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "111111111111" } }]
  })
}
resource "aws_iam_role_policy" "hub" {
  provider = aws.hub
  name     = "assume"
  role     = aws_iam_role.hub.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "arn:aws:iam::333333333333:role/vault-*" }]
  })
}
resource "aws_iam_role" "vault" {
  provider = aws.vault
  name     = "vault-keeper"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.hub.arn } }]
  })
}
resource "aws_iam_role_policy_attachment" "vault" {
  provider   = aws.vault
  role       = aws_iam_role.vault.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
# It trusts the hub as well, but nothing lets the hub assume it: across accounts a name in the trust policy is not enough.
resource "aws_iam_role" "sealed" {
  provider = aws.vault
  name     = "sealed"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.hub.arn } }]
  })
}
