resource "aws_iam_group" "operators" {
  name = "operators"
}

resource "aws_iam_group_membership" "operators" {
  name  = "operators"
  group = aws_iam_group.operators.name
  users = [aws_iam_user.deployer.name]
}

resource "aws_iam_group_policy" "operators" {
  name  = "operators"
  group = aws_iam_group.operators.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "iam:AttachGroupPolicy"
        Resource = aws_iam_group.operators.arn
      },
    ]
  })
}

# A boundary caps what the user gets by the group, whatever is attached to it.
resource "aws_iam_user" "deployer" {
  name                 = "deployer"
  permissions_boundary = aws_iam_policy.boundary.arn
}

resource "aws_iam_policy" "boundary" {
  name = "boundary"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["iam:AttachGroupPolicy", "s3:*"]
        Resource = "*"
      },
    ]
  })
}

resource "aws_iam_access_key" "deployer" {
  user = aws_iam_user.deployer.name
}
