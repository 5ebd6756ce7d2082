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
    Statement = {
      Effect   = "Allow"
      Action   = "s3:*"
      Resource = "*"
    }
  })
}

resource "aws_s3_bucket" "reports" {
  bucket = "acme-reports"
}

resource "aws_iam_user_policy" "ci_deny_access_to_reports" {
  name = "deny-access-to-reports"
  user = aws_iam_user.ci.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Deny"
        Action = ["s3:*"]
        Resource = [
          aws_s3_bucket.reports.arn,
          "${aws_s3_bucket.reports.arn}/*",
          "arn:*:s3-object-lambda:*:*:accesspoint/*",
          "arn:*:s3:*:*:accesspoint/*",
        ]
      },
    ]
  })
}

resource "aws_iam_user_policy" "ci_deny_unneeded_actions" {
  name = "deny-unneeded-actions"
  user = aws_iam_user.ci.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Deny"
        Action   = ["s3:*AccessGrant*", "s3:CreateJob", "s3:GetDataAccess", "s3:PutAccountPublicAccessBlock", "s3:UpdateJobStatus"]
        Resource = "*"
      },
    ]
  })
}
