resource "aws_iam_user" "ci" {
  name = "ci"
}

resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}

resource "aws_iam_user_policy" "ci" {
  name = "ci"
  user = aws_iam_user.ci.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["kms:*", "s3:GetObject*", "s3:PutObject"]
        Resource = "*"
      },
      {
        Effect   = "Deny"
        Action   = "s3:GetObject*"
        Resource = [aws_s3_bucket.reports.arn, "${aws_s3_bucket.reports.arn}/*", "arn:*:s3:*:*:accesspoint/*"]
      },
    ]
  })
}

resource "aws_s3_bucket" "reports" {
  bucket = "acme-reports"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "reports" {
  bucket = aws_s3_bucket.reports.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.reports.arn
    }
  }
}

resource "aws_kms_key" "reports" {
  enable_key_rotation = true
}
