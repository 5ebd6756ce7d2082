# Two container instances: one is meant for the shop, the other for the ledger.

data "aws_ssm_parameter" "ecs_ami" {
  name = "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id"
}

locals {
  join_cluster = <<-EOT
    #!/bin/bash
    echo "ECS_CLUSTER=${aws_ecs_cluster.shop.name}" >> /etc/ecs/ecs.config
  EOT
}

resource "aws_ecs_cluster" "shop" {
  name = "shop"
}

resource "aws_instance" "front" {
  ami                         = data.aws_ssm_parameter.ecs_ami.value
  instance_type               = "t3.small"
  subnet_id                   = aws_subnet.public.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.nodes.id]
  iam_instance_profile        = aws_iam_instance_profile.node.name
  user_data                   = local.join_cluster

  tags = {
    Name = "shop-front"
  }
}

resource "aws_instance" "back" {
  ami                         = data.aws_ssm_parameter.ecs_ami.value
  instance_type               = "t3.small"
  subnet_id                   = aws_subnet.public.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.nodes.id]
  iam_instance_profile        = aws_iam_instance_profile.node.name
  user_data                   = local.join_cluster

  tags = {
    Name = "shop-back"
  }
}

data "aws_iam_policy_document" "node_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "node" {
  name               = "shop-node"
  assume_role_policy = data.aws_iam_policy_document.node_trust.json
}

resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "node" {
  name = "shop-node"
  role = aws_iam_role.node.name
}
