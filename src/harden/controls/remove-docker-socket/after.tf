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
