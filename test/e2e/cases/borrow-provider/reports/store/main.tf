variable "name" {}
resource "aws_secretsmanager_secret" "details" {
  name = "${var.name}-details"
}
