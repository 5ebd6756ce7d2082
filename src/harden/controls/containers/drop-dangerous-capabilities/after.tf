# entry: aws_ecs_service.tools
# edit: Drop SYS_ADMIN from aws_ecs_task_definition.tools#tracer: new-revision, width 2
# edit: Drop SYS_MODULE from aws_ecs_task_definition.tools#loader: new-revision, width 2

resource "aws_ecs_task_definition" "tools" {
  family = "tools"

  container_definitions = jsonencode([
    {
      name   = "tracer"
      image  = "tracer:1"
      memory = 64
      linuxParameters = {
        initProcessEnabled = true
        capabilities       = { add = ["NET_ADMIN"] }
      }
    },
    {
      name   = "loader"
      image  = "loader:1"
      memory = 64
      linuxParameters = {
        capabilities = {
          drop = ["MKNOD"]
        }
      }
    },
  ])
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_instance" "node" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\necho ECS_CLUSTER=${aws_ecs_cluster.main.name} >> /etc/ecs/ecs.config\n"
}

resource "aws_ecs_service" "tools" {
  name            = "tools"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.tools.arn
  desired_count   = 1
}
