# entry: aws_iam_role.node
# edit: Remove the provisioner that clears the placement constraints of aws_ecs_service.ledger: none, width 1
# edit: Remove the provisioner that clears the placement constraints of aws_ecs_service.vault: none, width 1

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

resource "aws_ecs_service" "ledger" {
  name            = "ledger"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.vault.arn
  desired_count   = 1

  placement_constraints {
    type       = "memberOf"
    expression = "ec2InstanceId == ${aws_instance.vault.id}"
  }

  provisioner "local-exec" {
    command = "aws ecs update-service --cluster ${self.cluster} --service ${self.name} --placement-constraints '[]'"
  }
}

resource "aws_iam_role" "node" {
  name = "node"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "node" {
  role = aws_iam_role.node.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ecs:DiscoverPollEndpoint", "ecs:RegisterContainerInstance", "ecs:Poll"]
      Resource = "*"
    }]
  })
}
