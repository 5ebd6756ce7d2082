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
}

resource "aws_s3_bucket" "reports" {
  bucket = "acme-reports"
}
