# Restores records by hand. Nobody is to open a shell on it: its RemoteShell tag says so.

resource "aws_instance" "restore" {
  ami                         = var.ami
  instance_type               = "t3.small"
  subnet_id                   = aws_subnet.services.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.storage.id]
  iam_instance_profile        = aws_iam_instance_profile.restore.name

  user_data = <<-EOT
    #!/bin/bash
    apt-get update && apt-get install -y nfs-common
  EOT

  tags = merge(local.tags, {
    Name        = "restore"
    RemoteShell = "forbidden"
  })
}

resource "aws_iam_role" "restore" {
  name = "archive-restore"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } },
    ]
  })

  tags = local.tags
}

resource "aws_iam_instance_profile" "restore" {
  name = "archive-restore"
  role = aws_iam_role.restore.name
}

resource "aws_iam_role_policy_attachment" "restore_managed" {
  role       = aws_iam_role.restore.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "restore_mount" {
  name = "mount"
  role = aws_iam_role.restore.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "elasticfilesystem:ClientMount", Resource = "*" },
    ]
  })
}
