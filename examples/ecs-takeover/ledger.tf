# Books the payments. It is not on the internet, and starts on whichever instance has room.

resource "aws_ecs_task_definition" "ledger" {
  family        = "ledger"
  task_role_arn = aws_iam_role.ledger.arn

  container_definitions = jsonencode([
    {
      name      = "ledger"
      image     = var.ledger_image
      essential = true
      cpu       = 256
      memory    = 256
    },
  ])
}

resource "aws_ecs_service" "ledger" {
  name            = "ledger"
  cluster         = aws_ecs_cluster.shop.id
  task_definition = aws_ecs_task_definition.ledger.arn
  desired_count   = 1

  ordered_placement_strategy {
    type = "random"
  }
}

resource "aws_dynamodb_table" "payments" {
  name         = "payments"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "order"

  attribute {
    name = "order"
    type = "S"
  }
}

data "aws_iam_policy_document" "task_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "ledger" {
  name               = "shop-ledger"
  assume_role_policy = data.aws_iam_policy_document.task_trust.json
}

resource "aws_iam_role_policy" "ledger" {
  name = "payments"
  role = aws_iam_role.ledger.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"]
        Resource = aws_dynamodb_table.payments.arn
      },
    ]
  })
}
