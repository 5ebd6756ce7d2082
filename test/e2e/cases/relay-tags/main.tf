provider "aws" { region = "eu-west-1" }
data "aws_iam_policy_document" "ec2" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "relay" {
  name               = "relay"
  assume_role_policy = data.aws_iam_policy_document.ec2.json
}
data "aws_iam_policy_document" "relay_base" {
  statement {
    sid       = "Describe"
    actions   = ["ec2:Describe*", "ssm:DescribeInstanceInformation"]
    resources = ["*"]
  }
  statement {
    sid       = "Sessions"
    actions   = ["ssm:StartSession"]
    resources = ["arn:aws:ec2:*:*:instance/*"]
    condition {
      test     = "StringEquals"
      variable = "ssm:resourceTag/Shell"
      values   = ["yes"]
    }
  }
  statement {
    sid       = "Docs"
    actions   = ["ssm:StartSession"]
    resources = ["arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell"]
  }
}
data "aws_iam_policy_document" "relay" {
  source_policy_documents = [data.aws_iam_policy_document.relay_base.json]
  statement {
    sid       = "Label"
    actions   = ["ec2:CreateTags"]
    resources = ["*"]
  }
}
resource "aws_iam_policy" "relay" {
  name   = "relay"
  policy = data.aws_iam_policy_document.relay.json
}
resource "aws_iam_role_policy_attachment" "relay" {
  role       = aws_iam_role.relay.name
  policy_arn = aws_iam_policy.relay.arn
}
resource "aws_iam_instance_profile" "relay" { role = aws_iam_role.relay.name }
resource "aws_instance" "relay" {
  ami                         = "ami-0bbbbbbbbbbbbbbbb"
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.relay_public.id
  vpc_security_group_ids      = [aws_security_group.relay_web.id]
  associate_public_ip_address = true
  iam_instance_profile        = aws_iam_instance_profile.relay.name
  tags                        = { Name = "relay", Shell = "yes" }
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}
resource "aws_iam_role" "ops" {
  name               = "ops"
  assume_role_policy = data.aws_iam_policy_document.ec2.json
}
resource "aws_iam_role_policy_attachment" "ops" {
  count      = 2
  role       = aws_iam_role.ops.name
  policy_arn = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", "arn:aws:iam::aws:policy/AdministratorAccess"][count.index]
}
resource "aws_iam_instance_profile" "ops" { role = aws_iam_role.ops.name }
resource "aws_instance" "ops" {
  ami                    = "ami-0bbbbbbbbbbbbbbbb"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.relay_private.id
  vpc_security_group_ids = [aws_security_group.relay_web.id]
  iam_instance_profile   = aws_iam_instance_profile.ops.id
  tags                   = { Name = "ops", Shell = "no" }
  metadata_options { http_tokens = "required" }
}
