variable "cidr" { type = string }
variable "tags" { type = map(string) }
resource "aws_vpc" "this" {
  cidr_block = var.cidr
  tags       = merge(var.tags, { Name = "net" })
}
resource "aws_internet_gateway" "this" { vpc_id = aws_vpc.this.id }
resource "aws_subnet" "public" {
  for_each          = toset(["a", "b"])
  vpc_id            = aws_vpc.this.id
  availability_zone = "eu-west-1${each.key}"
  cidr_block        = cidrsubnet(var.cidr, 8, index(["a", "b"], each.key))
}
resource "aws_route_table" "public" { vpc_id = aws_vpc.this.id }
resource "aws_route" "out" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}
resource "aws_route_table_association" "public" {
  for_each       = aws_subnet.public
  route_table_id = aws_route_table.public.id
  subnet_id      = each.value.id
}
output "vpc_id" { value = aws_vpc.this.id }
output "cidr" { value = aws_vpc.this.cidr_block }
output "public_subnets" { value = { for k, s in aws_subnet.public : k => s.id } }
