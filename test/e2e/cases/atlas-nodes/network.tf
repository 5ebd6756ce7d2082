data "aws_availability_zones" "up" { state = "available" }
resource "aws_vpc" "atlas" {
  cidr_block           = "10.40.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "edge" {
  for_each                = { a = 0, b = 1 }
  vpc_id                  = aws_vpc.atlas.id
  cidr_block              = cidrsubnet(aws_vpc.atlas.cidr_block, 8, each.value)
  map_public_ip_on_launch = true
}
resource "aws_subnet" "inner" {
  for_each   = { a = 10, b = 11 }
  vpc_id     = aws_vpc.atlas.id
  cidr_block = cidrsubnet(aws_vpc.atlas.cidr_block, 8, each.value)
}
resource "aws_internet_gateway" "atlas" { vpc_id = aws_vpc.atlas.id }
resource "aws_eip" "nat" { domain = "vpc" }
resource "aws_nat_gateway" "atlas" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.edge["a"].id
}
resource "aws_route_table" "edge" { vpc_id = aws_vpc.atlas.id }
resource "aws_route" "edge" {
  route_table_id         = aws_route_table.edge.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.atlas.id
}
resource "aws_route_table" "inner" {
  vpc_id = aws_vpc.atlas.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.atlas.id
  }
}
resource "aws_route_table_association" "edge" {
  for_each       = aws_subnet.edge
  subnet_id      = each.value.id
  route_table_id = aws_route_table.edge.id
}
resource "aws_route_table_association" "inner" {
  for_each       = aws_subnet.inner
  subnet_id      = each.value.id
  route_table_id = aws_route_table.inner.id
}
resource "aws_security_group" "lb" {
  name_prefix = "atlas-lb-"
  vpc_id      = aws_vpc.atlas.id
}
resource "aws_security_group_rule" "lb_in" {
  type              = "ingress"
  security_group_id = aws_security_group.lb.id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["0.0.0.0/0"]
}
resource "aws_security_group_rule" "lb_out" {
  type                     = "egress"
  security_group_id        = aws_security_group.lb.id
  protocol                 = "tcp"
  from_port                = 32768
  to_port                  = 65535
  source_security_group_id = aws_security_group.node.id
}
resource "aws_security_group" "node" {
  name_prefix = "atlas-node-"
  vpc_id      = aws_vpc.atlas.id
}
resource "aws_security_group_rule" "node_in" {
  type                     = "ingress"
  security_group_id        = aws_security_group.node.id
  protocol                 = "tcp"
  from_port                = 32768
  to_port                  = 65535
  source_security_group_id = aws_security_group.lb.id
}
resource "aws_security_group_rule" "node_out" {
  type              = "egress"
  security_group_id = aws_security_group.node.id
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}
resource "aws_lb" "front" {
  name            = "atlas-front"
  subnets         = [for s in aws_subnet.edge : s.id]
  security_groups = [aws_security_group.lb.id]
}
resource "aws_lb_target_group" "portal" {
  name        = "atlas-portal"
  port        = 80
  protocol    = "HTTP"
  vpc_id      = aws_vpc.atlas.id
  target_type = "instance"
}
resource "aws_lb_listener" "tls" {
  load_balancer_arn = aws_lb.front.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = "arn:aws:acm:eu-central-1:111122223333:certificate/abcd"
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}
resource "aws_lb_listener_rule" "portal" {
  listener_arn = aws_lb_listener.tls.arn
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.portal.arn
  }
  condition {
    path_pattern { values = ["/*"] }
  }
}
