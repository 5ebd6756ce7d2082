resource "aws_ecs_task_definition" "ci" {
  family = "ci"

  container_definitions = jsonencode([
    {
      name      = "runner"
      image     = "runner:1"
      essential = true
      memory    = 256
      mountPoints = [
        {
          readOnly      = true, # the socket does not mind
          containerPath = "/var/run/docker.sock"
          sourceVolume  = "docker"
        }
      ]
    },
    {
      name   = "cache"
      image  = "cache:1"
      memory = 128
      mountPoints = [
        { containerPath = "/var/run/docker.sock", sourceVolume = "docker" },
        { containerPath = "/data", sourceVolume = "data" },
      ]
    },
  ])

  volume {
    name      = "docker"
    host_path = "/var/run/docker.sock"
  }

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
        "memory": 128,
        "mountPoints": [{"sourceVolume": "sock", "containerPath": "/sock"}]
      }
    ]
  EOT

  volume {
    name      = "sock"
    host_path = "/run/docker.sock"
  }
}

variable "registry" {
  type    = string
  default = "registry.example.com"
}
