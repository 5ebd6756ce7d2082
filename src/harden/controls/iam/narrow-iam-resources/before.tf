# entry: aws_instance.worker
# entry: aws_lambda_function.report
# edit: Restrict iam:PassRole in aws_iam_role_policy.deploy to aws_iam_role.app: in-place, width 1
# edit: Restrict s3:GetObject in aws_iam_role_policy.report to aws_s3_bucket.reports: in-place, width 1

resource "aws_iam_role_policy" "deploy" {
  role = aws_iam_role.worker.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["ecs:RegisterTaskDefinition", "iam:PassRole"]
        Resource = "*"
      },
    ]
  })
}

resource "aws_ecs_task_definition" "app" {
  family                = "app"
  task_role_arn         = aws_iam_role.app.arn
  container_definitions = jsonencode([{ name = "app", image = "app:1", memory = 64 }])
}

resource "aws_iam_role" "app" {
  name = "app"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_lambda_function" "report" {
  function_name = "report"
  role          = aws_iam_role.report.arn
  runtime       = "nodejs20.x"
  handler       = "index.handler"
  filename      = "report.zip"

  environment {
    variables = {
      BUCKET = aws_s3_bucket.reports.bucket
    }
  }
}

resource "aws_s3_bucket" "reports" {
  bucket = "reports"
}

resource "aws_iam_role_policy" "report" {
  role = aws_iam_role.report.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = "*"
    }]
  })
}

resource "aws_iam_role" "report" {
  name = "report"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
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

# What the grants are not for.
resource "aws_s3_bucket" "payroll" {
  bucket = "payroll"
}

resource "aws_iam_role" "billing" {
  name = "billing"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "run" {
  role = aws_iam_role.worker.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ecs:RunTask"
      Resource = "*"
    }]
  })
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_iam_role_policy" "billing_orders" {
  role = aws_iam_role.billing.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "dynamodb:GetItem"
      Resource = aws_dynamodb_table.orders.arn
    }]
  })
}
