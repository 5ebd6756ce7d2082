# entry: aws_instance.other
# edit: Require credentials to mount aws_efs_file_system.scans: in-place, width 1
# edit: Restrict mounting of aws_efs_file_system.data to the roles that use it: new-resource, width 3

resource "aws_efs_file_system" "data" {
  encrypted = true
}

resource "aws_efs_mount_target" "data" {
  file_system_id  = aws_efs_file_system.data.id
  subnet_id       = aws_subnet.private.id
  security_groups = [aws_security_group.nfs.id]
}

resource "aws_efs_access_point" "uploads" {
  file_system_id = aws_efs_file_system.data.id
}

resource "aws_lambda_function" "upload" {
  function_name = "upload"
  role          = aws_iam_role.upload.arn
  runtime       = "nodejs20.x"
  handler       = "index.handler"
  filename      = "upload.zip"

  vpc_config {
    subnet_ids         = [aws_subnet.private.id]
    security_group_ids = [aws_security_group.nfs.id]
  }

  file_system_config {
    arn              = aws_efs_access_point.uploads.arn
    local_mount_path = "/mnt/uploads"
  }
}

resource "aws_iam_role" "upload" {
  name = "upload"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_instance" "admin" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.nfs.id]
  iam_instance_profile   = aws_iam_instance_profile.admin.name
}

resource "aws_iam_instance_profile" "admin" {
  role = aws_iam_role.admin.name
}

resource "aws_iam_role" "admin" {
  name = "efs-admin"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "admin" {
  role = aws_iam_role.admin.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["elasticfilesystem:ClientMount"]
      Resource = aws_efs_file_system.data.arn
    }]
  })
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_security_group" "nfs" {
  vpc_id = aws_vpc.main.id

  ingress {
    from_port   = 2049
    to_port     = 2049
    protocol    = "tcp"
    cidr_blocks = ["10.0.1.0/24"]
  }
}

# A policy that admits whoever comes through a mount target.
resource "aws_efs_file_system" "scans" {
  encrypted = true
}

resource "aws_efs_file_system_policy" "scans" {
  file_system_id = aws_efs_file_system.scans.id

  policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "AWS": "*" },
          "Action": "elasticfilesystem:ClientMount",
          "Resource": "${aws_efs_file_system.scans.arn}",
          "Condition": { "Bool": { "elasticfilesystem:AccessedViaMountTarget": "true" }, "Null": { "aws:PrincipalArn": "false" } }
        }
      ]
    }
  POLICY
}

resource "aws_efs_mount_target" "scans" {
  file_system_id  = aws_efs_file_system.scans.id
  subnet_id       = aws_subnet.private.id
  security_groups = [aws_security_group.nfs.id]
}

resource "aws_instance" "other" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.other.id]
}

resource "aws_security_group" "other" {
  vpc_id = aws_vpc.main.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_efs_file_system_policy" "data" {
  file_system_id = aws_efs_file_system.data.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "DenyUnencryptedTransport"
        Effect = "Deny"
        Principal = {
          AWS = "*"
        }
        Action   = "*"
        Resource = aws_efs_file_system.data.arn
        Condition = {
          Bool = {
            "aws:SecureTransport" = "false"
          }
        }
      },
      {
        Sid    = "AllowWriteThroughAccessPoints"
        Effect = "Allow"
        Principal = {
          AWS = aws_iam_role.upload.arn
        }
        Action   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
        Resource = aws_efs_file_system.data.arn
        Condition = {
          Bool = {
            "elasticfilesystem:AccessedViaMountTarget" = "true"
          }
          StringEquals = {
            "elasticfilesystem:AccessPointArn" = aws_efs_access_point.uploads.arn
          }
        }
      },
      {
        Sid    = "AllowRead"
        Effect = "Allow"
        Principal = {
          AWS = aws_iam_role.admin.arn
        }
        Action   = ["elasticfilesystem:ClientMount"]
        Resource = aws_efs_file_system.data.arn
        Condition = {
          Bool = {
            "elasticfilesystem:AccessedViaMountTarget" = "true"
          }
        }
      },
    ]
  })
}
