# Copies the patient records to the file system every night.

resource "aws_lambda_function" "nightly" {
  function_name = "archive-nightly"
  role          = aws_iam_role.nightly.arn
  runtime       = "python3.12"
  handler       = "nightly.copy"
  timeout       = 300
  s3_bucket     = var.artifacts_bucket
  s3_key        = "nightly.zip"

  file_system_config {
    arn              = aws_efs_access_point.nightly.arn
    local_mount_path = "/mnt/records"
  }

  vpc_config {
    subnet_ids         = [aws_subnet.services.id]
    security_group_ids = [aws_security_group.storage.id]
  }

  depends_on = [aws_efs_mount_target.records]
  tags       = local.tags
}

resource "aws_iam_role" "nightly" {
  name = "archive-nightly"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } },
    ]
  })

  tags = local.tags
}

resource "aws_iam_role_policy_attachment" "nightly" {
  for_each = toset([
    "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
    "arn:aws:iam::aws:policy/AmazonElasticFileSystemClientReadWriteAccess",
  ])

  role       = aws_iam_role.nightly.name
  policy_arn = each.value
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "archive-nightly"
  schedule_expression = "cron(15 1 * * ? *)"
  tags                = local.tags
}

resource "aws_cloudwatch_event_target" "nightly" {
  rule = aws_cloudwatch_event_rule.nightly.name
  arn  = aws_lambda_function.nightly.arn
}

resource "aws_lambda_permission" "nightly" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.nightly.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.nightly.arn
}
