variable "environment" {
  type = string
}

resource "aws_iam_user" "broker" {
  name = "broker"
}

resource "aws_iam_access_key" "broker" {
  user = aws_iam_user.broker.name
}

resource "aws_iam_user_policy" "broker" {
  name = "broker"
  user = aws_iam_user.broker.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["iam:CreateUser", "iam:CreateAccessKey", "iam:AttachUserPolicy"]
        Resource = "arn:aws:iam::*:user/shop-${var.environment}/tenants/*"
      },
    ]
  })
}
