variable "name" {}
variable "vpc_id" {}
variable "subnets" { type = map(string) }
variable "allowed" { type = list(string) }
variable "tags" { type = map(string) }
resource "aws_efs_file_system" "this" {
  creation_token = var.name
  encrypted      = true
  tags           = merge(var.tags, { Name = var.name })
}
resource "aws_security_group" "this" {
  name   = "${var.name}-nfs"
  vpc_id = var.vpc_id
  dynamic "ingress" {
    for_each = var.allowed
    content {
      from_port   = 2049
      to_port     = 2049
      protocol    = "tcp"
      cidr_blocks = [ingress.value]
    }
  }
}
resource "aws_efs_mount_target" "this" {
  for_each        = var.subnets
  file_system_id  = aws_efs_file_system.this.id
  subnet_id       = each.value
  security_groups = [aws_security_group.this.id]
}
output "id" { value = aws_efs_file_system.this.id }
