resource "aws_ecs_task_definition" "tools" {
  family = "tools"

  container_definitions = jsonencode([
    {
      name   = "tracer"
      image  = "tracer:1"
      memory = 64
      linuxParameters = {
        initProcessEnabled = true
        capabilities       = { add = ["SYS_ADMIN", "NET_ADMIN"] }
      }
    },
    {
      name   = "loader"
      image  = "loader:1"
      memory = 64
      linuxParameters = {
        capabilities = {
          add  = ["SYS_MODULE"]
          drop = ["MKNOD"]
        }
      }
    },
  ])
}
