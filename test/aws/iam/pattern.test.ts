import { describe, expect, test } from 'vitest';
import { namesTarget } from '#aws/iam/names-target.js';
import { matches, type MatchOptions } from '#aws/iam/pattern.js';
import { ACCOUNT, type Hole, PARTITION, REGION, symbolic } from '#aws/symbolic.js';

const bucketVariable: Hole = { id: 'var.bucket', ref: { address: 'var.bucket', path: [] } };
const instance = (name: string): Hole => ({
  id: `aws_instance.${name}.id`,
  ref: { address: `aws_instance.${name}`, path: ['id'] },
});
const role = (name: string) => symbolic('arn:', PARTITION, ':iam::', ACCOUNT, ':role/', name);
const ec2 = (hole: Hole) => symbolic('arn:', PARTITION, ':ec2:', REGION, ':', ACCOUNT, ':instance/', hole);
const unformed = (address: string): Hole => ({ id: `${address}.arn`, ref: { address, path: ['arn'] } });
const s = symbolic;
const user = (hole: Hole) => symbolic('arn:', PARTITION, ':iam::', ACCOUNT, ':user/', hole);
const session = (hole: Hole) => symbolic('arn:', PARTITION, ':sts::', ACCOUNT, ':assumed-role/r/', hole);
const nameless: Hole = { id: '\uE002' };
const made: Hole = { id: 'aws_s3_bucket.b.bucket', generated: /[0-9a-f]/ };
const secret = (address: string) =>
  symbolic('arn:', PARTITION, ':secretsmanager:', REGION, ':', ACCOUNT, ':secret:db-', {
    id: `${address}.suffix`,
    ref: { address, path: ['suffix'] },
  });

test.each<[string, Parameters<typeof matches>[0], Parameters<typeof matches>[1], string, MatchOptions?]>([
  ['everything', s('*'), s('arn:aws:s3:::b'), 'yes'],
  ['the same', s('arn:aws:s3:::b'), s('arn:aws:s3:::b'), 'yes'],
  ['case counts', s('arn:aws:s3:::B'), s('arn:aws:s3:::b'), 'no'],
  ['unless told otherwise', s('ECS:runtask'), s('ecs:RunTask'), 'yes', { ignoreCase: true }],
  ['star spans slashes', s('arn:aws:s3:::b/*'), s('arn:aws:s3:::b/x/y'), 'yes'],
  ['star may be empty', s('ecs:Run*Task*'), s('ecs:RunTask'), 'yes'],
  ['question mark is one', s('ecs:RunTas?'), s('ecs:RunTask'), 'yes'],
  ['question mark is not none', s('ecs:RunTask?'), s('ecs:RunTask'), 'no'],
  ['exact star', s('a*'), s('ab'), 'no', { exact: true }],
  ['exact star between variables', s(bucketVariable, '*', bucketVariable), s('abc'), 'no', { exact: true }],
  ['account as literal', s('arn:aws:iam::123456789012:role/x'), role('x'), 'maybe'],
  [
    'another unknown account',
    s('arn:aws:iam::', { id: '<account:dns>' }, ':role/x'),
    s('arn:aws:iam::', ACCOUNT, ':role/x'),
    'maybe',
  ],
  ['an account is no region', s('arn:aws:iam::', REGION, ':role/x'), s('arn:aws:iam::', ACCOUNT, ':role/x'), 'no'],
  ['account as star', s('arn:aws:iam::*:role/x'), role('x'), 'yes'],
  ['another role', s('arn:aws:iam::*:role/y'), role('x'), 'no'],
  ['no account number', s('arn:aws:iam::abc:role/x'), role('x'), 'no'],
  ['part of an account number', s('arn:aws:iam::1*:role/x'), role('x'), 'maybe'],
  [
    'AWS-managed is no account',
    s('arn:aws:iam::aws:policy/x'),
    s('arn:', PARTITION, ':iam::', ACCOUNT, ':policy/x'),
    'no',
  ],
  ['region as literal', s('arn:aws:ec2:us-east-1:*:instance/*'), ec2(instance('a')), 'yes'],
  ['region as wildcard', s('arn:aws:ec2:us-*:*:instance/*'), ec2(instance('a')), 'maybe'],
  ['another service', s('arn:aws:s3:::*'), ec2(instance('a')), 'no'],
  ['hole meets itself', ec2(instance('a')), ec2(instance('a')), 'yes'],
  ['two generated ids', ec2(instance('a')), ec2(instance('b')), 'no'],
  ['literal against generated id', s('arn:aws:ec2:*:*:instance/i-0abc'), ec2(instance('a')), 'maybe'],
  ['generated ids hold no slash', s('arn:aws:ec2:*:*:instance/a/b'), ec2(instance('a')), 'no'],
  ['variable in pattern', s('arn:aws:s3:::', bucketVariable, '/*'), s('arn:aws:s3:::b/*'), 'maybe'],
  ['variable in pattern, other end', s('arn:aws:s3:::', bucketVariable, '/logs'), s('arn:aws:s3:::b/data'), 'no'],
  ['variable in text', s('arn:aws:s3:::b'), s('arn:aws:s3:::', bucketVariable), 'maybe'],
  ['variable under star', s('arn:aws:s3:::*'), s('arn:aws:s3:::', bucketVariable), 'yes'],
  ['a name that somebody chooses', s('arn:aws:iam::*:user/system/*'), user({ id: 'a user', chosen: true }), 'maybe'],
  ['a name of a session', s({ id: 'var.arn' }, ':user/u'), session({ id: '<session>' }), 'no'],
  ['a name of a session that is not known', s({ id: 'var.arn' }, '/me'), session({ id: '<session>' }), 'maybe'],
  ['a name that is written', s('arn:aws:iam::*:user/system/*'), user(bucketVariable), 'no'],
  ['two pieces that nobody knows', s(nameless), s(nameless), 'maybe'],
  ['a name with a known start', s('arn:aws:s3:::logs'), s('arn:aws:s3:::terraform-', made), 'no'],
  [
    'a secret that is looked up',
    secret('data.aws_secretsmanager_secret.d'),
    secret('aws_secretsmanager_secret.s'),
    'yes',
  ],
  ['the suffix of another secret', secret('aws_secretsmanager_secret.t'), secret('aws_secretsmanager_secret.s'), 'no'],
  ['whole ARN variable', s({ id: 'var.arn' }), role('x'), 'maybe'],
  ['ARN of a type without a form', s(unformed('aws_foo.a')), role('x'), 'no'],
  ['the same ARN of a type without a form', s(unformed('aws_foo.a')), s(unformed('aws_foo.a')), 'yes'],
  ['objects of a bucket, all covered', s('arn:aws:s3:::b/*'), s('arn:aws:s3:::b/*'), 'yes'],
  ['objects of a bucket, some covered', s('arn:aws:s3:::b/logs/*'), s('arn:aws:s3:::b/*'), 'yes', { some: true }],
  ['objects of a bucket, not all covered', s('arn:aws:s3:::b/logs/*'), s('arn:aws:s3:::b/*'), 'no'],
  ['objects of another bucket', s('arn:aws:s3:::c/logs/*'), s('arn:aws:s3:::b/*'), 'no', { some: true }],
  ['the bucket is not its objects', s('arn:aws:s3:::b'), s('arn:aws:s3:::b/*'), 'no', { some: true }],
])('%s', (_, pattern, text, expected, options) => {
  expect(matches(pattern, text, options)).toBe(expected);
});

test('many stars take no longer than the table', () => {
  const started = performance.now();
  expect(matches(s(`${'a*'.repeat(300)}b`), s('a'.repeat(3000)))).toBe('no');
  expect(performance.now() - started).toBeLessThan(2000);
});

describe('namesTarget', () => {
  const task = s('arn:', PARTITION, ':ecs:', REGION, ':', ACCOUNT, ':task-definition/web:', {
    id: 'aws_ecs_task_definition.w.revision',
  });
  const secret = s('arn:', PARTITION, ':secretsmanager:', REGION, ':', ACCOUNT, ':secret:db-', {
    id: 'aws_secretsmanager_secret.s.suffix',
  });
  test.each<[string, Parameters<typeof namesTarget>[0], boolean]>(
    [
      ['arn:aws:ecs:*:*:task-definition/web:*', task, true],
      ['arn:aws:ecs:us-east-1:123456789012:task-definition/web', task, true],
      ['arn:aws:ecs:*:*:task-definition/*', task, false],
      ['arn:aws:ecs:*:*:task-definition/we*', task, false],
      ['arn:aws:secretsmanager:*:*:secret:db-??????', secret, true],
      ['arn:aws:secretsmanager:*:*:secret:db*', secret, true],
      ['*', secret, false],
    ].map(([pattern, target, expected]) => [pattern as string, target as typeof task, expected as boolean]),
  )('%s', (pattern, target, expected) => {
    expect(namesTarget(s(pattern as string), target as never)).toBe(expected);
  });
});
