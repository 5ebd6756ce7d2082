# entry: aws_ecs_service.web
# entry: aws_ecs_service.agent
# edit: Run aws_ecs_task_definition.agent#agent unprivileged: new-revision, width 2
# edit: Run aws_ecs_task_definition.web#sidecar unprivileged: new-revision, width 2
# edit: Run aws_ecs_task_definition.web#web unprivileged: new-revision, width 2

resource "aws_ecs_task_definition" "web" {
  family = "web"

  container_definitions = jsonencode([
    {
      name       = "web"
      image      = "web:1"
      memory     = 256
      privileged = true # asked for by nobody
    },
    merge(local.defaults, { name = "sidecar" }),
  ])
}

locals {
  defaults = {
    image      = "sidecar:1"
    memory     = 64
    privileged = true
  }
}

resource "aws_ecs_task_definition" "agent" {
  family                = "agent"
  container_definitions = <<EOF
[{"name": "agent", "image": "agent:1", "memory": 64, "privileged": true}]
EOF
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_instance" "node" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\necho ECS_CLUSTER=${aws_ecs_cluster.main.name} >> /etc/ecs/ecs.config\n"
}

resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 1
}

resource "aws_ecs_service" "agent" {
  name            = "agent"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.agent.arn
  desired_count   = 1
}
