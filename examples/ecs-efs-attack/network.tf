resource "aws_vpc" "archive" {
  cidr_block           = "172.20.0.0/16"
  enable_dns_hostnames = true
  tags                 = local.tags
}

resource "aws_internet_gateway" "archive" {
  vpc_id = aws_vpc.archive.id
  tags   = local.tags
}

resource "aws_subnet" "services" {
  vpc_id            = aws_vpc.archive.id
  availability_zone = "${var.region}a"
  cidr_block        = "172.20.1.0/24"
  tags              = merge(local.tags, { Name = "services" })
}

resource "aws_subnet" "access" {
  vpc_id            = aws_vpc.archive.id
  availability_zone = "${var.region}b"
  cidr_block        = "172.20.2.0/24"
  tags              = merge(local.tags, { Name = "access" })
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.archive.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.archive.id
  }

  tags = local.tags
}

resource "aws_route_table_association" "public" {
  for_each = {
    services = aws_subnet.services.id
    access   = aws_subnet.access.id
  }

  subnet_id      = each.value
  route_table_id = aws_route_table.public.id
}

resource "aws_security_group" "bastion" {
  name        = "archive-bastion"
  description = "SSH from the offices"
  vpc_id      = aws_vpc.archive.id
  tags        = local.tags

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.office_ranges
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "portal" {
  name        = "archive-portal"
  description = "The portal, for everybody"
  vpc_id      = aws_vpc.archive.id
  tags        = local.tags

  ingress {
    from_port   = 80
    to_port     = 80
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

resource "aws_security_group" "storage" {
  name        = "archive-storage"
  description = "NFS, for the clients of the file system"
  vpc_id      = aws_vpc.archive.id
  tags        = local.tags

  ingress {
    from_port   = 2049
    to_port     = 2049
    protocol    = "tcp"
    cidr_blocks = [aws_subnet.services.cidr_block]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
