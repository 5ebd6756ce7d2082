resource "aws_iam_role_policy" "worker" {
  role = aws_iam_role.worker.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "ecs:DescribeServices",
          "ecs:UpdateService", # deployments
          "ecs:RegisterTaskDefinition"
        ]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = ["ec2:CreateTags", "ec2:DescribeTags"]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = ["iam:AttachRolePolicy"]
        Resource = "*"
      },
    ]
  })
}

resource "aws_iam_role_policy" "sessions" {
  role   = aws_iam_role.worker.name
  policy = data.aws_iam_policy_document.sessions.json
}

data "aws_iam_policy_document" "sessions" {
  statement {
    actions   = ["ssm:StartSession"]
    resources = ["*"]
  }

  statement {
    actions   = ["ssm:DescribeSessions", "ssm:SendCommand"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "keys" {
  role   = aws_iam_role.worker.name
  policy = <<POLICY
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "iam:CreateAccessKey",
    "Resource": "*"
  }
}
POLICY
}

resource "aws_instance" "worker" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.worker.name
}

resource "aws_iam_instance_profile" "worker" {
  role = aws_iam_role.worker.name
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
