# The shop's web application. It renders book covers in throw-away containers, for which somebody once gave it the Docker
# socket and all privileges.

resource "aws_ecs_task_definition" "storefront" {
  family       = "storefront"
  network_mode = "host"

  container_definitions = jsonencode([
    {
      name       = "web"
      image      = var.shop_image
      essential  = true
      privileged = true
      cpu        = 512
      memory     = 512

      portMappings = [
        { containerPort = 80, hostPort = 80 },
      ]

      mountPoints = [
        {
          sourceVolume  = "docker"
          containerPath = "/var/run/docker.sock"
          readOnly      = false
        },
      ]
    },
  ])

  volume {
    name      = "docker"
    host_path = "/var/run/docker.sock"
  }
}

resource "aws_ecs_service" "storefront" {
  name            = "storefront"
  cluster         = aws_ecs_cluster.shop.id
  task_definition = aws_ecs_task_definition.storefront.arn
  desired_count   = 1

  placement_constraints {
    type       = "memberOf"
    expression = "ec2InstanceId == ${aws_instance.front.id}"
  }
}
