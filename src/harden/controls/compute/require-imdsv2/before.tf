# entry: aws_ecs_service.app
# entry: aws_ecs_service.jobs
# edit: Require IMDSv2 on aws_instance.batch: in-place, width 1
# edit: Require IMDSv2 on aws_instance.web: in-place, width 1
# edit: Require IMDSv2 on aws_launch_template.fleet: inert, width 1

# Amazon Linux 2 answers IMDSv1 where nothing says otherwise.
resource "aws_instance" "web" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.node.name
  user_data            = "#!/bin/bash\necho ECS_CLUSTER=${aws_ecs_cluster.main.name} >> /etc/ecs/ecs.config\n"
}

resource "aws_instance" "batch" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.node.name
  user_data            = "#!/bin/bash\necho ECS_CLUSTER=${aws_ecs_cluster.batch.name} >> /etc/ecs/ecs.config\n"

  metadata_options {
    http_endpoint          = "enabled"
    http_tokens            = var.tokens # legacy agent
    instance_metadata_tags = "enabled"
  }
}

variable "tokens" {
  type    = string
  default = "optional"
}

resource "aws_launch_template" "fleet" {
  name_prefix   = "fleet-"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  metadata_options { http_tokens = "optional" }
}

resource "aws_autoscaling_group" "fleet" {
  min_size           = 1
  max_size           = 2
  availability_zones = ["eu-west-1a"]

  launch_template {
    id      = aws_launch_template.fleet.id
    version = aws_launch_template.fleet.latest_version
  }
}

resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
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

resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_iam_role_policy" "node_orders" {
  role = aws_iam_role.node.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "dynamodb:GetItem"
      Resource = aws_dynamodb_table.orders.arn
    }]
  })
}

resource "aws_ecs_cluster" "main" {
  name = "main"
}

resource "aws_ecs_cluster" "batch" {
  name = "batch"
}

resource "aws_ecs_task_definition" "app" {
  family                = "app"
  network_mode          = "bridge"
  container_definitions = jsonencode([{ name = "app", image = "app:1", memory = 64 }])
}

resource "aws_ecs_service" "app" {
  name            = "app"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.app.arn
  desired_count   = 1
}

resource "aws_ecs_service" "jobs" {
  name            = "jobs"
  cluster         = aws_ecs_cluster.batch.id
  task_definition = aws_ecs_task_definition.app.arn
  desired_count   = 1
}
