# edit: Turn off ECS Exec on aws_ecs_service.app: in-place, width 2
# edit: Turn off ECS Exec on aws_ecs_service.jobs: in-place, width 2

resource "aws_ecs_task_definition" "app" {
  family                = "app"
  container_definitions = jsonencode([{ name = "app", image = "app:1", memory = 64 }])
}

resource "aws_ecs_service" "app" {
  name                   = "app"
  task_definition        = aws_ecs_task_definition.app.arn
  enable_execute_command = false
}

resource "aws_ecs_service" "jobs" {
  name                   = "jobs"
  task_definition        = aws_ecs_task_definition.app.arn
  enable_execute_command = var.debug
}

variable "debug" {
  type    = bool
  default = false
}

resource "aws_iam_user" "deployer" {
  name = "deployer"
}

resource "aws_iam_access_key" "deployer" {
  user = aws_iam_user.deployer.name
}

resource "aws_iam_user_policy" "deployer" {
  user = aws_iam_user.deployer.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "ecs:ExecuteCommand"
      Resource = "*"
    }]
  })
}
