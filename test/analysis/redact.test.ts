/** No output shows a sensitive value, whichever way it took. */
import { describe, expect, test } from 'vitest';
import { harden, scan } from '#analysis/run.js';
import { explainPath } from '#analysis/result/explanation.js';
import { redactorOf } from '#analysis/result/redact.js';
import { formatsOf, printerOf } from '#report/formats.js';
import { chokepoint, folderWith } from '../support/built-cli.js';
import { validateResult } from '../support/validate-result.js';

const CANARY = 'Canary-4711-xyzzy';

const VARIABLE = `variable "secret" {
  type      = string
  sensitive = true
}
`;

const TRUST = (condition = ''): string => `jsonencode({
  Version   = "2012-10-17"
  Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole"${condition} }]
})`;

/** A public function with a role that reads too much, so that there are paths, findings, edits and choices. */
const estate = (places: Readonly<Record<string, string>>): string => {
  const at = (place: string, plain: string): string => places[place] ?? plain;
  return `${VARIABLE}
${at('extra', '')}
resource "aws_s3_bucket" "b" { bucket = ${at('bucket', '"reports-of-example"')} }
resource "aws_s3_bucket_policy" "b" {
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = ${at('sid', '"all"')}, Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = ${at('resource', '"${aws_s3_bucket.b.arn}/*"')} }] })
}
resource "aws_iam_role" "r" {
  name               = ${at('role', '"app"')}
  assume_role_policy = ${TRUST(at('condition', ''))}
}
resource "aws_iam_role_policy" "r" {
  role   = aws_iam_role.r.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ${at('action', '"s3:*"')}, Resource = ${at('grant', '"*"')} }] })
}
resource "aws_lambda_function" "f" {
  function_name = ${at('function', '"app"')}
  role          = aws_iam_role.r.arn
  handler       = "index.handler"
  runtime       = "nodejs20.x"
  filename      = "app.zip"
  environment { variables = { KEY = ${at('environment', '"v"')} } }
  tags = { Owner = ${at('tag', '"me"')} }
}
resource "aws_lambda_function_url" "f" {
  function_name      = aws_lambda_function.f.function_name
  authorization_type = ${at('authorization', '"NONE"')}
}
resource "aws_security_group" "g" {
  description = ${at('description', '"g"')}
  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = [${at('cidr', '"0.0.0.0/0"')}]
  }
}
`;
};

const PLACES: readonly (readonly [place: string, expression: string])[] = [
  ['bucket', 'var.secret'],
  ['bucket', '"x-${var.secret}"'],
  ['bucket', 'lower(var.secret)'],
  ['bucket', 'local.deep.list[0].secret'],
  ['bucket', 'true ? var.secret : "b"'],
  ['bucket', 'coalesce(null, var.secret)'],
  ['bucket', 'one([var.secret])'],
  ['bucket', 'sensitive("Canary-4711-xyzzy")'],
  ['bucket', 'format("%s-%d", var.secret, 1)'],
  ['bucket', 'join("-", [var.secret, "a"])'],
  ['bucket', 'jsondecode(jsonencode({ a = var.secret })).a'],
  ['bucket', 'trimprefix("x${var.secret}", "x")'],
  ['bucket', 'element([var.secret], 0)'],
  ['bucket', 'lookup({ a = var.secret }, "a", "")'],
  ['bucket', 'replace(var.secret, "nothing", "")'],
  ['sid', 'var.secret'],
  ['resource', '"arn:aws:s3:::${var.secret}/*"'],
  ['role', 'var.secret'],
  ['condition', ', Condition = { StringEquals = { "sts:ExternalId" = var.secret } }'],
  ['condition', ', Condition = { StringEquals = { (var.secret) = "a" } }'],
  ['action', '["s3:GetObject", "s3:${var.secret}"]'],
  ['action', 'var.secret'],
  ['grant', '["arn:aws:s3:::${var.secret}", "*"]'],
  ['function', 'var.secret'],
  ['environment', 'var.secret'],
  ['tag', 'var.secret'],
  ['authorization', 'var.secret'],
  ['description', 'var.secret'],
  ['cidr', 'var.secret'],
  ['cidr', '"${var.secret}/0"'],
  ['extra', 'output "o" { value = file(var.secret) }'],
  ['extra', 'output "o" { value = timeadd(var.secret, "1h") }'],
  ['extra', 'output "o" { value = tonumber(var.secret) }'],
  ['extra', 'output "o" { value = { a = 1 }[var.secret] }'],
  ['extra', 'output "o" { value = templatefile(var.secret, {}) }'],
  ['extra', 'output "o" { value = cidrsubnet(var.secret, 1, 1) }'],
  ['extra', 'output "o" { value = regex(var.secret, "a") }'],
  ['extra', 'output "o" { value = jsondecode(var.secret) }'],
  ['extra', 'output "o" { value = base64decode(var.secret) }'],
  ['extra', 'output "o" { value = parseint(var.secret, 10) }'],
  ['extra', 'output "o" { value = formatdate(var.secret, "2020-01-01T00:00:00Z") }'],
  [
    'extra',
    'check "c" {\n  assert {\n    condition = var.secret == "a"\n    error_message = "not ${var.secret}"\n  }\n}',
  ],
];

const LOCALS = 'locals {\n  deep = { list = [{ secret = var.secret }] }\n}\n';
const SEARCHED = new RegExp(CANARY, 'i');

describe.each(PLACES)('in the place of %s, %s', (place, expression) => {
  const sources = { 'main.tf': LOCALS + estate({ [place]: expression }) };
  const options = { root: folderWith(sources), variables: [{ variable: 'secret', value: CANARY }] };

  test('no format of any command shows it', async () => {
    const found = await scan(options);
    const planned = await harden({ ...options, all: true });
    const results = { scan: found, harden: planned.result };
    for (const result of [found, planned.result, planned.after()]) {
      validateResult(result);
      expect(JSON.stringify(result)).not.toMatch(SEARCHED);
    }
    for (const command of ['scan', 'harden'] as const) {
      for (const { name } of formatsOf(command)) {
        const print = await printerOf(command, name);
        const text = print?.(results[command], {
          readLine: (_, line) => redactorOf(results[command])(sources['main.tf'].split('\n')[line - 1] ?? ''),
          width: 100,
          color: false,
          flags: { analysis: '', plan: '' },
          written: false,
        });
        expect(text).toBeDefined();
        expect(text).not.toMatch(SEARCHED);
      }
    }
  });
});

test('addresses and ids stay as they are, whatever the value is', async () => {
  const names = estate({}).replaceAll('"aws_s3_bucket" "b"', '"aws_s3_bucket" "reports"');
  const root = folderWith({ 'main.tf': names.replaceAll('aws_s3_bucket.b.', 'aws_s3_bucket.reports.') });
  const plain = await scan({ root, variables: [{ variable: 'secret', value: 'something else' }] });
  const named = await scan({ root, variables: [{ variable: 'secret', value: 'reports' }] });
  const idsOf = ({ paths, targets }: typeof plain): unknown => [
    paths.map(({ id }) => id),
    targets.map((each) => each.address),
  ];
  expect(idsOf(named)).toEqual(idsOf(plain));
  expect(plain.paths.length).toBeGreaterThan(0);
});

describe('what looks like a secret in a quoted line', () => {
  const key = ['AKIA', 'IOSFODNN7EXAMPL2'].join('');
  const root = folderWith({
    'main.tf': estate({ bucket: `"${key}"`, grant: `"arn:aws:s3:::${key}/*"`, action: '"s3:Get*"' }),
  });
  const commands = [['scan'], ['scan', '-f', 'json'], ['harden'], ['harden', '-f', 'json']];

  test.each(commands)('is masked: %s %s %s', (...command) => {
    const { stdout } = chokepoint([...command, root]);
    expect(stdout).toContain('aws_s3_bucket.b');
    expect(stdout).not.toContain(key);
  });

  test('is shown when asked for', () => {
    expect(chokepoint(['harden', root, '--show-secrets', '-f', 'json']).stdout).toContain(key);
  });

  test('is masked in what explain quotes', async () => {
    const result = await scan({ root });
    const [path] = result.paths;
    const explained = explainPath(result, path?.id ?? '');
    expect(redactorOf(explained ?? {})(`bucket = "${key}"`)).not.toContain(key);
  });
});

test('a plan marks what is sensitive', async () => {
  const resource = {
    address: 'aws_iam_user.u',
    mode: 'managed',
    type: 'aws_iam_user',
    name: 'u',
    provider_name: 'registry.terraform.io/hashicorp/aws',
    values: { name: CANARY, tags: { a: `x-${CANARY}-y`, b: 'plain' } },
    sensitive_values: { name: true, tags: { a: true } },
  };
  const policy = {
    ...resource,
    address: 'aws_iam_user_policy.u',
    type: 'aws_iam_user_policy',
    values: {
      user: CANARY,
      policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Sid: CANARY }] }),
    },
    sensitive_values: {},
  };
  const text = JSON.stringify({ format_version: '1.0', values: { root_module: { resources: [resource, policy] } } });
  const result = await scan({ root: folderWith({}), plan: { name: 'state.json', text }, entries: ['aws_iam_user.u'] });
  expect(result.summary.resources).toBe(2);
  expect(JSON.stringify(result)).not.toMatch(SEARCHED);
});
