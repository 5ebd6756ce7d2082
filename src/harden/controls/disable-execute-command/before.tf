resource "aws_ecs_task_definition" "app" {
  family                = "app"
  container_definitions = jsonencode([{ name = "app", image = "app:1", memory = 64 }])
}

resource "aws_ecs_service" "app" {
  name                   = "app"
  task_definition        = aws_ecs_task_definition.app.arn
  enable_execute_command = true
}
