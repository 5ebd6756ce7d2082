# closes: credentials.unmanaged
resource "aws_iam_user" "analyst" {
  name = "analyst"
}

resource "aws_iam_access_key" "analyst" {
  user   = aws_iam_user.analyst.name
  status = "Inactive"
}
