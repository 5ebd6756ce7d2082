locals {
  trust = { for svc in ["ec2", "ecs-tasks"] : svc => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "${svc}.amazonaws.com" }
    }]
  }) }
}
resource "aws_iam_role" "node" {
  name_prefix         = "atlas-node-"
  assume_role_policy  = local.trust["ec2"]
  managed_policy_arns = ["arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"]
}
resource "aws_iam_instance_profile" "node" { role = aws_iam_role.node.name }
resource "aws_launch_template" "node" {
  name          = "atlas-node"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "m6i.large"
  iam_instance_profile { name = aws_iam_instance_profile.node.name }
  network_interfaces {
    security_groups             = [aws_security_group.node.id]
    associate_public_ip_address = false
  }
  user_data = base64encode(templatefile("${path.module}/templates/node.sh.tftpl", { cluster = aws_ecs_cluster.atlas.name }))
}
resource "aws_autoscaling_group" "node" {
  name_prefix         = "atlas-"
  min_size            = 1
  max_size            = 4
  vpc_zone_identifier = values(aws_subnet.inner)[*].id
  launch_template {
    name    = aws_launch_template.node.name
    version = "$Default"
  }
  tag {
    key                 = "AmazonECSManaged"
    value               = true
    propagate_at_launch = true
  }
}
resource "aws_ecs_capacity_provider" "node" {
  name = "atlas-node"
  auto_scaling_group_provider { auto_scaling_group_arn = aws_autoscaling_group.node.arn }
}
resource "aws_ecs_cluster" "atlas" { name = "atlas" }
resource "aws_ecs_cluster_capacity_providers" "atlas" {
  cluster_name       = aws_ecs_cluster.atlas.name
  capacity_providers = [aws_ecs_capacity_provider.node.name]
  default_capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.node.name
    weight            = 1
  }
}
