# entry: aws_ecs_service.monitor
# entry: aws_ecs_service.tracer
# edit: Give aws_ecs_task_definition.monitor its own PID namespace: new-revision, width 2
# edit: Give aws_ecs_task_definition.tracer its own PID namespace: new-revision, width 2

resource "aws_ecs_task_definition" "monitor" {
  family       = "monitor"
  network_mode = "bridge"

  container_definitions = jsonencode([{
    name            = "monitor"
    image           = "monitor:1"
    memory          = 64
    linuxParameters = { capabilities = { add = ["SYS_PTRACE"] } }
  }])
}

resource "aws_ecs_task_definition" "tracer" {
  family = "tracer"

  container_definitions = jsonencode([{ name = "tracer", image = "tracer:1", memory = 64, privileged = true }])
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_instance" "node" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\necho ECS_CLUSTER=${aws_ecs_cluster.main.name} >> /etc/ecs/ecs.config\n"
}

resource "aws_ecs_service" "monitor" {
  name            = "monitor"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.monitor.arn
  desired_count   = 1
}

resource "aws_ecs_service" "tracer" {
  name            = "tracer"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.tracer.arn
  desired_count   = 1
}
