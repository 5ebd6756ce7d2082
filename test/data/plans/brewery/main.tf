# A brewery's shop and its books on two container instances.

variable "ami" {
  type    = string
  default = "ami-0a1b2c3d4e5f60718"
}

resource "aws_vpc" "main" {
  cidr_block = "10.60.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = cidrsubnet(aws_vpc.main.cidr_block, 8, 1)
  map_public_ip_on_launch = true
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "nodes" {
  name   = "brewery-nodes"
  vpc_id = aws_vpc.main.id

  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_cluster" "main" {
  name = "brewery"
}

resource "aws_instance" "node" {
  count = 2

  ami                         = var.ami
  instance_type               = "t3.small"
  subnet_id                   = aws_subnet.public.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.nodes.id]
  iam_instance_profile        = aws_iam_instance_profile.node.name

  user_data = <<-EOT
    #!/bin/bash
    echo "ECS_CLUSTER=${aws_ecs_cluster.main.name}" >> /etc/ecs/ecs.config
  EOT

  tags = {
    Name = "brewery-${count.index}"
  }
}

data "aws_iam_policy_document" "trust" {
  for_each = toset(["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"])

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.key]
    }
  }
}

resource "aws_iam_role" "node" {
  name               = "brewery-node"
  assume_role_policy = data.aws_iam_policy_document.trust["ec2.amazonaws.com"].json
}

resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

resource "aws_iam_instance_profile" "node" {
  name = "brewery-node"
  role = aws_iam_role.node.name
}

resource "aws_ecs_task_definition" "shop" {
  family       = "shop"
  network_mode = "host"

  container_definitions = jsonencode([
    {
      name       = "web"
      image      = "example/shop:1"
      essential  = true
      memory     = 256
      privileged = true
    },
  ])
}

resource "aws_ecs_service" "shop" {
  name            = "shop"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.shop.arn
  desired_count   = 1
}

resource "aws_ecs_task_definition" "books" {
  family        = "books"
  task_role_arn = aws_iam_role.books.arn

  container_definitions = jsonencode([
    {
      name      = "books"
      image     = "example/books:1"
      essential = true
      memory    = 256
    },
  ])
}

resource "aws_ecs_service" "books" {
  name            = "books"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.books.arn
  desired_count   = 1
}

resource "aws_iam_role" "books" {
  name               = "brewery-books"
  assume_role_policy = data.aws_iam_policy_document.trust["ecs-tasks.amazonaws.com"].json
}

resource "aws_iam_role_policy" "books" {
  name = "orders"
  role = aws_iam_role.books.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:Query"]
        Resource = aws_dynamodb_table.orders.arn
      },
    ]
  })
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}
