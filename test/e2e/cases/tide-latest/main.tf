provider "aws" { region = "eu-west-1" }
locals { trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] }) }
resource "aws_iam_role" "web" {
  name               = "tide-web"
  assume_role_policy = local.trust
  inline_policy {
    name   = "register"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ecs:RegisterTaskDefinition", "ecs:ListTaskDefinitions"], Resource = "*" }] })
  }
}
resource "aws_efs_file_system" "charts" { creation_token = "charts" }
resource "aws_security_group" "batch" {
  vpc_id = aws_vpc.tide.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "nfs" { vpc_id = aws_vpc.tide.id }
resource "aws_vpc_security_group_ingress_rule" "nfs" {
  security_group_id            = aws_security_group.nfs.id
  referenced_security_group_id = aws_security_group.batch.id
  ip_protocol                  = "tcp"
  from_port                    = 2049
  to_port                      = 2049
}
resource "aws_efs_mount_target" "charts" {
  file_system_id  = aws_efs_file_system.charts.id
  subnet_id       = aws_subnet.tide_private.id
  security_groups = [aws_security_group.nfs.id]
}
resource "aws_ecs_cluster" "tide" { name = "tide" }
resource "aws_ecs_task_definition" "web" {
  family                   = "tide-web"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = aws_iam_role.web.arn
  container_definitions    = templatefile("${path.module}/web.json.tpl", { image = "tide/web:8", port = 443 })
}
resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.tide.id
  task_definition = aws_ecs_task_definition.web.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets          = [aws_subnet.tide_public.id]
    security_groups  = [aws_security_group.tide_web.id]
    assign_public_ip = true
  }
}
resource "aws_ecs_task_definition" "batch" {
  family                   = "tide-batch"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions    = jsonencode([{ name = "batch", image = "tide/batch:8", mountPoints = [{ sourceVolume = "charts", containerPath = "/charts" }] }])
  volume {
    name = "charts"
    efs_volume_configuration { file_system_id = aws_efs_file_system.charts.id }
  }
}
data "aws_ecs_task_definition" "batch" { task_definition = aws_ecs_task_definition.batch.family }
resource "aws_ecs_service" "batch" {
  name            = "batch"
  cluster         = aws_ecs_cluster.tide.id
  task_definition = "${aws_ecs_task_definition.batch.family}:${max(aws_ecs_task_definition.batch.revision, data.aws_ecs_task_definition.batch.revision)}"
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets         = [aws_subnet.tide_private.id]
    security_groups = [aws_security_group.batch.id]
  }
}
