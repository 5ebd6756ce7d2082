# entry: aws_instance.node
# edit: Restrict aws_iam_role.node to aws_ecs_cluster.web: new-resource, width 1
# edit: Restrict aws_iam_role.node to aws_ecs_cluster.web: new-resource, width 1

resource "aws_ecs_cluster" "web" {
  name = "web"
}

resource "aws_instance" "node" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.node.name

  user_data = <<-EOT
    #!/bin/bash
    echo ECS_CLUSTER=${aws_ecs_cluster.web.name} >> /etc/ecs/ecs.config
  EOT
}

resource "aws_iam_instance_profile" "node" {
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

resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
}

# Another cluster, with tasks worth having.
resource "aws_ecs_cluster" "billing" {
  name = "billing"
}

resource "aws_instance" "billing" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = "#!/bin/bash\necho ECS_CLUSTER=${aws_ecs_cluster.billing.name} >> /etc/ecs/ecs.config\n"
}

resource "aws_ecs_task_definition" "billing" {
  family                = "billing"
  container_definitions = jsonencode([{ name = "billing", image = "billing:1", memory = 64 }])
}

resource "aws_ecs_service" "billing" {
  name            = "billing"
  cluster         = aws_ecs_cluster.billing.id
  task_definition = aws_ecs_task_definition.billing.arn
  desired_count   = 1
}
