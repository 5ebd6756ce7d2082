locals {
  portal_containers = [
    {
      name         = "portal"
      image        = "registry.atlas.example/portal:4.2"
      essential    = true
      memory       = 256
      portMappings = [{ containerPort = 3000, hostPort = 0, protocol = "tcp" }]
      mountPoints = [
        { sourceVolume = "engine", containerPath = "/var/run/docker.sock", readOnly = true },
        { sourceVolume = "cache", containerPath = "/cache", readOnly = false },
      ]
    },
    {
      name        = "metrics"
      image       = "registry.atlas.example/metrics:1"
      essential   = false
      memory      = 64
      mountPoints = []
    },
  ]
}
resource "aws_ecs_task_definition" "portal" {
  family                = "portal"
  network_mode          = "bridge"
  container_definitions = jsonencode(local.portal_containers)
  volume {
    name      = "engine"
    host_path = "/var/run/docker.sock"
  }
  volume {
    name = "cache"
  }
}
resource "aws_ecs_service" "portal" {
  name            = "portal"
  cluster         = aws_ecs_cluster.atlas.id
  task_definition = aws_ecs_task_definition.portal.arn
  desired_count   = var.containers_per_node
  load_balancer {
    target_group_arn = aws_lb_target_group.portal.arn
    container_name   = "portal"
    container_port   = 3000
  }
}
resource "aws_secretsmanager_secret" "ledger" { name = "atlas/ledger" }
resource "aws_iam_role" "ledger" {
  name               = "atlas-ledger"
  assume_role_policy = local.trust["ecs-tasks"]
  inline_policy {
    name = "ledger"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid      = "Own"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [aws_secretsmanager_secret.ledger.arn]
      }]
    })
  }
}
resource "aws_ecs_task_definition" "ledger" {
  family        = "ledger"
  task_role_arn = aws_iam_role.ledger.arn
  container_definitions = jsonencode([{
    name      = "ledger"
    image     = "registry.atlas.example/ledger:7"
    essential = true
    memory    = 512
  }])
}
resource "aws_ecs_service" "ledger" {
  name            = "ledger"
  cluster         = aws_ecs_cluster.atlas.id
  task_definition = aws_ecs_task_definition.ledger.arn
  desired_count   = 1
  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.node.name
    weight            = 100
  }
}
