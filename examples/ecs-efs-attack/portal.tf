# Shows the clinic's staff when the last copy was made.

resource "aws_ecs_cluster" "archive" {
  name = "archive"
  tags = local.tags
}

resource "aws_ecs_task_definition" "portal" {
  family                   = "portal"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "256"
  memory                   = "512"
  task_role_arn            = aws_iam_role.portal.arn
  execution_role_arn       = aws_iam_role.portal.arn

  container_definitions = jsonencode([
    {
      name         = "portal"
      image        = "ghcr.io/harbour-clinic/portal:2.1"
      essential    = true
      portMappings = [{ containerPort = 80, protocol = "tcp" }]
    },
  ])

  tags = local.tags
}

# The bastion registers revisions of its own: the service follows the newest.
data "aws_ecs_task_definition" "newest" {
  task_definition = aws_ecs_task_definition.portal.family
}

resource "aws_ecs_service" "portal" {
  name          = "portal"
  cluster       = aws_ecs_cluster.archive.id
  launch_type   = "FARGATE"
  desired_count = 1

  task_definition = format(
    "%s:%d",
    aws_ecs_task_definition.portal.family,
    max(aws_ecs_task_definition.portal.revision, data.aws_ecs_task_definition.newest.revision),
  )

  network_configuration {
    subnets          = [aws_subnet.services.id]
    security_groups  = [aws_security_group.portal.id]
    assign_public_ip = true
  }

  tags = local.tags
}

resource "aws_iam_role" "portal" {
  name = "archive-portal"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } },
    ]
  })

  tags = local.tags
}

resource "aws_iam_policy" "portal" {
  name = "archive-portal"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Run"
        Effect = "Allow"
        Action = [
          "ecr:BatchGetImage",
          "ecr:GetAuthorizationToken",
          "ecr:GetDownloadUrlForLayer",
          "logs:CreateLogStream",
          "logs:PutLogEvents",
        ]
        Resource = "*"
      },
      {
        Sid      = "RemoteShell"
        Effect   = "Allow"
        Action   = "ssm:StartSession"
        Resource = "arn:aws:ec2:*:*:instance/*"

        Condition = {
          StringEquals = { "aws:ResourceTag/RemoteShell" = "allowed" }
        }
      },
    ]
  })

  tags = local.tags
}

resource "aws_iam_policy_attachment" "portal" {
  name       = "archive-portal"
  roles      = [aws_iam_role.portal.name]
  policy_arn = aws_iam_policy.portal.arn
}
