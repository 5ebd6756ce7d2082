resource "aws_iam_user" "analyst" {
  name = "analyst"
}
