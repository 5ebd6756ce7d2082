terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" { region = "eu-west-1" }
locals {
  common = { owner = "harbor", env = "prod" }
  services = {
    booking = { port = 8080, image = "harbor/booking:2", public = true }
    ledger  = { port = 9090, image = "harbor/ledger:5", public = false }
  }
}
module "net" {
  source = "./modules/net"
  cidr   = "172.20.0.0/16"
  tags   = local.common
}
module "share" {
  source  = "./modules/share"
  name    = "manifests"
  vpc_id  = module.net.vpc_id
  subnets = module.net.public_subnets
  allowed = [module.net.cidr]
  tags    = merge(local.common, { tier = "storage" })
}
resource "aws_ecs_cluster" "this" { name = "harbor" }
module "svc" {
  source   = "./modules/svc"
  for_each = local.services
  name     = each.key
  config   = each.value
  cluster  = aws_ecs_cluster.this.id
  vpc_id   = module.net.vpc_id
  subnets  = values(module.net.public_subnets)
  tags     = merge(local.common, { service = each.key })
}
