provider "aws" { region = "eu-west-1" }
data "aws_availability_zones" "z" {}
resource "aws_vpc" "m" { cidr_block = "10.77.0.0/16" }
resource "aws_internet_gateway" "m" { vpc_id = aws_vpc.m.id }
resource "aws_subnet" "m" {
  vpc_id     = aws_vpc.m.id
  cidr_block = "10.77.1.0/24"
}
resource "aws_route_table" "m" {
  vpc_id = aws_vpc.m.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.m.id
  }
}
resource "aws_main_route_table_association" "m" {
  vpc_id         = aws_vpc.m.id
  route_table_id = aws_route_table.m.id
}
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.m.id
  ingress {
    from_port        = 443
    to_port          = 443
    protocol         = "tcp"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = -1
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "nfs" {
  vpc_id = aws_vpc.m.id
  ingress {
    from_port       = 2049
    to_port         = 2049
    protocol        = "tcp"
    security_groups = [aws_security_group.web.id]
  }
}
resource "aws_efs_file_system" "drafts" { encrypted = true }
resource "aws_efs_mount_target" "drafts" {
  file_system_id  = aws_efs_file_system.drafts.id
  subnet_id       = aws_subnet.m.id
  security_groups = [aws_security_group.nfs.id]
}
resource "aws_efs_access_point" "drafts" {
  file_system_id = aws_efs_file_system.drafts.id
  posix_user {
    uid = 1001
    gid = 1001
  }
  root_directory {
    path = "/drafts"
    creation_info {
      owner_uid   = 1001
      owner_gid   = 1001
      permissions = "750"
    }
  }
}
data "aws_iam_policy_document" "fs" {
  statement {
    sid       = "App"
    actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    resources = [aws_efs_file_system.drafts.arn]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.web.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "elasticfilesystem:AccessPointArn"
      values   = [aws_efs_access_point.drafts.arn]
    }
  }
  statement {
    sid       = "Tls"
    effect    = "Deny"
    actions   = ["*"]
    resources = [aws_efs_file_system.drafts.arn]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
resource "aws_efs_file_system_policy" "drafts" {
  file_system_id = aws_efs_file_system.drafts.id
  policy         = data.aws_iam_policy_document.fs.json
}
resource "aws_iam_role" "web" {
  name               = "drafts-web"
  assume_role_policy = <<EOF
{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}
EOF
}
resource "aws_iam_role_policy" "web" {
  role   = aws_iam_role.web.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], Resource = aws_efs_file_system.drafts.arn }] })
}
resource "aws_ecs_cluster" "m" { name = "drafts" }
resource "aws_ecs_task_definition" "web" {
  family                   = "drafts"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = aws_iam_role.web.arn
  volume {
    name = "drafts"
    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.drafts.id
      transit_encryption = "ENABLED"
      authorization_config {
        access_point_id = aws_efs_access_point.drafts.id
        iam             = "ENABLED"
      }
    }
  }
  container_definitions = jsonencode([{
    name         = "web"
    image        = "drafts:1"
    essential    = true
    portMappings = [{ containerPort = 443 }]
    mountPoints  = [{ sourceVolume = "drafts", containerPath = "/data", readOnly = false }]
  }])
}
resource "aws_ecs_service" "web" {
  name            = "drafts"
  cluster         = aws_ecs_cluster.m.arn
  task_definition = aws_ecs_task_definition.web.arn
  launch_type     = "FARGATE"
  desired_count   = 1
  network_configuration {
    subnets          = [aws_subnet.m.id]
    security_groups  = [aws_security_group.web.id]
    assign_public_ip = true
  }
}
