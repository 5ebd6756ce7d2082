/** `--var-file` with a file outside of the scanned folder: read because the user named it, never edited. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Result } from '#analysis/result/result.js';
import { chokepoint, folderWith, textsBelow } from '../support/built-cli.js';
import { validateResult } from '../support/validate-result.js';

const VALUES = {
  'open.tfvars': 'allowed_cidrs = ["0.0.0.0/0"]\n',
  'office.tfvars': 'allowed_cidrs = ["192.0.2.0/24"]\n',
};

/** A variable says who may come in. */
function example(): string {
  return folderWith({
    'main.tf': `
variable "allowed_cidrs" {
  type = list(string)
}
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_internet_gateway" "v" { vpc_id = aws_vpc.v.id }
resource "aws_subnet" "s" {
  vpc_id                  = aws_vpc.v.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "v" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.v.id
  }
}
resource "aws_route_table_association" "v" {
  subnet_id      = aws_subnet.s.id
  route_table_id = aws_route_table.v.id
}
resource "aws_security_group" "web" {
  vpc_id = aws_vpc.v.id
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = var.allowed_cidrs
  }
}
resource "aws_iam_role" "web" {
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}
resource "aws_iam_role_policy" "web" {
  role = aws_iam_role.web.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "dynamodb:*", Resource = "*" }]
  })
}
resource "aws_iam_instance_profile" "web" { role = aws_iam_role.web.name }
resource "aws_instance" "web" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.s.id
  vpc_security_group_ids = [aws_security_group.web.id]
  iam_instance_profile   = aws_iam_instance_profile.web.name
}
resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
`,
  });
}

function json(argv: readonly string[]): Result {
  const { stdout, stderr } = chokepoint([...argv, '--format', 'json']);
  if (stdout === '') throw new Error(stderr);
  const result = JSON.parse(stdout) as Result;
  validateResult(result);
  return result;
}

describe('a variable file outside of the folder', () => {
  const values = folderWith(VALUES);

  test.each([
    { file: 'open.tfvars', open: true },
    { file: 'office.tfvars', open: false },
  ])('$file decides', ({ file, open }) => {
    const result = json(['scan', example(), '--var-file', join(values, file)]);

    expect(result.paths.some(({ intended }) => !intended)).toBe(open);
    expect(result.diagnostics).toEqual([]);
  });

  test('is where the evidence points, by its way from the folder', () => {
    const result = json(['scan', example(), '--var-file', join(values, 'open.tfvars')]);
    const files = result.paths.flatMap(({ steps }) =>
      steps.flatMap(({ evidence }) => evidence.map((e) => e.source?.file)),
    );

    expect(files).toContainEqual(expect.stringMatching(/^\.\.\/.*open\.tfvars$/));
  });

  test('is never edited', () => {
    const folder = example();
    const flags = ['--var-file', join(values, 'open.tfvars')];
    const before = textsBelow(values);
    const result = json(['harden', folder, '--write', ...flags]);

    expect(result.proof?.pathsAfter).toBe(0);
    expect(result.plan?.edits.flatMap(({ files }) => files)).toContain('main.tf');
    expect(textsBelow(values)).toEqual(before);
    expect(json(['scan', folder, ...flags]).paths.filter(({ intended }) => !intended)).toEqual([]);
  });
});
