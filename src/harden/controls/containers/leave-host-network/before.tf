# entry: aws_ecs_service.web
# edit: Give the tasks of aws_ecs_task_definition.worker their own network interface: new-revision, width 4
# edit: Move aws_ecs_task_definition.web to a bridge network: new-revision, width 3

resource "aws_ecs_task_definition" "web" {
  family       = "web"
  network_mode = "host"

  container_definitions = jsonencode([
    {
      name   = "web"
      image  = "web:1"
      memory = 256
      portMappings = [
        {
          containerPort = 80
        },
        {
          containerPort = 8080
          hostPort      = 8080
        }
      ]
    }
  ])
}

resource "aws_ecs_task_definition" "worker" {
  family                = "worker"
  network_mode          = "host"
  container_definitions = jsonencode([{ name = "worker", image = "worker:1", memory = 64 }])
}

resource "aws_ecs_service" "worker" {
  name            = "worker"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.worker.arn
  desired_count   = 1
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_instance" "node" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.node.id]
  user_data              = "#!/bin/bash\necho ECS_CLUSTER=${aws_ecs_cluster.main.name} >> /etc/ecs/ecs.config\n"
}

resource "aws_security_group" "node" {
  vpc_id = aws_vpc.main.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_nat_gateway" "main" {
  allocation_id = "eipalloc-0123456789abcdef0"
  subnet_id     = "subnet-0123456789abcdef0"
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.main.id
  }
}

resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}

# A node with a role: a network interface of its own would lead the task to it.
resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.edge.id
  task_definition = aws_ecs_task_definition.web.arn
  desired_count   = 1
}

resource "aws_ecs_cluster" "edge" {
  name = "edge"
}

resource "aws_instance" "edge" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.node.id]
  iam_instance_profile   = aws_iam_instance_profile.edge.name
  user_data              = "#!/bin/bash\necho ECS_CLUSTER=${aws_ecs_cluster.edge.name} >> /etc/ecs/ecs.config\n"

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}

resource "aws_iam_role" "edge" {
  name = "edge"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_instance_profile" "edge" {
  role = aws_iam_role.edge.name
}

resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_iam_role_policy" "edge_orders" {
  role = aws_iam_role.edge.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "dynamodb:GetItem"
      Resource = aws_dynamodb_table.orders.arn
    }]
  })
}
