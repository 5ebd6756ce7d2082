resource "aws_iam_user" "joiner" {
  name = "joiner"
}

resource "aws_iam_access_key" "joiner" {
  user = aws_iam_user.joiner.name
}

resource "aws_iam_user_policy" "joiner" {
  name = "joiner"
  user = aws_iam_user.joiner.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["iam:CreateUser", "iam:CreateAccessKey", "iam:AttachUserPolicy"]
        Resource = "arn:aws:iam::*:user/*"
      },
    ]
  })
}
