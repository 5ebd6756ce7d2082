resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_ecs_task_definition" "vault" {
  family                = "vault"
  container_definitions = jsonencode([{ name = "vault", image = "vault:1", memory = 64 }])
}

resource "aws_instance" "vault" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\necho ECS_CLUSTER=${aws_ecs_cluster.main.name} >> /etc/ecs/ecs.config\n"
}

resource "aws_ecs_service" "vault" {
  name            = "vault"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.vault.arn
  desired_count   = 1

  placement_constraints {
    type       = "memberOf"
    expression = "ec2InstanceId == ${aws_instance.vault.id}"
  }

  # The constraint is only there for the start.
  provisioner "local-exec" {
    command = "aws ecs update-service --cluster ${self.cluster} --service ${self.name} --placement-constraints '[]'"
  }
}
