# edit: Remove iam:GetPolicy from aws_iam_role_policy.worker: in-place, width 1
# edit: Remove iam:GetPolicyVersion from aws_iam_role_policy.worker: in-place, width 1
# edit: Remove iam:GetRolePolicy from aws_iam_role_policy.worker: in-place, width 1
# edit: Remove iam:List* from aws_iam_role_policy.worker: in-place, width 1
# edit: Remove iam:ListAttachedRolePolicies from aws_iam_role_policy.worker: in-place, width 1

resource "aws_iam_role_policy" "worker" {
  role = aws_iam_role.worker.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "ecs:ListTasks",
          "iam:GetPolicyVersion",
          "iam:GetPolicy",
          "iam:ListAttachedRolePolicies",
          "iam:GetRolePolicy"
        ]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "iam:List*"
        Resource = "*"
      },
    ]
  })
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
