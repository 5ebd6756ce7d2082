# entry: aws_ecs_service.backup
# edit: Mount /etc read-only in aws_ecs_task_definition.backup#backup: new-revision, width 2
# edit: Remove the host mount of / from aws_ecs_task_definition.backup: new-revision, width 4
# edit: Remove the host mount of /etc from aws_ecs_task_definition.backup: new-revision, width 4

resource "aws_ecs_task_definition" "backup" {
  family = "backup"

  container_definitions = jsonencode([
    {
      name   = "backup"
      image  = "backup:1"
      memory = 64
      mountPoints = [
        { sourceVolume = "config", containerPath = "/host/etc", readOnly = true },
        { sourceVolume = "scratch", containerPath = "/scratch" },
      ]
    }
  ])

  volume {
    name      = "config"
    host_path = "/etc"
  }

  volume {
    name      = "scratch"
    host_path = "/mnt/scratch"
  }
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_instance" "node" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\necho ECS_CLUSTER=${aws_ecs_cluster.main.name} >> /etc/ecs/ecs.config\n"
}

resource "aws_ecs_service" "backup" {
  name            = "backup"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.backup.arn
  desired_count   = 1
}
