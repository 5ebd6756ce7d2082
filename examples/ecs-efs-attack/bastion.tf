# Where the operations team logs in to deploy the portal.

resource "aws_key_pair" "operations" {
  key_name   = "archive-operations"
  public_key = var.operations_key
}

resource "aws_instance" "bastion" {
  ami                         = var.ami
  instance_type               = "t3.micro"
  subnet_id                   = aws_subnet.access.id
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.bastion.id]
  iam_instance_profile        = aws_iam_instance_profile.bastion.name
  key_name                    = aws_key_pair.operations.key_name

  tags = merge(local.tags, {
    Name        = "bastion"
    RemoteShell = "allowed"
  })
}

resource "aws_iam_role" "bastion" {
  name = "archive-bastion"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } },
    ]
  })

  tags = local.tags
}

resource "aws_iam_instance_profile" "bastion" {
  name = "archive-bastion"
  role = aws_iam_role.bastion.name
}

resource "aws_iam_role_policy_attachment" "bastion_managed" {
  role       = aws_iam_role.bastion.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "deploy" {
  name = "deploy"
  role = aws_iam_role.bastion.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "DeployPortal"
        Effect = "Allow"
        Action = [
          "ecs:DescribeServices",
          "ecs:DescribeTaskDefinition",
          "ecs:ListServices",
          "ecs:RegisterTaskDefinition",
          "ecs:UpdateService",
          "iam:GetRole",
          "iam:ListRoles",
          "iam:PassRole",
        ]
        Resource = "*"
      },
      {
        Sid      = "LabelInstances"
        Effect   = "Allow"
        Action   = ["ec2:CreateTags", "ec2:DescribeInstances", "ec2:DescribeTags"]
        Resource = "*"
      },
    ]
  })
}
