provider "aws" { region = "us-east-2" }
variable "office_cidrs" {
  type    = list(string)
  default = ["198.51.100.0/28"]
}
resource "aws_vpc" "k" { cidr_block = "10.9.0.0/16" }
resource "aws_internet_gateway" "k" { vpc_id = aws_vpc.k.id }
resource "aws_subnet" "pub" {
  count      = 2
  vpc_id     = aws_vpc.k.id
  cidr_block = "10.9.${count.index}.0/24"
}
resource "aws_subnet" "prv" {
  count      = 2
  vpc_id     = aws_vpc.k.id
  cidr_block = "10.9.${count.index + 100}.0/24"
}
resource "aws_route_table" "pub" {
  vpc_id = aws_vpc.k.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.k.id
  }
}
resource "aws_route_table_association" "pub" {
  count          = length(aws_subnet.pub)
  subnet_id      = element(aws_subnet.pub[*].id, count.index)
  route_table_id = aws_route_table.pub.id
}
resource "aws_security_group" "alb" {
  vpc_id = aws_vpc.k.id
  ingress {
    description = "https"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = [aws_vpc.k.cidr_block]
  }
}
resource "aws_security_group" "node" {
  vpc_id = aws_vpc.k.id
  ingress {
    from_port       = 32768
    to_port         = 60999
    protocol        = "tcp"
    security_groups = [aws_security_group.alb.id]
  }
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.office_cidrs
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
data "aws_iam_policy_document" "trust" {
  for_each = toset(["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"])
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = [each.key]
    }
  }
}
resource "aws_iam_role" "node" {
  name               = "kettle-node"
  assume_role_policy = data.aws_iam_policy_document.trust["ec2.amazonaws.com"].json
}
resource "aws_iam_role_policy_attachment" "node" {
  for_each   = toset(["service-role/AmazonEC2ContainerServiceforEC2Role", "AmazonSSMManagedInstanceCore"])
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/${each.key}"
}
resource "aws_iam_instance_profile" "node" { role = aws_iam_role.node.name }
resource "aws_ecs_cluster" "k" { name = "kettle" }
resource "aws_launch_template" "node" {
  name_prefix            = "kettle-"
  image_id               = data.aws_ssm_parameter.ami.value
  instance_type          = "t3.medium"
  vpc_security_group_ids = [aws_security_group.node.id]
  iam_instance_profile { arn = aws_iam_instance_profile.node.arn }
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
  user_data = base64encode(<<-SH
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.k.name} >> /etc/ecs/ecs.config
    echo ECS_AWSVPC_BLOCK_IMDS=true >> /etc/ecs/ecs.config
  SH
  )
}
data "aws_ssm_parameter" "ami" { name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id" }
resource "aws_autoscaling_group" "node" {
  min_size            = 2
  max_size            = 2
  vpc_zone_identifier = aws_subnet.prv[*].id
  launch_template {
    id      = aws_launch_template.node.id
    version = aws_launch_template.node.latest_version
  }
}
resource "aws_lb" "k" {
  subnets         = aws_subnet.pub[*].id
  security_groups = [aws_security_group.alb.id]
}
resource "aws_lb_target_group" "shop" {
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.k.id
}
resource "aws_lb_listener" "shop" {
  load_balancer_arn = aws_lb.k.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = "arn:aws:acm:us-east-2:111122223333:certificate/x"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.shop.arn
  }
}
resource "aws_s3_bucket" "pictures" { bucket = "kettle-pictures" }
resource "aws_iam_role" "shop" {
  name               = "kettle-shop"
  assume_role_policy = data.aws_iam_policy_document.trust["ecs-tasks.amazonaws.com"].json
}
data "aws_iam_policy_document" "shop" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.pictures.arn}/*"]
  }
  statement {
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.pictures.arn]
  }
}
resource "aws_iam_role_policy" "shop" {
  role   = aws_iam_role.shop.name
  policy = data.aws_iam_policy_document.shop.json
}
resource "aws_ecs_task_definition" "shop" {
  family                = "shop"
  network_mode          = "bridge"
  task_role_arn         = aws_iam_role.shop.arn
  container_definitions = <<-JSON
    [
      {
        "name": "shop",
        "image": "kettle/shop:3",
        "memory": 512,
        "essential": true,
        "portMappings": [{ "containerPort": 8080, "hostPort": 0 }],
        "readonlyRootFilesystem": true
      }
    ]
  JSON
}
resource "aws_ecs_service" "shop" {
  name            = "shop"
  cluster         = aws_ecs_cluster.k.id
  task_definition = aws_ecs_task_definition.shop.arn
  desired_count   = 2
  launch_type     = "EC2"
  load_balancer {
    target_group_arn = aws_lb_target_group.shop.arn
    container_name   = "shop"
    container_port   = 8080
  }
}
