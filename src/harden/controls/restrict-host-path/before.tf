resource "aws_ecs_task_definition" "backup" {
  family = "backup"

  container_definitions = jsonencode([
    {
      name   = "backup"
      image  = "backup:1"
      memory = 64
      mountPoints = [
        { sourceVolume = "config", containerPath = "/host/etc" },
        { sourceVolume = "root", containerPath = "/host" },
        { sourceVolume = "scratch", containerPath = "/scratch" },
      ]
    }
  ])

  volume {
    name      = "config"
    host_path = "/etc"
  }

  volume {
    name      = "root"
    host_path = "/"
  }

  volume {
    name      = "scratch"
    host_path = "/mnt/scratch"
  }
}
