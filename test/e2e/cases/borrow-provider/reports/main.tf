terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.store]
    }
  }
}
variable "name" {
  default = "reports"
}
resource "aws_secretsmanager_secret" "summary" {
  provider = aws.store
  name     = "${var.name}-summary"
}
module "store" {
  source    = "./store"
  name      = var.name
  providers = { aws = aws.store }
}
