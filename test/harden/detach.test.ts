import { describe, expect, test } from 'vitest';
import { detachManagedPolicy } from '#harden/controls/iam/detach-managed-policy/control.js';
import { removeDangerousActions } from '#harden/controls/iam/remove-dangerous-actions/control.js';
import { edited, editsOf, estateOf, proposalsOf, type Sources } from './control-folder.js';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const READ = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

const TRUST =
  'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })';

function role(name: string, more = ''): string {
  return `resource "aws_iam_role" "${name}" {\n  name               = "${name}"\n  assume_role_policy = ${TRUST}\n${more}}

resource "aws_lambda_function" "${name}" {
  function_name = "${name}"
  role          = aws_iam_role.${name}.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = "app.zip"
}
`;
}

const nameless = (name: string) =>
  role(name).replace(/ {2}name {15}= .*\n/, `  name               = var.names.${name}\n`);

function attachment(body: string, type = 'aws_iam_role_policy_attachment', name = 'x'): string {
  return `\nresource "${type}" "${name}" {\n${body}}\n`;
}

const EACH = attachment('  for_each   = var.arns\n  role       = aws_iam_role.r.name\n  policy_arn = each.value\n');

const keyed = (items: string) =>
  `  for_each = {\n${items}  }\n  role       = aws_iam_role.r.name\n  policy_arn = "arn:aws:iam::aws:policy/\${each.key}"\n`;

const ROWS: readonly (readonly [when: string, before: Sources, after: Sources])[] = [
  [
    'an element of managed_policy_arns by way of a local',
    {
      'main.tf': `locals {\n  admin = "${ADMIN}"\n}\n${role('r', `  managed_policy_arns = [local.admin, "${READ}"]\n`)}`,
    },
    { 'main.tf': `locals {\n  admin = "${ADMIN}"\n}\n${role('r', `  managed_policy_arns = ["${READ}"]\n`)}` },
  ],
  [
    'an element of a variable file',
    {
      'main.tf': `variable "arns" {\n  type = set(string)\n}\n\n${role('r')}${EACH}`,
      'terraform.tfvars': `arns = [\n  "${ADMIN}",\n  "${READ}",\n]\n`,
    },
    {
      'main.tf': `variable "arns" {\n  type = set(string)\n}\n\n${role('r')}${EACH}`,
      'terraform.tfvars': `arns = [\n  "${READ}",\n]\n`,
    },
  ],
  [
    'an item of a map',
    {
      'main.tf': `locals {\n  arns = {\n    admin = "${ADMIN}"\n    read  = "${READ}"\n  }\n}\n${role('r')}${EACH.replace('var.', 'local.')}`,
    },
    {
      'main.tf': `locals {\n  arns = {\n    read = "${READ}"\n  }\n}\n${role('r')}${EACH.replace('var.', 'local.')}`,
    },
  ],
  [
    "an argument of a module that is not the project's own",
    {
      'main.tf': `module "job" {\n  source = "./job"\n  arns   = ["${READ}", "${ADMIN}"]\n}\n`,
      'job/main.tf': `variable "arns" {\n  type = set(string)\n}\n\n${role('r')}${EACH}`,
    },
    {
      'main.tf': `module "job" {\n  source = "./job"\n  arns   = ["${READ}"]\n}\n`,
      'job/main.tf': `variable "arns" {\n  type = set(string)\n}\n\n${role('r')}${EACH}`,
    },
  ],
  [
    'one of the roles of an attachment',
    {
      'main.tf': `${role('r')}\n${role('clean').replace(/resource "aws_lambda[^]*/, '')}${attachment(`  name       = "a"\n  roles      = [aws_iam_role.r.name, aws_iam_role.clean.name]\n  policy_arn = "${ADMIN}"\n`, 'aws_iam_policy_attachment')}`,
    },
    {
      'main.tf': `${role('r')}\n${role('clean').replace(/resource "aws_lambda[^]*/, '')}${attachment(`  name       = "a"\n  roles      = [aws_iam_role.clean.name]\n  policy_arn = "${ADMIN}"\n`, 'aws_iam_policy_attachment')}`,
    },
  ],
  [
    'one of the roles of an attachment, whose names are not known',
    {
      'main.tf': `variable "names" {}\n${nameless('r')}\n${nameless('clean').replace(/resource "aws_lambda[^]*/, '')}${attachment(`  name       = "a"\n  roles      = [aws_iam_role.clean.name, aws_iam_role.r.name]\n  policy_arn = "${ADMIN}"\n`, 'aws_iam_policy_attachment')}`,
    },
    {
      'main.tf': `variable "names" {}\n${nameless('r')}\n${nameless('clean').replace(/resource "aws_lambda[^]*/, '')}${attachment(`  name       = "a"\n  roles      = [aws_iam_role.clean.name]\n  policy_arn = "${ADMIN}"\n`, 'aws_iam_policy_attachment')}`,
    },
  ],
  [
    'an item of the map of for_each, of which the key says the policy',
    {
      'main.tf': `${role('r')}${attachment(keyed('    "AdministratorAccess" : true,\n    "ReadOnlyAccess" : true,\n'))}`,
    },
    { 'main.tf': `${role('r')}${attachment(keyed('    "ReadOnlyAccess" : true,\n'))}` },
  ],
  [
    'an attachment with a count of its own',
    {
      'main.tf': `${role('r')}${attachment(`  count      = 1\n  role       = aws_iam_role.r.name\n  policy_arn = "${ADMIN}"\n`)}`,
    },
    { 'main.tf': role('r') },
  ],
];

describe('detach-managed-policy', () => {
  test.each(ROWS)('%s', (_, before, after) => {
    const edits = editsOf(proposalsOf(detachManagedPolicy, estateOf(before)));
    expect(edited(before, edits)).toEqual(after);
    expect(estateOf(after).iam.administrator(first(after))).toEqual([]);
  });

  test('an attachment that something waits for is left to a person', () => {
    const text = `${role('r')}${attachment(`  role       = aws_iam_role.r.name\n  policy_arn = "${ADMIN}"\n`)}
output "ready" {
  value = aws_iam_role_policy_attachment.x.id
}
`;
    expect(proposalsOf(detachManagedPolicy, estateOf({ 'main.tf': text }))).toEqual([
      expect.objectContaining({ kind: 'manual', address: 'aws_iam_role_policy_attachment.x' }),
    ]);
  });

  test('a block that attaches other policies too is not taken away for one of them', () => {
    const text = `locals {\n  names = { for name in split(",", "AdministratorAccess,ReadOnlyAccess") : name => true }\n}\n${role('r')}${attachment(
      '  for_each   = local.names\n  role       = aws_iam_role.r.name\n  policy_arn = "arn:aws:iam::aws:policy/${each.key}"\n',
    )}`;
    expect(proposalsOf(detachManagedPolicy, estateOf({ 'main.tf': text }))).toEqual([
      expect.objectContaining({ kind: 'manual', address: 'aws_iam_role_policy_attachment.x["AdministratorAccess"]' }),
    ]);
  });

  test('whoever loses the policy by the same change is named', () => {
    const arns = `locals {\n  arns = ["${ADMIN}"]\n}\n`;
    const text = `${arns}${role('r', '  managed_policy_arns = local.arns\n')}${role('s', '  managed_policy_arns = local.arns\n')}`;
    const [edit] = editsOf(proposalsOf(detachManagedPolicy, estateOf({ 'main.tf': text })));
    expect(edit?.mayBreak).toContain('The same change detaches it from aws_iam_role.s.');
  });

  test('everything on everything is not denied', () => {
    const text = `${role('r')}${attachment(`  role       = aws_iam_role.r.name\n  policy_arn = "${ADMIN}"\n`)}`;
    const estate = estateOf({ 'main.tf': text });
    const kinds = estate.iam.principals
      .flatMap((principal) => estate.iam.administrator(principal))
      .flatMap(({ premise }) => [...removeDangerousActions.cut(premise, estate)])
      .map(({ kind }) => kind);
    expect(kinds).toEqual(['manual']);
  });
});

function first(sources: Sources) {
  const [principal] = estateOf(sources).iam.principals;
  if (!principal) throw new Error('no principal');
  return principal;
}
