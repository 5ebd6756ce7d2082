variable "admin_cidr" { default = "203.0.113.7/32" }
resource "aws_vpc" "v" { cidr_block = "172.16.0.0/16" }
resource "aws_internet_gateway" "g" { vpc_id = aws_vpc.v.id }
resource "aws_subnet" "s" {
  vpc_id                  = aws_vpc.v.id
  cidr_block              = "172.16.1.0/24"
  map_public_ip_on_launch = true
}
resource "aws_default_route_table" "d" {
  default_route_table_id = aws_vpc.v.default_route_table_id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.g.id
  }
}
resource "aws_security_group" "nodes" { vpc_id = aws_vpc.v.id }
resource "aws_vpc_security_group_ingress_rule" "web" {
  for_each          = toset(["0.0.0.0/1", "128.0.0.0/1"])
  security_group_id = aws_security_group.nodes.id
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 8000
  to_port           = 8000
}
resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.nodes.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
data "aws_iam_policy_document" "ec2" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "node" { assume_role_policy = data.aws_iam_policy_document.ec2.json }
resource "aws_iam_role_policy_attachment" "node" {
  for_each   = toset(["service-role/AmazonEC2ContainerServiceforEC2Role", "AmazonS3FullAccess"])
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}
resource "aws_iam_instance_profile" "node" { role = aws_iam_role.node.name }
resource "aws_s3_bucket" "invoices" { bucket = "acme-invoices" }
resource "aws_launch_template" "node" {
  image_id               = "ami-1"
  instance_type          = "t3.large"
  vpc_security_group_ids = [aws_security_group.nodes.id]
  iam_instance_profile { arn = aws_iam_instance_profile.node.arn }
  user_data = base64encode(<<-EOT
    #!/bin/bash
    echo "ECS_CLUSTER=${aws_ecs_cluster.c.name}" >> /etc/ecs/ecs.config
  EOT
  )
}
resource "aws_autoscaling_group" "node" {
  min_size            = 1
  max_size            = 3
  vpc_zone_identifier = [aws_subnet.s.id]
  launch_template {
    id      = aws_launch_template.node.id
    version = "$Latest"
  }
}
resource "aws_ecs_cluster" "c" { name = "shop" }
resource "aws_ecs_task_definition" "shop" {
  family                = "shop"
  container_definitions = <<DEFS
[
  {
    "name": "shop",
    "image": "shop:9",
    "memory": 128,
    "portMappings": [{ "containerPort": 80, "hostPort": 8000 }]
  }
]
DEFS
}
resource "aws_ecs_service" "shop" {
  name            = "shop"
  cluster         = aws_ecs_cluster.c.arn
  task_definition = "${aws_ecs_task_definition.shop.family}:${aws_ecs_task_definition.shop.revision}"
  desired_count   = 1
}
