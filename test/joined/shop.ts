/**
 * A shop in four root modules: the network, a load balancer at its edge, a service behind that, and a bucket. The service's role
 * may do everything to every bucket.
 */
export const NETWORK = `
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}
output "vpc_id" {
  value = aws_vpc.main.id
}
output "public" {
  value = [aws_subnet.public.id]
}
output "private" {
  value = [aws_subnet.private.id]
}
`;

export const EDGE = `
resource "aws_security_group" "edge" {
  name   = "edge"
  vpc_id = VPC
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_lb" "edge" {
  name            = "edge"
  subnets         = PUBLIC
  security_groups = [aws_security_group.edge.id]
}
resource "aws_lb_target_group" "web" {
  name        = "web"
  port        = 8080
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = VPC
}
resource "aws_lb_listener" "web" {
  load_balancer_arn = aws_lb.edge.arn
  port              = 443
  protocol          = "HTTPS"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
output "target_group" {
  value = aws_lb_target_group.web.arn
}
output "security_group" {
  value = aws_security_group.edge.id
}
`;

export const APP = `
resource "aws_security_group" "web" {
  name   = "web"
  vpc_id = VPC
  ingress {
    from_port       = 8080
    to_port         = 8080
    protocol        = "tcp"
    security_groups = [EDGE_GROUP]
  }
}
resource "aws_iam_role" "web" {
  name = "web"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "web" {
  role = aws_iam_role.web.name
  policy = jsonencode({
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["*"]
      },
    ]
  })
}
resource "aws_ecs_cluster" "shop" {
  name = "shop"
}
resource "aws_ecs_task_definition" "web" {
  family                   = "web"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  task_role_arn            = aws_iam_role.web.arn
  container_definitions = jsonencode([
    { name = "web", image = "shop/web", portMappings = [{ containerPort = 8080 }] },
  ])
}
resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.shop.id
  task_definition = aws_ecs_task_definition.web.arn
  launch_type     = "FARGATE"
  network_configuration {
    subnets         = PRIVATE
    security_groups = [aws_security_group.web.id]
  }
  load_balancer {
    target_group_arn = TARGET_GROUP
    container_name   = "web"
    container_port   = 8080
  }
}
`;

export const DATA = `
resource "aws_s3_bucket" "orders" {
  bucket = "shop-orders"
}
`;

/** The text with each word in capitals replaced. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce(
    (filling, [word, value]) => filling.replaceAll(new RegExp(`\\b${word}\\b`, 'g'), value),
    text,
  );
}
