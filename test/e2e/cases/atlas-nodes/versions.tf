terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}
provider "aws" {
  region = var.region
  default_tags {
    tags = { team = "atlas" }
  }
}
variable "region" { default = "eu-central-1" }
variable "containers_per_node" {
  type    = number
  default = 3
}
