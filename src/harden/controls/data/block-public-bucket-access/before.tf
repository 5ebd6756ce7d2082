# edit: Block public access to aws_s3_bucket.invoices: new-resource, width 4
# edit: Block public access to aws_s3_bucket.reports: in-place, width 4

resource "aws_s3_bucket" "reports" {
  bucket = "reports-of-example"
}

resource "aws_s3_bucket_public_access_block" "reports" {
  bucket              = aws_s3_bucket.reports.id
  block_public_acls   = false
  block_public_policy = false
}

resource "aws_s3_bucket_policy" "reports" {
  bucket = aws_s3_bucket.reports.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.reports.arn}/*"
      },
    ]
  })
}

resource "aws_s3_bucket" "invoices" {
  bucket = "invoices-of-example"
  acl    = "public-read"
}
