resource "aws_iam_user" "ci" {
  name = "ci"
}

resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}

resource "aws_iam_user_policy" "ci" {
  name   = "ci"
  user   = aws_iam_user.ci.name
  policy = data.aws_iam_policy_document.ci.json
}

data "aws_iam_policy_document" "ci" {
  statement {
    actions   = ["s3:Get*", "s3:*Bucket*", "logs:PutLogEvents"]
    resources = ["arn:aws:s3:::acme-*"]
  }

  statement {
    effect    = "Deny"
    actions   = ["s3:*Bucket*", "s3:Get*"]
    resources = [aws_s3_bucket.reports.arn, "${aws_s3_bucket.reports.arn}/*", "arn:*:s3:*:*:accesspoint/*"]
  }

  statement {
    effect    = "Deny"
    actions   = ["s3:GetDataAccess"]
    resources = ["*"]
  }
}

resource "aws_s3_bucket" "reports" {
  bucket = "acme-reports"
}
