# entry: aws_ecs_service.ci
# entry: aws_ecs_service.logs
# edit: Remove /run/docker.sock from aws_ecs_task_definition.logs: new-revision, width 2
# edit: Remove /var/run/docker.sock from aws_ecs_task_definition.ci: new-revision, width 2

resource "aws_ecs_task_definition" "ci" {
  family = "ci"

  container_definitions = jsonencode([
    {
      name      = "runner"
      image     = "runner:1"
      essential = true
      memory    = 256
    },
    {
      name   = "cache"
      image  = "cache:1"
      memory = 128
      mountPoints = [
        { containerPath = "/data", sourceVolume = "data" },
      ]
    },
  ])

  volume {
    name = "data"
  }
}

resource "aws_ecs_task_definition" "logs" {
  family = "logs"

  container_definitions = <<-EOT
    [
      {
        "name": "shipper",
        "image": "${var.registry}/shipper:1",
        "memory": 128
      }
    ]
  EOT
}

variable "registry" {
  type    = string
  default = "registry.example.com"
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_instance" "node" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\necho ECS_CLUSTER=${aws_ecs_cluster.main.name} >> /etc/ecs/ecs.config\n"
}

resource "aws_ecs_service" "ci" {
  name            = "ci"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.ci.arn
  desired_count   = 1
}

resource "aws_ecs_service" "logs" {
  name            = "logs"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.logs.arn
  desired_count   = 1
}
