import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Narrowness, narrownessOf } from '#aws/iam/names-target.js';
import { matches } from '#aws/iam/pattern.js';
import { ACCOUNT, PARTITION, REGION, symbolic } from '#aws/symbolic.js';
import { analyseText } from './technique-folder.js';
import { inlinePolicy, role } from './written.js';

/** Access by design: what a workload is there for is no attack, however narrowly or by whatever policy it is granted. */

const bucket = symbolic('arn:', PARTITION, ':s3:::', 'acme-orders/*');
const table = symbolic('arn:', PARTITION, ':dynamodb:', REGION, ':', ACCOUNT, ':table/orders');
const parameter = symbolic('arn:', PARTITION, ':ssm:', REGION, ':', ACCOUNT, ':parameter/shop/prod/key');
const secret = symbolic('arn:', PARTITION, ':secretsmanager:', REGION, ':', ACCOUNT, ':secret:shop/key-', {
  id: 'aws_secretsmanager_secret.key.suffix',
});

describe('how narrowly a pattern is meant for a target', () => {
  test.each<[pattern: string, target: ReturnType<typeof symbolic>, Narrowness]>([
    ['arn:aws:s3:::acme-orders/*', bucket, 'name'],
    ['arn:aws:s3:::acme-orders/in/*', bucket, 'name'],
    ['arn:aws:s3:::acme-orders/keystore.pfx', bucket, 'name'],
    ['arn:aws:s3:::acme-orders*', bucket, 'name'],
    ['arn:aws:s3:::acme-*', bucket, 'wildcard'],
    ['arn:aws:s3:::*', bucket, 'wildcard'],
    ['*', bucket, 'wildcard'],
    ['arn:aws:dynamodb:*:*:table/orders', table, 'name'],
    ['arn:aws:dynamodb:*:*:table/orders/index/*', table, 'name'],
    ['arn:aws:dynamodb:*:*:table/*', table, 'wildcard'],
    ['arn:aws:ssm:*:*:parameter/shop/prod/key', parameter, 'name'],
    ['arn:aws:ssm:*:*:parameter/shop/prod/*', parameter, 'folder'],
    ['arn:aws:ssm:*:*:parameter/shop/*', parameter, 'folder'],
    ['arn:aws:ssm:*:*:parameter/sh*', parameter, 'wildcard'],
    ['arn:aws:ssm:*:*:parameter/*', parameter, 'wildcard'],
    ['arn:aws:secretsmanager:*:*:secret:shop/key-AbCd12', secret, 'name'],
    ['arn:aws:secretsmanager:*:*:secret:shop/key-??????', secret, 'name'],
    ['arn:aws:secretsmanager:*:*:secret:shop/*', secret, 'folder'],
    ['arn:aws:secretsmanager:*:*:secret:*', secret, 'wildcard'],
  ])('%s', (pattern, target, narrowness) => {
    expect(narrownessOf(symbolic(pattern), target)).toBe(narrowness);
  });

  const ORDER: readonly Narrowness[] = ['name', 'folder', 'wildcard'];
  const segment = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);

  test('narrowing a pattern never makes it less narrow', () => {
    const narrowing = fc.record({
      levels: fc.array(segment, { minLength: 1, maxLength: 4 }),
      // How much of the name the wide pattern spells out, and how much more the narrow one does.
      wide: fc.nat(),
      more: fc.nat(),
    });
    fc.assert(
      fc.property(narrowing, ({ levels, wide, more }) => {
        const name = `parameter/${levels.join('/')}`;
        const target = symbolic('arn:aws:ssm:eu-west-1:111122223333:', name);
        const shorter = wide % (name.length + 1);
        const longer = Math.min(name.length, shorter + (more % (name.length + 1)));
        const pattern = (length: number) =>
          symbolic(`arn:aws:ssm:eu-west-1:111122223333:${name.slice(0, length)}${length < name.length ? '*' : ''}`);
        const [wider, narrower] = [pattern(shorter), pattern(longer)];
        expect(matches(narrower, target)).toBe('yes');
        expect(ORDER.indexOf(narrownessOf(narrower, target))).toBeLessThanOrEqual(
          ORDER.indexOf(narrownessOf(wider, target)),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('a part of what is named is named', () => {
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.boolean(), (key, whole) => {
        const pattern = symbolic(`arn:aws:s3:::acme-orders/${key.join('/')}${whole ? '' : '/*'}`);
        expect(narrownessOf(pattern, bucket)).toBe('name');
      }),
    );
  });
});

const FUNCTION = (variables: string, extra = ''): string => `
resource "aws_lambda_function" "web" {
  function_name = "web"
  role          = aws_iam_role.web.arn
  runtime       = "nodejs20.x"
  handler       = "index.handler"
  filename      = "web.zip"
  ${variables === '' ? '' : `environment {\n    variables = { ${variables} }\n  }`}
}
resource "aws_lambda_function_url" "web" {
  function_name      = aws_lambda_function.web.function_name
  authorization_type = "NONE"
}
resource "aws_s3_bucket" "orders" {
  bucket = "acme-orders"
}
${extra}`;

const web = (...statements: readonly string[]): string =>
  role('web', 'lambda.amazonaws.com') + inlinePolicy('role', 'web', ...statements);
const OTHER = `
${role('batch', 'lambda.amazonaws.com', 'Action = "s3:ListBucket", Resource = "*"')}
resource "aws_lambda_function" "batch" {
  function_name = "batch"
  role          = aws_iam_role.batch.arn
  runtime       = "nodejs20.x"
  handler       = "index.handler"
  filename      = "batch.zip"
  environment {
    variables = { KEY = aws_ssm_parameter.key.name }
  }
}
`;
const PARAMETER = `
resource "aws_ssm_parameter" "key" {
  name  = "/shop/key"
  type  = "SecureString"
  value = "x"
}
`;
const READ = 'Action = "s3:GetObject"';
const GET = 'Action = "ssm:GetParameter"';

describe('what a public function reads', () => {
  test.each([
    ['by the name of the bucket', FUNCTION('') + web(`${READ}, Resource = "arn:aws:s3:::acme-orders/*"`), 'intended'],
    [
      'by the name of a bucket that a condition decides',
      `variable "env" {}${FUNCTION('').replace('"acme-orders"', '"${var.env == "prod" ? "" : "${var.env}-"}orders"')}${web(`${READ}, Resource = "\${aws_s3_bucket.orders.arn}/*"`)}`,
      'intended',
    ],
    ['a part of the bucket', FUNCTION('') + web(`${READ}, Resource = "arn:aws:s3:::acme-orders/in/*"`), 'intended'],
    ['one object', FUNCTION('') + web(`${READ}, Resource = "\${aws_s3_bucket.orders.arn}/allowed.conf"`), 'intended'],
    ['by a wildcard', FUNCTION('') + web(`${READ}, Resource = "*"`), 'attack'],
    [
      'by a wildcard, and its environment names the bucket',
      FUNCTION('BUCKET = aws_s3_bucket.orders.id') + web(`${READ}, Resource = "*"`),
      'intended',
    ],
    [
      'by a wildcard, and its environment has the name of the bucket as text',
      FUNCTION('BUCKET = "acme-orders"') + web(`${READ}, Resource = "*"`),
      'intended',
    ],
    [
      'by a wildcard, and its environment has a variable that is called like the bucket',
      `variable "orders_bucket" {}${FUNCTION('BUCKET = var.orders_bucket')}${web(`${READ}, Resource = "*"`)}`,
      'intended',
    ],
    [
      'by a wildcard, and its environment has a variable that may be any bucket',
      `variable "bucket_name" {}${FUNCTION('BUCKET = var.bucket_name')}${web(`${READ}, Resource = "*"`)}`,
      'attack',
    ],
    [
      'by name in one policy and by a wildcard in another',
      FUNCTION('') + web(`${READ}, Resource = "arn:aws:s3:::acme-orders/*"`, `${READ}, Resource = "*"`),
      'intended',
    ],
    [
      'a folder of parameters',
      FUNCTION('', PARAMETER) + web(`${GET}, Resource = "arn:aws:ssm:*:*:parameter/shop/*"`),
      'intended',
    ],
    [
      "a folder in which another's parameter lies",
      FUNCTION('', PARAMETER + OTHER) + web(`${GET}, Resource = "arn:aws:ssm:*:*:parameter/shop/*"`),
      'attack',
    ],
    ['any parameter', FUNCTION('', PARAMETER) + web(`${GET}, Resource = "arn:aws:ssm:*:*:parameter/*"`), 'attack'],
    [
      'through a role that adds nothing',
      FUNCTION('') +
        web(`${READ}, Resource = "arn:aws:s3:::acme-orders/*"`) +
        `
resource "aws_iam_role" "presign" {
  name = "presign"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.web.arn } }]
  })
}
${inlinePolicy('role', 'presign', `${READ}, Resource = "arn:aws:s3:::acme-orders/*"`)}`,
      'intended',
    ],
  ])('%s', (_, text, wanted) => {
    const paths = analyseText(text).paths.filter(({ target }) => /orders|key/.test(target.address));
    expect(new Set(paths.map(({ intended }) => (intended ? 'intended' : 'attack')))).toEqual(new Set([wanted]));
  });
});

const KEY = `
resource "aws_iam_user" "billing" {
  name = "acme-billing"
}
resource "aws_iam_access_key" "billing" {
  user = aws_iam_user.billing.name
}
resource "aws_s3_bucket" "reports" {
  bucket = "acme-billing-reports"
}
`;

describe('a key that may leak', () => {
  test.each([
    ['reads the bucket that its policy names', '"${aws_s3_bucket.reports.arn}/*"'],
    ['reads what begins with the name of its user', '"arn:aws:s3:::acme-billing-*"'],
    ['reads everything', '"*"'],
  ])('%s: nothing of that is by design', (_, resource) => {
    const { paths } = analyseText(KEY + inlinePolicy('user', 'billing', `${READ}, Resource = ${resource}`));
    expect(paths.map(({ intended, severity }) => ({ intended, severity }))).toEqual([
      { intended: false, severity: 'high' },
    ]);
  });

  test('what it takes another step for is an attack', () => {
    const text = `${KEY}${FUNCTION('')}${web(`${READ}, Resource = "arn:aws:s3:::acme-orders/*"`)}
${inlinePolicy('user', 'billing', 'Action = "lambda:UpdateFunctionCode", Resource = aws_lambda_function.web.arn')}`;
    const counted = analyseText(text).paths.filter(({ intended }) => !intended);
    expect(counted.map(({ target }) => target.address)).toContain('aws_s3_bucket.orders');
  });
});
