provider "aws" { region = "eu-west-1" }
data "aws_caller_identity" "here" {}

resource "aws_iam_role" "hook" {
  name = "hook"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "hook" {
  name = "hook"
  role = aws_iam_role.hook.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "*" },
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.orders.arn },
    ]
  })
}

resource "aws_lambda_function" "hook" {
  function_name = "hook"
  role          = aws_iam_role.hook.arn
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/hook@sha256:aaaa"
}

resource "aws_lambda_function_url" "hook" {
  function_name      = aws_lambda_function.hook.function_name
  authorization_type = "NONE"
}

# Encrypted with a key that the function may not use: closed.
resource "aws_kms_key" "ledger" {
  description = "ledger"
}

resource "aws_secretsmanager_secret" "ledger" {
  name       = "ledger"
  kms_key_id = aws_kms_key.ledger.arn
}

# Denied to everybody but its owner: closed.
resource "aws_iam_user" "owner" {
  name = "owner"
}

resource "aws_secretsmanager_secret" "signing" {
  name = "signing"
}

resource "aws_secretsmanager_secret_policy" "signing" {
  secret_arn = aws_secretsmanager_secret.signing.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect       = "Deny"
        NotPrincipal = { AWS = [aws_iam_user.owner.arn, data.aws_caller_identity.here.account_id] }
        Action       = "secretsmanager:*"
        Resource     = "*"
      },
    ]
  })
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.url
  policy    = file("${path.module}/orders.json")
}

resource "aws_s3_bucket" "ledgers" {
  bucket = "tern-ledgers"
}

resource "aws_s3_bucket_public_access_block" "ledgers" {
  bucket              = aws_s3_bucket.ledgers.id
  block_public_policy = false
}

data "aws_iam_policy_document" "ledgers" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.ledgers.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket_policy" "ledgers" {
  bucket = aws_s3_bucket.ledgers.id
  policy = data.aws_iam_policy_document.ledgers.json
}

resource "aws_secretsmanager_secret" "api" {
  name = "api"
}

resource "aws_secretsmanager_secret_policy" "api" {
  secret_arn = aws_secretsmanager_secret.api.arn
  policy     = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "secretsmanager:GetSecretValue",
        "Resource": "*"
      }
    }
  JSON
}

resource "aws_iam_role" "worker" {
  name = "worker"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/worker@sha256:bbbb"
}

resource "aws_lambda_function_url" "worker" {
  function_name      = aws_lambda_function.worker.function_name
  authorization_type = "NONE"
}
