import { describe, expect, test } from 'vitest';
import { buildEstate } from '#aws/build.js';
import { loadConfiguration } from '#terraform/configuration.js';
import { memoryFileSystem } from '#terraform/load/file-system.js';
import { symbolic } from '#aws/symbolic.js';
import { type Plain, roleWith, variable } from './support.js';

/** Three buckets: of one the name is known, of one in part, one is named by the provider. */
const ESTATE = `
variable "name" {}
variable "flag" {}
variable "arn" {}
variable "label" {}
variable "names" { type = list(string) }
resource "aws_s3_bucket" "known" { bucket = "known-logs" }
resource "aws_s3_bucket" "open" { bucket = "\${var.name}-data" }
resource "aws_s3_bucket" "made" { bucket_prefix = "made-" }
resource "aws_dynamodb_table" "t" { name = "orders" }
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = jsonencode({ Statement = [] })
}
module "absent" { source = "example/absent/aws" }
`;

function load(files: Readonly<Record<string, string>>) {
  const configuration = loadConfiguration(
    { root: '/scanned', rootModule: '.' },
    { files: memoryFileSystem(new Map(Object.entries({ 'estate.tf': ESTATE, ...files }))) },
  );
  const { estate, diagnostics } = buildEstate(configuration);
  configuration.evaluateAll();
  const role = estate.iam.principal('aws_iam_role.r');
  if (!role) throw new Error('no role');
  const read = estate.stores.flatMap((store) => {
    const [action = ''] = store.readActions;
    const grants = estate.iam.grants({ principal: role, action, target: store });
    const [grant] = grants.toSorted((a, b) => a.premise.certainty.length - b.premise.certainty.length).toReversed();
    return grant ? [{ name: store.resource.name, premise: grant.premise }] : [];
  });
  return { read, diagnostics: [...configuration.diagnostics, ...diagnostics] };
}

/** Which stores the role reads, `?` behind those of which it is an assumption. */
function reads(files: Readonly<Record<string, string>>): string {
  const { read } = load(files);
  const inOrder = read.toSorted((a, b) => Number(a.name === 't') - Number(b.name === 't'));
  return inOrder.map(({ name, premise }) => (premise.certainty === 'certain' ? name : `${name}?`)).join(' ');
}

const attached = (policy: string) =>
  `resource "aws_iam_role_policy" "p" {\n  role   = aws_iam_role.r.id\n  policy = ${policy}\n}\n`;
const ACTION = '["s3:GetObject", "dynamodb:GetItem"]';
const statement = (resource: string) => `{ Effect = "Allow", Action = ${ACTION}, Resource = ${resource} }`;
const granting = (resource: string) =>
  attached(`jsonencode({ Version = "2012-10-17", Statement = [${statement(resource)}] })`);
const K = 'aws_s3_bucket.known.arn';
const O = 'aws_s3_bucket.open.arn';

describe('a resource known in part matches what it can be', () => {
  test.each<[string, string, string]>([
    ['a reference', `"\${${K}}/*"`, 'known'],
    ['one of two, undecided', `"\${var.flag ? ${K} : ${O}}/*"`, 'known? open?'],
    ['one of two that are the same', `"\${var.flag ? ${K} : aws_s3_bucket.known.arn}/*"`, 'known'],
    ['something or nothing', `var.flag ? "\${${K}}/*" : ""`, 'known?'],
    ['a replacement that changes nothing', `"\${replace(${K}, "/*", "")}/*"`, 'known'],
    ['a replacement that may change anything', `"\${replace(${K}, "/.*x/", "y")}/*"`, 'known?'],
    ['a part of an ARN', `"arn:aws:s3:::\${split(":", ${K})[5]}/*"`, 'known'],
    ['the same by element', `"arn:aws:s3:::\${element(split(":", ${K}), 5)}/*"`, 'known'],
    ['a suffix cut off', `"\${trimsuffix(${K}, "*")}/*"`, 'known'],
    ['format', `format("%s/*", ${K})`, 'known'],
    ['join', `join("/", [${K}, "*"])`, 'known'],
    ['formatlist', `formatlist("%s/*", [${K}, ${O}])`, 'known open'],
    ['lower', `"arn:aws:s3:::\${lower(aws_s3_bucket.known.id)}/*"`, 'known'],
    ['the first that is set', `"\${coalesce(var.arn, ${K})}/*"`, 'known? open? made? t?'],
    ['the first that is set, and is', `"\${coalesce(${K}, var.arn)}/*"`, 'known'],
    ['try', `"\${try(${K}, var.arn)}/*"`, 'known'],
    ['a lookup by an unknown key', `"\${lookup({ a = ${K}, b = ${O} }, var.name, "x")}/*"`, 'known? open?'],
    ['an index that is not known', `"\${[${K}, ${O}][var.flag]}/*"`, 'known? open?'],
    ['an element of a joined list', `"\${concat([${K}], [${O}])[0]}/*"`, 'known'],
    ['every element of one', `[for arn in concat([${K}], [${O}]) : "\${arn}/*"]`, 'known open'],
    ['a list with an unknown element', `["\${${K}}/*", var.arn]`, 'known open? made? t?'],
    ['a list joined with an unknown one', `concat(["\${${K}}/*"], var.names)`, 'known open? made? t?'],
    ['a list joined with an undecided one', `concat(["\${${K}}/*"], var.flag ? ["\${${O}}/*"] : [])`, 'known open?'],
    ['a list of unknown names', `[for name in var.names : "arn:aws:s3:::\${name}/*"]`, 'known? open? made?'],
    ['a splat', `[for arn in aws_s3_bucket.known[*].arn : "\${arn}/*"]`, 'known'],
    ['an output of an absent module', `"\${module.absent.arn}/*"`, 'known? open? made? t?'],
    ['a name from an absent module', `"arn:aws:s3:::\${module.absent.name}/*"`, 'known? open? made?'],
    ['an unknown name with a known end', `"arn:aws:s3:::\${var.label}-logs/*"`, 'known?'],
    ['an unknown name with a known start', `"arn:aws:s3:::made-\${var.label}/*"`, 'open? made?'],
    ['the same expression', `"arn:aws:s3:::\${var.name}-data/*"`, 'open'],
    ['a name is not two names', `"arn:aws:s3:::\${var.name}/logs/x/known-logs"`, 'known? made?'],
    ['a known name is nobody else', '"arn:aws:s3:::known-logs/*"', 'known'],
    ['another known name', '"arn:aws:s3:::their-data/*"', 'open?'],
    ['an ARN of another type', 'aws_dynamodb_table.t.arn', 't'],
    ['a table of unknown name', '"arn:aws:dynamodb:*:*:table/${var.name}"', 't?'],
    ['an attribute of a type without a known ARN', 'aws_vpc_ipam.x.arn', ''],
  ])('%s', (_, resource, expected) => {
    const more = 'resource "aws_vpc_ipam" "x" {}\n';
    expect(reads({ 'main.tf': granting(resource) + more })).toBe(expected);
  });
});

const HEREDOC = (body: string) => attached(`<<-EOT\n${body}\nEOT`);
const ALLOW = (resource: string) => `{ "Effect": "Allow", "Action": ${ACTION}, "Resource": ${resource} }`;
const OPEN_ARN = '"${aws_s3_bucket.open.arn}/*"';
const KNOWN_ARN = '"${aws_s3_bucket.known.arn}/*"';
const documentOf = (...statements: string[]) => `{ "Version": "2012-10-17", "Statement": [${statements.join(', ')}] }`;
const data = (statements: string) =>
  `${attached('data.aws_iam_policy_document.d.json')}data "aws_iam_policy_document" "d" {\n${statements}\n}\n`;
const allowing = (resources: string, more = '') =>
  `statement {\n actions = ${ACTION}\n resources = ${resources}\n ${more}\n}\n`;

describe('a policy known in part keeps what is known', () => {
  test.each<[string, Record<string, string>, string, string?]>([
    [
      'jsonencode in a heredoc',
      { 'main.tf': HEREDOC(documentOf(ALLOW('${jsonencode([format("%s/*", aws_s3_bucket.known.arn)])}'))) },
      'known',
    ],
    [
      'jsonencode in a template file',
      {
        'main.tf': attached('templatefile("p.tftpl", { arns = ["${aws_s3_bucket.known.arn}/*"] })'),
        'p.tftpl': documentOf(ALLOW('${jsonencode(arns)}')),
      },
      'known',
    ],
    [
      'a template of the template provider',
      {
        'main.tf': `${attached('data.template_file.p.rendered')}data "template_file" "p" {\n template = file("p.json")\n vars = { arn = aws_s3_bucket.known.arn }\n}\n`,
        'p.json': documentOf(ALLOW('"${arn}/*"')),
      },
      'known',
    ],
    [
      'a directive of the template provider',
      {
        'main.tf': `${attached('data.template_file.p[0].rendered')}data "template_file" "p" {\n count = 1\n template = <<EOT\n${documentOf(ALLOW('"$${arn}/*"'))}\nEOT\n vars = { arn = aws_s3_bucket.known.arn }\n}\n`,
      },
      'known',
    ],
    [
      'a statement that may be written',
      { 'main.tf': HEREDOC(documentOf(`${ALLOW(KNOWN_ARN)}%{ if var.flag }, ${ALLOW(OPEN_ARN)}%{ endif }`)) },
      'known open?',
    ],
    [
      'a statement of two',
      { 'main.tf': HEREDOC(documentOf(`%{ if var.flag }${ALLOW(KNOWN_ARN)}%{ else }${ALLOW(OPEN_ARN)}%{ endif }`)) },
      'known? open?',
    ],
    [
      'a first statement that may be written',
      { 'main.tf': HEREDOC(documentOf(`%{ if var.flag }${ALLOW(OPEN_ARN)},%{ endif } ${ALLOW(KNOWN_ARN)}`)) },
      'known open?',
    ],
    [
      'a resource that may be written',
      { 'main.tf': HEREDOC(documentOf(ALLOW(`[${KNOWN_ARN}%{ if var.flag }, ${OPEN_ARN}%{ endif }]`))) },
      'known open?',
    ],
    [
      'a loop over unknown names',
      {
        'main.tf': HEREDOC(
          documentOf(ALLOW(`[%{ for name in var.names }"arn:aws:s3:::\${name}-logs/*",%{ endfor } ${OPEN_ARN}]`)),
        ),
      },
      'known? open',
    ],
    [
      'a loop over what is known in part',
      {
        'main.tf': HEREDOC(
          documentOf(
            ALLOW(`[%{ for arn in concat([aws_s3_bucket.known.arn], var.names) }"\${arn}/*",%{ endfor } ${OPEN_ARN}]`),
          ),
        ),
      },
      'known? open made? t?',
    ],
    [
      'an unknown stretch among the statements',
      { 'main.tf': HEREDOC(documentOf(`${ALLOW(KNOWN_ARN)} \${var.label}`)) },
      'known',
      'unknown-policy-part',
    ],
    [
      'an unknown statement',
      { 'main.tf': HEREDOC(documentOf(ALLOW(KNOWN_ARN), '${var.label}')) },
      'known',
      'unknown-policy-part',
    ],
    [
      'an unknown statement of jsonencode',
      { 'main.tf': attached(`jsonencode({ Statement = [${statement(`"\${${K}}/*"`)}, var.label] })`) },
      'known',
      'unknown-policy-part',
    ],
    [
      'statements joined with unknown ones',
      { 'main.tf': attached(`jsonencode({ Statement = concat([${statement(`"\${${K}}/*"`)}], var.label) })`) },
      'known',
      'unknown-policy-part',
    ],
    [
      'statements joined with undecided ones',
      {
        'main.tf': attached(
          `jsonencode({ Statement = concat([${statement(`"\${${K}}/*"`)}], var.flag ? [${statement(`"\${${O}}/*"`)}] : []) })`,
        ),
      },
      'known open?',
    ],
    [
      'statements without those that are null',
      {
        'main.tf': attached(
          `jsonencode({ Statement = [for s in [${statement(`"\${${K}}/*"`)}, var.flag ? ${statement(`"\${${O}}/*"`)} : null] : s if s != null] })`,
        ),
      },
      'known open?',
    ],
    [
      'a merged statement',
      {
        'main.tf': attached(
          `jsonencode({ Statement = [merge(${statement(`"\${${K}}/*"`)}, var.flag ? { Sid = "x" } : {})] })`,
        ),
      },
      'known',
    ],
    [
      'one of two policies',
      {
        'main.tf': attached(
          `var.flag ? jsonencode({ Statement = [${statement(`"\${${K}}/*"`)}] }) : jsonencode({ Statement = [${statement(`"\${${O}}/*"`)}] })`,
        ),
      },
      'known? open?',
    ],
    [
      'a policy or none',
      { 'main.tf': attached(`coalesce(var.label, jsonencode({ Statement = [${statement(`"\${${K}}/*"`)}] }))`) },
      'known?',
    ],
    [
      'a condition with an unknown key',
      {
        'main.tf': attached(
          `jsonencode({ Statement = [merge(${statement(`"\${${K}}/*"`)}, { Condition = { StringEquals = { "\${var.label}:sub" = "x" } } })] })`,
        ),
      },
      'known?',
    ],
    [
      'the same in a heredoc',
      {
        'main.tf': HEREDOC(
          documentOf(ALLOW(`${KNOWN_ARN}, "Condition": { "StringEquals": { "\${var.label}:sub": "x" } }`)),
        ),
      },
      'known?',
    ],
    [
      'a condition that fails beside one that is not known',
      {
        'main.tf': attached(
          `jsonencode({ Statement = [merge(${statement(`"\${${K}}/*"`)}, { Condition = { StringEquals = { (var.label) = "x", "aws:SecureTransport" = "false" } } })] })`,
        ),
      },
      '',
    ],
    [
      'an action that is not known',
      {
        'main.tf': attached(
          `jsonencode({ Statement = [${statement(`"\${${K}}/*"`)}, { Effect = "Allow", Action = var.label, Resource = "*" }] })`,
        ),
      },
      'known',
    ],
    [
      'a denial of an unknown action',
      {
        'main.tf': attached(
          `jsonencode({ Statement = [${statement(`"\${${K}}/*"`)}, { Effect = "Deny", Action = var.label, Resource = "*" }] })`,
        ),
      },
      'known?',
    ],
    [
      'a denial of an unknown action elsewhere',
      {
        'main.tf': attached(
          `jsonencode({ Statement = [${statement(`"\${${K}}/*"`)}, { Effect = "Deny", Action = var.label, Resource = ${O} }] })`,
        ),
      },
      'known',
    ],
    [
      'an unknown effect',
      {
        'main.tf': attached(
          `jsonencode({ Statement = [{ Effect = var.label, Action = ${ACTION}, Resource = "\${${K}}/*" }] })`,
        ),
      },
      'known?',
    ],
    [
      'a document with an unknown resource',
      { 'main.tf': data(allowing(`["\${${K}}/*", var.arn]`)) },
      'known open? made? t?',
    ],
    [
      'a document with a statement for each unknown',
      {
        'main.tf': data(
          `${allowing(`["\${${K}}/*"]`)}dynamic "statement" {\n for_each = var.names\n content {\n actions = ${ACTION}\n resources = ["\${${O}}/*"]\n }\n}`,
        ),
      },
      'known open?',
    ],
    [
      'a document with an unknown condition',
      {
        'main.tf': data(
          allowing(
            `["\${${K}}/*"]`,
            'condition {\n test = "StringEquals"\n variable = "${var.label}:sub"\n values = ["x"]\n }',
          ),
        ),
      },
      'known?',
    ],
    [
      'a document with a condition that may be there',
      {
        'main.tf': data(
          allowing(
            `["\${${K}}/*"]`,
            'dynamic "condition" {\n for_each = var.names\n content {\n test = "Bool"\n variable = "aws:SecureTransport"\n values = ["false"]\n }\n }',
          ),
        ),
      },
      'known?',
    ],
    [
      'a document from an unknown one',
      { 'main.tf': data(`source_policy_documents = [var.label]\n${allowing(`["\${${K}}/*"]`)}`) },
      'known',
      'unknown-policy-part',
    ],
    [
      'a document from a template',
      {
        'main.tf': data(
          `source_policy_documents = [<<EOT\n${documentOf(ALLOW('${jsonencode(["${aws_s3_bucket.known.arn}/*"])}'))}\nEOT\n]`,
        ),
      },
      'known',
    ],
  ])('%s', (_, files, expected, code = '') => {
    expect(reads(files)).toBe(expected);
    expect(
      load(files)
        .diagnostics.map((each) => each.code)
        .filter((each) => each !== 'module-not-installed')
        .join(' '),
    ).toBe(code);
  });
});

describe('what an assumption says', () => {
  test.each<[string, string, string, string]>([
    [
      'an unknown ARN',
      granting('var.arn'),
      'known',
      '{var.arn} is the ARN of aws_s3_bucket.known | Give var.arn a value (--var or --var-file).',
    ],
    [
      'one of two',
      granting(`"\${var.flag ? ${K} : ${O}}/*"`),
      'known',
      '{(var.flag ? aws_s3_bucket.known.arn : aws_s3_bucket.open.arn)}/* is the ARN of aws_s3_bucket.known | Give var.flag a value (--var or --var-file).',
    ],
    [
      'a bucket of unknown name',
      granting('"arn:aws:s3:::their-data/*"'),
      'open',
      'arn:aws:s3:::their-data/* is the ARN of aws_s3_bucket.open | Give var.name a value (--var or --var-file).',
    ],
    [
      'an absent module',
      granting('"${module.absent.arn}/*"'),
      'known',
      '{module.absent.arn}/* is the ARN of aws_s3_bucket.known | Run terraform init to install the source of module.absent.',
    ],
    [
      'a resource that may be there',
      granting(`var.flag ? ["\${${K}}/*"] : []`),
      'known',
      'arn:{partition}:s3:::known-logs/* is among the resources of Statement[0] of aws_iam_role_policy.p.policy | Give var.flag a value (--var or --var-file).',
    ],
    [
      'a statement that may be there',
      attached(`jsonencode({ Statement = concat([], var.flag ? [${statement(`"\${${K}}/*"`)}] : []) })`),
      'known',
      'Statement[0] of aws_iam_role_policy.p.policy exists | Give var.flag a value (--var or --var-file).',
    ],
    [
      'a condition on what is not known',
      attached(
        `jsonencode({ Statement = [merge(${statement(`"\${${K}}/*"`)}, { Condition = { StringEquals = { "aws:PrincipalArn" = var.arn } } })] })`,
      ),
      'known',
      'the condition StringEquals aws:PrincipalArn = {var.arn} holds | Give var.arn a value (--var or --var-file).',
    ],
    [
      'a condition on the request',
      attached(
        `jsonencode({ Statement = [merge(${statement(`"\${${K}}/*"`)}, { Condition = { IpAddress = { "aws:SourceIp" = "10.0.0.0/8" } } })] })`,
      ),
      'known',
      'the condition IpAddress aws:SourceIp = 10.0.0.0/8 holds | It depends on the request: check whether an attacker can make one that meets the condition.',
    ],
    [
      'a denial of what is not known',
      attached(
        `jsonencode({ Statement = [${statement(`"\${${K}}/*"`)}, { Effect = "Deny", Action = "s3:*", Resource = var.arn }] })`,
      ),
      'known',
      'the Deny Statement[1] of aws_iam_role_policy.p.policy does not apply | Give var.arn a value (--var or --var-file).',
    ],
    [
      'a policy that may be there',
      granting(`"\${${K}}/*"`).replace('{', '{\n  count = var.flag'),
      'known',
      'aws_iam_role_policy.p["?"] exists | Give var.flag a value (--var or --var-file).',
    ],
    [
      'a policy of one of two roles',
      granting(`"\${${K}}/*"`).replace('aws_iam_role.r.id', 'var.flag ? aws_iam_role.r.id : "x"'),
      'known',
      'aws_iam_role_policy.p is attached to aws_iam_role.r | Give var.flag a value (--var or --var-file).',
    ],
    ['nothing', granting(`"\${${K}}/*"`), 'known', 'certain'],
  ])('%s', (_, policy, store, expected) => {
    const { premise } = load({ 'main.tf': policy }).read.find(({ name }) => name === store) ?? {};
    const { assumes } = premise ?? {};
    expect(assumes ? `${assumes.what} | ${assumes.supply}` : premise?.certainty).toBe(expected);
  });
});

test.each<[string, Plain, string]>([
  ['something', { Resource: variable('arn') }, '{var.arn} is the ARN of arn:aws:sns:eu-west-1:123456789012:t'],
  [
    'something left out',
    { NotResource: [variable('arn')] },
    'Statement[0] of aws_iam_role_policy.p.policy does not exclude the resource arn:aws:sns:eu-west-1:123456789012:t',
  ],
])('what is asked about an ARN of nothing that is here assumes %s about it', (_, resource, expected) => {
  const { iam } = roleWith([{ Effect: 'Allow', Action: 'sns:Publish', ...(resource as Record<string, Plain>) }]);
  const principal = iam.principal('aws_iam_role.r')!;
  const arn = symbolic('arn:aws:sns:eu-west-1:123456789012:t');
  const grants = iam.grants({ principal, action: 'sns:Publish', target: { arn } });
  expect(grants.map(({ premise }) => premise.assumes?.what)).toEqual([expected]);
});
