# entry: aws_lambda_function.upload

resource "aws_efs_file_system" "data" {
  encrypted = true
}

resource "aws_efs_access_point" "uploads" {
  file_system_id = aws_efs_file_system.data.id
}

resource "aws_lambda_function" "upload" {
  function_name = "upload"
  role          = aws_iam_role.upload.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "upload.zip"

  file_system_config {
    arn              = aws_efs_access_point.uploads.arn
    local_mount_path = "/mnt/uploads"
  }
}

resource "aws_iam_role" "upload" {
  name = "upload"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}
