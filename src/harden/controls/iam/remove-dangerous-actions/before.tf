# entry: aws_instance.worker
# edit: Remove dynamodb:GetItem from aws_iam_user_policy.operator: in-place, width 2
# edit: Remove ec2:CreateTags from aws_iam_role_policy.worker: in-place, width 2
# edit: Remove ecs:RegisterTaskDefinition from aws_iam_role_policy.worker: in-place, width 2
# edit: Remove ecs:UpdateService from aws_iam_role_policy.worker: in-place, width 2
# edit: Remove iam:AttachRolePolicy from aws_iam_role_policy.worker: in-place, width 2
# edit: Remove iam:CreateAccessKey from aws_iam_role_policy.keys: in-place, width 2
# edit: Remove ssm:SendCommand from aws_iam_role_policy.sessions: in-place, width 2
# edit: Remove ssm:StartSession from aws_iam_role_policy.sessions: in-place, width 2

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

# What the worker reaches by them.
resource "aws_iam_user" "operator" {
  name = "operator"
}

resource "aws_iam_access_key" "operator" {
  user   = aws_iam_user.operator.name
  status = "Inactive"
}

resource "aws_iam_user_policy" "operator" {
  user = aws_iam_user.operator.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "dynamodb:GetItem"
      Resource = aws_dynamodb_table.orders.arn
    }]
  })
}

resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_instance" "ledger" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.ledger.name
}

resource "aws_iam_role" "ledger" {
  name = "ledger"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_instance_profile" "ledger" {
  role = aws_iam_role.ledger.name
}

resource "aws_iam_role_policy_attachment" "ledger" {
  role       = aws_iam_role.ledger.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
