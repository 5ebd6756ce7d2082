/** A row in the description of a service, and its pair of examples. Words in capitals are there to be replaced. */
import { REPLACE } from './placeholder.js';

interface RowKind {
  /** Where the rows are in the description of a service. */
  readonly property: string;
  /** What it is a row for, as a question to whoever is about to write code. */
  readonly asks: string;
  readonly row: (id: string, prefix: string) => string;
  /** `open.tf` and `closed.tf`; a store has those of the family. */
  readonly examples: boolean;
}

const SOURCE = `https://docs.aws.amazon.com/${REPLACE}`;

/** By the family that a row is of. */
export const ROW_KINDS: ReadonlyMap<string, RowKind> = new Map([
  [
    'pass-role-to-new-workload',
    {
      property: 'runsWithRole',
      asks: 'make something that runs code, or calls AWS, with a role that they pass to it?',
      row: (id, prefix) => `    {
      id: '${id}',
      makes: '${REPLACE}: what it is, with its article',
      trusts: '${prefix}.amazonaws.com',
      needs: [['${prefix}:${REPLACE}']],
      how: '${REPLACE}: how the attacker gets what the role may, as a sentence.',
      source: '${SOURCE}',
    },
`,
      examples: true,
    },
  ],
  [
    'take-over-workload',
    {
      property: 'codeOfExisting',
      asks: 'change the code of something that has a role already?',
      row: (id, prefix) => `    {
      id: '${id}',
      of: 'aws_${REPLACE}',
      role: ['role_arn'],
      what: '${REPLACE}: what it is, with its article',
      title: '${REPLACE}: what the attacker does, in one line',
      needs: [['${prefix}:${REPLACE}']],
      does: '${REPLACE}: Changes {}',
      how: '${REPLACE}: why that runs with the role, as a sentence.',
      source: '${SOURCE}',
    },
`,
      examples: true,
    },
  ],
  [
    'read-data-store',
    {
      property: 'stores',
      asks: 'read data or secrets with an IAM permission?',
      row: (id, prefix) => `    {
      type: '${id}',
      kind: 'data',
      readings: [{ actions: ['${prefix}:${REPLACE}'] }],
    },
`,
      examples: false,
    },
  ],
]);

/** The description of a service that has none yet. */
export function serviceText(name: string, prefix: string): string {
  return `import { defineService } from './service.js';

export const ${name} = defineService({
  name: '${REPLACE}: as AWS calls it',
  prefix: '${prefix}',
});
`;
}

/** With a row put first into the list of its kind, which is made where there is none. */
export function withRow(service: string, { property }: Pick<RowKind, 'property'>, row: string): string {
  const list = `  ${property}: [\n`;
  const at = service.indexOf(list);
  if (at >= 0) return service.slice(0, at + list.length) + row + service.slice(at + list.length);
  const end = service.lastIndexOf('});');
  return `${service.slice(0, end)}${list}${row}  ],\n${service.slice(end)}`;
}

/** Somebody whose key leaked may do what the row is about, and no more; in `closed.tf` not. */
export function exampleFiles(prefix: string): ReadonlyMap<string, string> {
  return new Map([
    ['open.tf', example(prefix, `${prefix}:${REPLACE}`)],
    ['closed.tf', example(prefix, `${prefix}:Describe${REPLACE}`)],
  ]);
}

const example = (prefix: string, action: string): string => `resource "aws_iam_role" "runs" {
  name = "runs"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "${prefix}.amazonaws.com" }
    }]
  })
}

resource "aws_iam_user" "deployer" {
  name = "deployer"
}

resource "aws_iam_access_key" "deployer" {
  user = aws_iam_user.deployer.name
}

resource "aws_iam_user_policy" "deployer" {
  name = "deployer"
  user = aws_iam_user.deployer.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "${action}"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = aws_iam_role.runs.arn
      },
    ]
  })
}
`;
