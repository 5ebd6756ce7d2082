# What uses the key is not in the configuration: the file stays as it is.
resource "aws_iam_user" "uploads" {
  name = "uploads"
}

resource "aws_iam_access_key" "uploads" {
  user = aws_iam_user.uploads.name
}

resource "aws_s3_bucket" "uploads" {
  bucket = "acme-uploads"
}

resource "aws_iam_user_policy" "uploads" {
  user = aws_iam_user.uploads.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = "${aws_s3_bucket.uploads.arn}/*"
    }]
  })
}

resource "aws_iam_user" "orders" {
  name = "orders"
}

resource "aws_iam_access_key" "orders" {
  user = aws_iam_user.orders.name
}

resource "aws_dynamodb_table" "orders" {
  name = "orders"
}

resource "aws_iam_user_policy" "orders" {
  user = aws_iam_user.orders.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "dynamodb:GetItem"
      Resource = aws_dynamodb_table.orders.arn
    }]
  })
}
