provider "aws" { region = "eu-west-1" }
locals {
  trust = { for s in ["ecs-tasks", "events", "lambda"] : s => jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${s}.amazonaws.com" } }] }) }
}
resource "aws_iam_role" "job" {
  name               = "loom-job"
  assume_role_policy = local.trust["ecs-tasks"]
}
resource "aws_iam_role_policy_attachment" "job" {
  role       = aws_iam_role.job.name
  policy_arn = "arn:aws:iam::aws:policy/SecretsManagerReadWrite"
}
resource "aws_secretsmanager_secret" "thread" { name = "loom/thread" }
resource "aws_iam_role" "cron" {
  name               = "loom-cron"
  assume_role_policy = local.trust["events"]
}
resource "aws_iam_role_policy" "cron" {
  role   = aws_iam_role.cron.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ecs:RunTask", Resource = replace(aws_ecs_task_definition.job.arn, "/:\\d+$/", ":*") }, { Effect = "Allow", Action = "iam:PassRole", Resource = aws_iam_role.job.arn }] })
}
resource "aws_ecs_cluster" "loom" { name = "loom" }
resource "aws_ecs_task_definition" "job" {
  family                   = "loom-job"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = aws_iam_role.job.arn
  container_definitions    = jsonencode([{ name = "job", image = "loom/job:1" }])
}
resource "aws_cloudwatch_event_rule" "nightly" { schedule_expression = "rate(1 day)" }
resource "aws_cloudwatch_event_target" "nightly" {
  rule     = aws_cloudwatch_event_rule.nightly.name
  arn      = aws_ecs_cluster.loom.arn
  role_arn = aws_iam_role.cron.arn
  ecs_target {
    task_definition_arn = aws_ecs_task_definition.job.arn_without_revision
    launch_type         = "FARGATE"
    network_configuration {
      subnets = [aws_subnet.loom_private.id]
    }
  }
}
resource "aws_iam_role" "hook" {
  name               = "loom-hook"
  assume_role_policy = local.trust["lambda"]
  inline_policy {
    name   = "register"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Deploy", Effect = "Allow", Action = ["ecs:RegisterTaskDefinition", "iam:PassRole"], Resource = "*" }] })
  }
}
resource "aws_lambda_function" "hook" {
  function_name = "loom-hook"
  role          = aws_iam_role.hook.arn
  handler       = "x.y"
  runtime       = "python3.12"
  filename      = "hook.zip"
}
resource "aws_lambda_function_url" "hook" {
  function_name      = aws_lambda_function.hook.function_name
  authorization_type = "NONE"
}
