variable "name" { type = string }
variable "config" {
  type = object({ port = number, image = string, public = bool })
}
variable "cluster" {}
variable "vpc_id" {}
variable "subnets" { type = list(string) }
variable "tags" {
  type    = map(string)
  default = {}
}
resource "aws_security_group" "this" {
  name   = var.name
  vpc_id = var.vpc_id
  tags   = var.tags
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_security_group_ingress_rule" "public" {
  count             = var.config.public ? 1 : 0
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = var.config.port
  to_port           = var.config.port
}
resource "aws_ecs_task_definition" "this" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "256"
  memory                   = "512"
  container_definitions    = jsonencode([{ name = var.name, image = var.config.image, essential = true, portMappings = [{ containerPort = var.config.port }] }])
}
resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = var.cluster
  task_definition = aws_ecs_task_definition.this.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets          = var.subnets
    security_groups  = [aws_security_group.this.id]
    assign_public_ip = true
  }
}
