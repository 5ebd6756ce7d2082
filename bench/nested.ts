/**
 * Modules in modules, each level calling the next several times, by turns with `count` and `for_each`. Whatever the depth,
 * the innermost module has the same number of instances: deeper nesting must cost what the further instances cost.
 */
export interface Nesting {
  readonly depth: number;
  readonly calls: number;
}

/** 1,024 innermost instances each. */
export const NESTINGS: readonly Nesting[] = [
  { depth: 1, calls: 1024 },
  { depth: 2, calls: 32 },
  { depth: 5, calls: 4 },
  { depth: 10, calls: 2 },
];

export function nestedText({ depth, calls }: Nesting): ReadonlyMap<string, string> {
  const files = new Map<string, string>([['main.tf', level(1, calls, '"estate"', './m1')]]);
  for (let at = 1; at < depth; at += 1) {
    files.set(`m${at}/main.tf`, `${INTERFACE}${level(at + 1, calls, 'local.name', `../m${at + 1}`)}`);
  }
  files.set(`m${depth}/main.tf`, `${INTERFACE}${INNERMOST}`);
  return files;
}

const INTERFACE = `variable "name" {
  type = string
}

variable "key" {
  type = string
}

locals {
  name = "\${var.name}-\${var.key}"
}

`;

function level(at: number, calls: number, name: string, source: string): string {
  const repetition = at % 2 === 0 ? `count  = ${calls}` : `for_each = toset([for n in range(${calls}) : tostring(n)])`;
  const key = at % 2 === 0 ? 'count.index' : 'each.key';
  const output =
    at % 2 === 0 ? 'length(flatten(module.inner[*].names))' : 'length(flatten([for m in module.inner : m.names]))';
  return `module "inner" {
  source = "${source}"
  ${repetition}
  name   = ${name}
  key    = ${key}
}

output "names" {
  value = [${output}]
}
`;
}

const INNERMOST = `resource "aws_sqs_queue" "q" {
  name = local.name
  tags = { Name = local.name }
}

output "names" {
  value = [aws_sqs_queue.q.name]
}
`;
