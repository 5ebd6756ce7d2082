provider "aws" { region = "eu-west-1" }
variable "env" { default = "prod" }
resource "aws_sqs_queue" "jobs" { name = "jobs-${var.env}" }
resource "aws_s3_bucket" "out" { bucket = "jobs-out-${var.env}" }
module "role" {
  source = "./role"
  name   = "worker-${var.env}"
  statements = [
    { actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage"], resources = [aws_sqs_queue.jobs.arn] },
    { actions = ["s3:PutObject"], resources = ["${aws_s3_bucket.out.arn}/*"] },
  ]
}
resource "aws_ecs_cluster" "jobs" {
  name = "jobs"
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}
resource "aws_security_group" "worker" {
  vpc_id = aws_vpc.wk.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_ecs_task_definition" "worker" {
  family                   = "worker"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = module.role.arn
  container_definitions = jsonencode([{
    name        = "worker"
    image       = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/worker@sha256:aaaa"
    environment = [for k, v in { QUEUE = aws_sqs_queue.jobs.url, OUT = aws_s3_bucket.out.id } : { name = k, value = v }]
  }])
}
resource "aws_ecs_service" "worker" {
  name            = "worker"
  cluster         = aws_ecs_cluster.jobs.id
  task_definition = aws_ecs_task_definition.worker.arn_without_revision
  launch_type     = "FARGATE"
  desired_count   = 2
  network_configuration {
    subnets         = [aws_subnet.wk_private.id]
    security_groups = [aws_security_group.worker.id]
  }
}
