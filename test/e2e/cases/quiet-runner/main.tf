provider "aws" { region = "eu-west-1" }
locals {
  ec2_trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role" "gate" {
  name               = "gate"
  assume_role_policy = local.ec2_trust
  inline_policy {
    name = "deploy"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Effect = "Allow", Action = "ssm:SendCommand", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringEquals = { "aws:ResourceTag/Tier" = "batch" } } },
        { Effect = "Allow", Action = "ssm:SendCommand", Resource = "arn:aws:ssm:*::document/AWS-RunShellScript" },
        { Effect = "Allow", Action = "ec2:CreateTags", Resource = "*" },
        { Effect = "Deny", Action = ["ec2:CreateTags", "ec2:DeleteTags"], Resource = "*" },
      ]
    })
  }
}
resource "aws_iam_instance_profile" "gate" { role = aws_iam_role.gate.name }
resource "aws_instance" "gate" {
  ami                         = "ami-0bbbbbbbbbbbbbbbb"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.run_public.id
  vpc_security_group_ids      = [aws_security_group.run_web.id]
  associate_public_ip_address = true
  iam_instance_profile        = aws_iam_instance_profile.gate.name
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}
resource "aws_iam_role" "vault" {
  name                = "vault"
  assume_role_policy  = local.ec2_trust
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", "arn:aws:iam::aws:policy/AdministratorAccess"]
}
resource "aws_iam_instance_profile" "vault" { role = aws_iam_role.vault.name }
resource "aws_instance" "vault" {
  ami                    = "ami-0bbbbbbbbbbbbbbbb"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.run_private.id
  vpc_security_group_ids = [aws_security_group.run_web.id]
  iam_instance_profile   = aws_iam_instance_profile.vault.name
  tags                   = { Tier = "core" }
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}
