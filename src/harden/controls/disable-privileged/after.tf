resource "aws_ecs_task_definition" "web" {
  family = "web"

  container_definitions = jsonencode([
    {
      name       = "web"
      image      = "web:1"
      memory     = 256
      privileged = false # asked for by nobody
    },
    merge(local.defaults, { name = "sidecar" }),
  ])
}

locals {
  defaults = {
    image      = "sidecar:1"
    memory     = 64
    privileged = false
  }
}

resource "aws_ecs_task_definition" "agent" {
  family                = "agent"
  container_definitions = <<EOF
[{"name": "agent", "image": "agent:1", "memory": 64, "privileged": false}]
EOF
}
