resource "aws_vpc" "run" { cidr_block = "10.60.0.0/16" }
resource "aws_internet_gateway" "run" { vpc_id = aws_vpc.run.id }
resource "aws_subnet" "run_public" {
  vpc_id     = aws_vpc.run.id
  cidr_block = "10.60.1.0/24"
}
resource "aws_subnet" "run_private" {
  vpc_id     = aws_vpc.run.id
  cidr_block = "10.60.2.0/24"
}
resource "aws_route_table" "run_public" {
  vpc_id = aws_vpc.run.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.run.id
  }
}
resource "aws_route_table_association" "run_public" {
  subnet_id      = aws_subnet.run_public.id
  route_table_id = aws_route_table.run_public.id
}
resource "aws_security_group" "run_web" {
  vpc_id = aws_vpc.run.id
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
