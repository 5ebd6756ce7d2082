resource "aws_vpc" "relay" { cidr_block = "10.60.0.0/16" }
resource "aws_internet_gateway" "relay" { vpc_id = aws_vpc.relay.id }
resource "aws_subnet" "relay_public" {
  vpc_id     = aws_vpc.relay.id
  cidr_block = "10.60.1.0/24"
}
resource "aws_subnet" "relay_private" {
  vpc_id     = aws_vpc.relay.id
  cidr_block = "10.60.2.0/24"
}
resource "aws_route_table" "relay_public" {
  vpc_id = aws_vpc.relay.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.relay.id
  }
}
resource "aws_route_table_association" "relay_public" {
  subnet_id      = aws_subnet.relay_public.id
  route_table_id = aws_route_table.relay_public.id
}
resource "aws_security_group" "relay_web" {
  vpc_id = aws_vpc.relay.id
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
