provider "aws" { region = "eu-west-1" }
data "aws_caller_identity" "current" {}
locals {
  crew = {
    build  = { groups = ["pipeline"], key = true }
    viewer = { groups = ["readers"], key = true }
    lead   = { groups = ["pipeline", "readers"], key = false }
  }
}
resource "aws_iam_user" "crew" {
  for_each = local.crew
  name     = each.key
}
resource "aws_iam_group" "g" {
  for_each = toset(flatten([for c in local.crew : c.groups]))
  name     = each.key
}
resource "aws_iam_user_group_membership" "crew" {
  for_each = local.crew
  user     = aws_iam_user.crew[each.key].name
  groups   = [for g in each.value.groups : aws_iam_group.g[g].name]
}
resource "aws_iam_access_key" "crew" {
  for_each = { for k, v in local.crew : k => v if v.key }
  user     = aws_iam_user.crew[each.key].name
}
resource "aws_iam_group_policy" "pipeline" {
  name  = "assume"
  group = aws_iam_group.g["pipeline"].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sts:AssumeRole"]
      Resource = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/release-*"]
    }]
  })
}
resource "aws_iam_group_policy_attachment" "readers" {
  group      = aws_iam_group.g["readers"].name
  policy_arn = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"
}
resource "aws_iam_role" "release" {
  name = "release-manager"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
    }]
  })
}
resource "aws_iam_role" "break_glass" {
  name = "break-glass"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = [aws_iam_role.release.arn] }
    }]
  })
}
resource "aws_iam_policy_attachment" "admin" {
  name       = "glass"
  roles      = [aws_iam_role.break_glass.name]
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
