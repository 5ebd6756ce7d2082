# entry: aws_lambda_function.report
# entry: aws_lambda_function.billing
# entry: aws_instance.node
# edit: Detach AdministratorAccess from aws_iam_role.billing: in-place, width 8
# edit: Detach AdministratorAccess from aws_iam_role.node: in-place, width 8
# edit: Detach AdministratorAccess from aws_iam_role.report: in-place, width 8

variable "node_policies" {
  default = [
    "AmazonSSMManagedInstanceCore",
  ]
}

data "aws_iam_policy" "admin" {
  name = "AdministratorAccess"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "lambda.amazonaws.com"]
    }
  }
}

# An attachment of its own.
resource "aws_iam_role" "report" {
  name               = "report"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "report_logs" {
  role       = aws_iam_role.report.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "report" {
  function_name = "report"
  role          = aws_iam_role.report.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = "app.zip"
}

# The only one of a list that the role owns: the list stays.
resource "aws_iam_role" "billing" {
  name               = "billing"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachments_exclusive" "billing" {
  role_name   = aws_iam_role.billing.name
  policy_arns = []
}

resource "aws_lambda_function" "billing" {
  function_name = "billing"
  role          = aws_iam_role.billing.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = "app.zip"
}

# One of many, by for_each over a variable.
resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = toset(var.node_policies)

  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

resource "aws_iam_instance_profile" "node" {
  role = aws_iam_role.node.name
}

resource "aws_instance" "node" {
  ami                  = "ami-0123456789abcdef0"
  instance_type        = "t3.small"
  iam_instance_profile = aws_iam_instance_profile.node.name
}
