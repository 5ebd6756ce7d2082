provider "aws" { region = "eu-west-1" }
data "aws_iam_policy_document" "tasks" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "console" {
  name               = "mill-console"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}
resource "aws_iam_role" "migrator" {
  name                = "mill-migrator"
  assume_role_policy  = data.aws_iam_policy_document.tasks.json
  managed_policy_arns = [data.aws_iam_policy.power.arn]
}
data "aws_iam_policy" "power" { name = "AdministratorAccess" }
resource "aws_iam_role_policy" "console" {
  name   = "console"
  role   = aws_iam_role.console.id
  policy = file("${path.module}/console-policy.json")
}
resource "aws_ecs_cluster" "mill" { name = "mill" }
resource "aws_ecs_task_definition" "console" {
  family                   = "mill-console"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = aws_iam_role.console.arn
  container_definitions    = file("${path.module}/console.json")
}
resource "aws_ecs_service" "console" {
  name                = "console"
  cluster             = aws_ecs_cluster.mill.id
  task_definition     = aws_ecs_task_definition.console.arn
  launch_type         = "FARGATE"
  scheduling_strategy = "REPLICA"
  desired_count       = 1
  network_configuration {
    subnets          = [aws_subnet.mill_public.id]
    security_groups  = [aws_security_group.mill_web.id]
    assign_public_ip = true
  }
}
