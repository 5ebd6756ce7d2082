resource "aws_ecs_task_definition" "monitor" {
  family       = "monitor"
  network_mode = "bridge"

  container_definitions = jsonencode([{ name = "monitor", image = "monitor:1", memory = 64 }])
}
