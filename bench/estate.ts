/**
 * Writes a generated estate: root modules that call shared modules, in the proportions of a large organisation's
 * repository. Deterministic, so that two measurements measure the same.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface EstateSize {
  readonly roots: number;
  readonly modules: number;
  readonly filesPerModule: number;
  readonly filesPerRoot: number;
  /** Resources in each file. */
  readonly resources: number;
}

/** 50,000 lines in 700 files: 70 modules, 20 root modules. */
export const LARGE: EstateSize = { roots: 20, modules: 70, filesPerModule: 8, filesPerRoot: 7, resources: 5 };

export interface Written {
  readonly files: number;
  readonly lines: number;
}

export function writeEstate(folder: string, size: EstateSize): Written {
  let files = 0;
  let lines = 0;
  const write = (path: string, text: string): void => {
    const place = join(folder, path);
    mkdirSync(join(place, '..'), { recursive: true });
    writeFileSync(place, text);
    files += 1;
    lines += text.split('\n').length - 1;
  };
  for (let module = 0; module < size.modules; module += 1) {
    for (let file = 0; file < size.filesPerModule; file += 1) {
      const text = file === 0 ? interfaceText(module, size) : resourcesText(file, size.resources);
      write(`modules/m${module}/f${file}.tf`, text);
    }
  }
  for (let root = 0; root < size.roots; root += 1) {
    for (let file = 0; file < size.filesPerRoot; file += 1) {
      const text = file === 0 ? rootText(root, size) : resourcesText(file, size.resources);
      write(`live/r${root}/f${file}.tf`, text);
    }
  }
  return { files, lines };
}

function interfaceText(module: number, size: EstateSize): string {
  // Every seventh module calls two others, further down the list, so that the tree is deep but finite.
  const calls =
    module % 7 === 0 && module + 2 < size.modules
      ? [module + 1, module + 2].map((callee) => callText(callee, 'var.name')).join('\n')
      : '';
  return `variable "name" {
  type = string
}

variable "subnets" {
  type = map(object({
    cidr   = string
    public = optional(bool, false)
  }))
  default = {}
}

variable "tags" {
  type    = map(string)
  default = {}
}

locals {
  prefix = "\${var.name}-m${module}"
  tags   = merge(var.tags, { Module = "m${module}", Name = local.prefix })
  public = { for key, subnet in var.subnets : key => subnet if subnet.public }
}

${calls}
output "role_arn" {
  value = aws_iam_role.r1_0.arn
}

output "names" {
  value = [for key, subnet in local.public : "\${local.prefix}-\${key}"]
}
`;
}

function rootText(root: number, size: EstateSize): string {
  const calls = Array.from({ length: 6 }, (_, at) =>
    callText((root * 5 + at * 7) % size.modules, `"root${root}-${at}"`, at % 3 === 2 ? 3 : 0),
  );
  return `variable "region" {
  default = "eu-central-1"
}

variable "name" {
  default = "root${root}"
}

variable "subnets" {
  type = map(object({ cidr = string, public = optional(bool, false) }))
  default = {
    a = { cidr = "10.${root}.0.0/24", public = true }
    b = { cidr = "10.${root}.1.0/24" }
  }
}

locals {
  prefix = "\${var.name}-\${var.region}"
  tags   = { Root = "root${root}" }
  public = { for key, subnet in var.subnets : key => subnet if subnet.public }
}

provider "aws" {
  region = var.region
}

${calls.join('\n')}`;
}

function callText(module: number, name: string, count = 0): string {
  return `module "m${module}" {
  source  = "../${name.startsWith('var') ? '' : '../modules/'}m${module}"
${count > 0 ? `  count   = ${count}\n` : ''}  name    = ${name}
  subnets = var.subnets
  tags    = local.tags
}
`;
}

/** Resources of the kinds that matter to the analysis, with references, policies, dynamic blocks and `for_each`. */
export function resourcesText(file: number, count: number): string {
  return Array.from({ length: count }, (_, at) => KINDS[at % KINDS.length]?.(`${file}_${at}`, file, at) ?? '').join(
    '\n',
  );
}

type Kind = (id: string, file: number, at: number) => string;

const role: Kind = (id) => `resource "aws_iam_role" "r${id}" {
  name = "\${local.prefix}-r${id}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
  tags = local.tags
}
`;

const policy: Kind = (id, file) => `data "aws_iam_policy_document" "p${id}" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = ["arn:aws:s3:::\${local.prefix}-data/*"]
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/team"
      values   = ["\${var.name}"]
    }
  }
}

resource "aws_iam_role_policy" "p${id}" {
  name   = "p${id}"
  role   = aws_iam_role.r${file}_0.id
  policy = data.aws_iam_policy_document.p${id}.json
}
`;

const group: Kind = (id) => `resource "aws_security_group" "g${id}" {
  name   = "\${local.prefix}-g${id}"
  vpc_id = "vpc-\${var.name}"
  dynamic "ingress" {
    for_each = local.public
    content {
      from_port   = 443
      to_port     = 443
      protocol    = "tcp"
      cidr_blocks = [ingress.value.cidr]
      description = ingress.key
    }
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
  tags = merge(local.tags, { Role = "g${id}" })
}
`;

const instance: Kind = (id, file, at) => `resource "aws_instance" "i${id}" {
  ami                    = "ami-12345678"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-\${var.name}"
  vpc_security_group_ids = [aws_security_group.g${file}_${at - 1}.id]
  user_data              = <<-EOT
    #!/bin/bash
    echo ECS_CLUSTER=\${local.prefix} >> /etc/ecs/ecs.config
    hostname \${var.name}
  EOT
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
  tags = local.tags
}
`;

const subnet: Kind = (id) => `resource "aws_subnet" "s${id}" {
  for_each                = var.subnets
  vpc_id                  = "vpc-\${var.name}"
  cidr_block              = each.value.cidr
  map_public_ip_on_launch = each.value.public
  tags = {
    Name = format("%s-%s", local.prefix, each.key)
  }
}
`;

const bucket: Kind = (id) => `resource "aws_s3_bucket" "b${id}" {
  count  = 2
  bucket = lower("\${local.prefix}-b${id}-\${count.index}")
  tags   = local.tags
}

resource "aws_s3_bucket_public_access_block" "b${id}" {
  count               = length(aws_s3_bucket.b${id})
  bucket              = aws_s3_bucket.b${id}[count.index].id
  block_public_acls   = true
  block_public_policy = true
}
`;

const fn: Kind = (id, file) => `resource "aws_lambda_function" "f${id}" {
  function_name = "\${local.prefix}-f${id}"
  role          = aws_iam_role.r${file}_0.arn
  handler       = "index.handler"
  runtime       = "nodejs20.x"
  filename      = "function.zip"
  environment {
    variables = {
      TABLE  = "\${local.prefix}-table"
      STAGE  = var.name == "prod" ? "production" : "development"
    }
  }
  tags = local.tags
}
`;

const KINDS: readonly Kind[] = [role, policy, group, instance, subnet, bucket, fn];
