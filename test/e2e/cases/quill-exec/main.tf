provider "aws" { region = "eu-west-1" }
locals {
  apps = {
    editor = { public = true, statements = [{ Effect = "Allow", Action = ["ecs:ExecuteCommand", "ecs:ListTasks"], Resource = "*" }] }
    press  = { public = false, statements = [{ Effect = "Allow", Action = "s3:*", Resource = [aws_s3_bucket.proofs.arn, "${aws_s3_bucket.proofs.arn}/*"] }, { Effect = "Allow", Action = ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"], Resource = "*" }] }
  }
}
resource "aws_s3_bucket" "proofs" { bucket = "quill-proofs" }
resource "aws_iam_role" "app" {
  for_each           = local.apps
  name               = "quill-${each.key}"
  assume_role_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [{ "Effect": "Allow", "Principal": { "Service": "ecs-tasks.amazonaws.com" }, "Action": "sts:AssumeRole" }]
    }
  JSON
}
resource "aws_iam_role_policy" "app" {
  for_each = local.apps
  role     = aws_iam_role.app[each.key].id
  policy   = jsonencode({ Version = "2012-10-17", Statement = each.value.statements })
}
resource "aws_ecs_cluster" "quill" { name = "quill" }
resource "aws_ecs_task_definition" "app" {
  for_each                 = local.apps
  family                   = "quill-${each.key}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = aws_iam_role.app[each.key].arn
  container_definitions    = jsonencode([{ name = each.key, image = "quill/${each.key}:1", portMappings = [{ containerPort = 443 }] }])
}
resource "aws_ecs_service" "app" {
  for_each               = local.apps
  name                   = each.key
  cluster                = aws_ecs_cluster.quill.id
  task_definition        = aws_ecs_task_definition.app[each.key].arn
  launch_type            = "FARGATE"
  desired_count          = 1
  enable_execute_command = !each.value.public
  network_configuration {
    subnets          = [each.value.public ? aws_subnet.quill_public.id : aws_subnet.quill_private.id]
    security_groups  = [aws_security_group.quill_web.id]
    assign_public_ip = each.value.public
  }
}
