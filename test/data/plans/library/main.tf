# A library: a catalogue on the internet and the loans behind it, each on a node of a module, and an EFS file system.

locals {
  nodes = {
    catalogue = { public = true, actions = ["ssm:StartSession", "ssm:SendCommand"] }
    loans     = { public = false, actions = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"] }
  }
}

module "network" {
  source = "./modules/network"

  cidr_block = "10.70.0.0/16"
  subnets    = { public = 1, inner = 2 }
}

module "node" {
  source   = "./modules/node"
  for_each = local.nodes

  name      = each.key
  vpc_id    = module.network.vpc_id
  subnet_id = module.network.subnet_ids[each.value.public ? "public" : "inner"]
  public    = each.value.public
  actions   = each.value.actions
}

resource "aws_efs_file_system" "scans" {
  creation_token = "scans"
}

resource "aws_security_group" "scans" {
  name   = "scans"
  vpc_id = module.network.vpc_id
}

resource "aws_security_group_rule" "scans" {
  type                     = "ingress"
  from_port                = 2049
  to_port                  = 2049
  protocol                 = "tcp"
  security_group_id        = aws_security_group.scans.id
  source_security_group_id = module.node["loans"].security_group_id
}

resource "aws_efs_mount_target" "scans" {
  file_system_id  = aws_efs_file_system.scans.id
  subnet_id       = module.network.subnet_ids["inner"]
  security_groups = [aws_security_group.scans.id]
}
