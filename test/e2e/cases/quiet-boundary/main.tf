provider "aws" { region = "eu-west-1" }
resource "aws_s3_bucket" "uploads" { bucket = "bd-uploads" }
resource "aws_s3_bucket" "payroll" { bucket = "bd-payroll" }
data "aws_iam_policy_document" "limit" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject", "logs:*"]
    resources = ["${aws_s3_bucket.uploads.arn}/*", "arn:aws:logs:*:*:*"]
  }
}
resource "aws_iam_policy" "limit" { policy = data.aws_iam_policy_document.limit.json }
resource "aws_iam_role" "fn" {
  name                 = "bd-fn"
  permissions_boundary = aws_iam_policy.limit.arn
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = ["lambda.amazonaws.com"] } }] })
}
resource "aws_iam_role_policy_attachment" "fn" {
  role       = aws_iam_role.fn.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
resource "aws_lambda_function" "fn" {
  function_name = "bd"
  role          = aws_iam_role.fn.arn
  handler       = "index.handler"
  runtime       = "nodejs20.x"
  filename      = "fn.zip"
}
resource "aws_lambda_function_url" "fn" {
  function_name      = aws_lambda_function.fn.function_name
  authorization_type = "NONE"
}
