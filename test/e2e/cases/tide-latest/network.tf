resource "aws_vpc" "tide" { cidr_block = "10.60.0.0/16" }
resource "aws_internet_gateway" "tide" { vpc_id = aws_vpc.tide.id }
resource "aws_subnet" "tide_public" {
  vpc_id     = aws_vpc.tide.id
  cidr_block = "10.60.1.0/24"
}
resource "aws_subnet" "tide_private" {
  vpc_id     = aws_vpc.tide.id
  cidr_block = "10.60.2.0/24"
}
resource "aws_route_table" "tide_public" {
  vpc_id = aws_vpc.tide.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.tide.id
  }
}
resource "aws_route_table_association" "tide_public" {
  subnet_id      = aws_subnet.tide_public.id
  route_table_id = aws_route_table.tide_public.id
}
resource "aws_security_group" "tide_web" {
  vpc_id = aws_vpc.tide.id
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
