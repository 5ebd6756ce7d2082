# Amazon Linux 2 answers IMDSv1 where nothing says otherwise.
resource "aws_instance" "web" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.node.name
}

resource "aws_instance" "batch" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  metadata_options {
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
