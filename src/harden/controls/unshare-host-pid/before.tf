resource "aws_ecs_task_definition" "monitor" {
  family       = "monitor"
  network_mode = "bridge"
  pid_mode     = "host" # sees everything

  container_definitions = jsonencode([{ name = "monitor", image = "monitor:1", memory = 64 }])
}
