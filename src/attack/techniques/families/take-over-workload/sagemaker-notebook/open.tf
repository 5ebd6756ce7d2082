resource "aws_iam_role" "runs" {
  name = "runs"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "sagemaker.amazonaws.com" }
    }]
  })
}

resource "aws_sagemaker_notebook_instance" "runs" {
  name          = "runs"
  instance_type = "ml.t3.medium"
  role_arn      = aws_iam_role.runs.arn
}

resource "aws_iam_user" "deployer" {
  name = "deployer"
}

resource "aws_iam_access_key" "deployer" {
  user = aws_iam_user.deployer.name
}

resource "aws_iam_user_policy" "deployer" {
  name = "deployer"
  user = aws_iam_user.deployer.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sagemaker:CreatePresignedNotebookInstanceUrl"
        Resource = aws_sagemaker_notebook_instance.runs.arn
      },
    ]
  })
}
