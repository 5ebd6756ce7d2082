resource "aws_instance" "batch" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = "#!/bin/sh"
}

resource "aws_iam_user" "operator" {
  name = "operator"
}

resource "aws_iam_access_key" "operator" {
  user = aws_iam_user.operator.name
}

resource "aws_iam_user_policy" "operator" {
  name = "operator"
  user = aws_iam_user.operator.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["ec2:StopInstances", "ec2:StartInstances"]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "ec2:ModifyInstanceAttribute"
        Resource = "arn:aws:ec2:*:*:volume/*"
      },
    ]
  })
}
