# Runs on every instance and reports what runs there.

resource "aws_ecs_task_definition" "inventory" {
  family        = "inventory"
  task_role_arn = aws_iam_role.inventory.arn

  container_definitions = jsonencode([
    {
      name      = "inventory"
      image     = "ghcr.io/fernhill-books/inventory:0.9"
      essential = true
      cpu       = 64
      memory    = 64
    },
  ])
}

resource "aws_ecs_service" "inventory" {
  name                = "inventory"
  cluster             = aws_ecs_cluster.shop.id
  task_definition     = aws_ecs_task_definition.inventory.arn
  scheduling_strategy = "DAEMON"
}

resource "aws_iam_role" "inventory" {
  name               = "shop-inventory"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

resource "aws_iam_policy" "inventory" {
  name = "shop-inventory"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "ecs:DescribeClusters",
          "ecs:DescribeContainerInstances",
          "ecs:DescribeServices",
          "ecs:DescribeTasks",
          "ecs:ListClusters",
          "ecs:ListContainerInstances",
          "ecs:ListServices",
          "ecs:ListTasks",
          "iam:GetPolicy",
          "iam:GetPolicyVersion",
          "iam:GetRolePolicy",
          "iam:ListAttachedRolePolicies",
        ]
        Resource = "*"
      },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "inventory" {
  role       = aws_iam_role.inventory.name
  policy_arn = aws_iam_policy.inventory.arn
}
