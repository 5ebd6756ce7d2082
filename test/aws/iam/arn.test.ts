import { expect, test } from 'vitest';
import { arnsOf } from '#aws/arn.js';
import { display, symbolicOf } from '#aws/symbolic.js';
import { type Plain, configurationOf, ref, template, value, variable } from './support.js';

const resources = {
  'aws_iam_role.named': { name: 'web', path: '/app/' },
  'aws_iam_role.unnamed': {},
  'aws_iam_role.chained': { name: template(ref('aws_iam_role.named', 'name'), '-2') },
  'aws_iam_policy.p': { name: 'p' },
  'aws_s3_bucket.b': { bucket: template('data-', variable('env')) },
  'aws_ecs_cluster.c': { name: 'main' },
  'aws_ecs_service.s': { name: 'web', cluster: ref('aws_ecs_cluster.c', 'id') },
  'aws_ecs_service.default': { name: 'web' },
  'aws_ecs_task_definition.t': { family: 'web' },
  'data.aws_ecs_task_definition.t': { task_definition: ref('aws_ecs_task_definition.t', 'family') },
  'aws_ssm_parameter.slash': { name: '/db/password' },
  'aws_ssm_parameter.plain': { name: 'password' },
  'aws_efs_file_system.f': {},
  'data.aws_efs_file_system.f': { file_system_id: ref('aws_efs_file_system.f', 'id') },
  'data.aws_iam_policy.d': { arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
  'module.m["a.b"].aws_sqs_queue.q': { name: 'jobs' },
  'aws_foo.x': {},
};
const configuration = configurationOf(resources);
const arns = arnsOf(configuration);
const A = 'arn:{partition}';
const RA = '{region}:{account}';

test.each([
  ['aws_iam_role.named', `${A}:iam::{account}:role/app/web`],
  ['aws_iam_role.unnamed', `${A}:iam::{account}:role/terraform-{aws_iam_role.unnamed.name}`],
  ['aws_iam_role.chained', `${A}:iam::{account}:role/web-2`],
  ['aws_s3_bucket.b', `${A}:s3:::data-{var.env}`],
  ['aws_ecs_service.s', `${A}:ecs:${RA}:service/main/web`],
  ['aws_ecs_service.default', `${A}:ecs:${RA}:service/default/web`],
  ['aws_ecs_task_definition.t', `${A}:ecs:${RA}:task-definition/web:{aws_ecs_task_definition.t.revision}`],
  ['data.aws_ecs_task_definition.t', `${A}:ecs:${RA}:task-definition/web:{data.aws_ecs_task_definition.t.revision}`],
  ['aws_ssm_parameter.slash', `${A}:ssm:${RA}:parameter/db/password`],
  ['aws_ssm_parameter.plain', `${A}:ssm:${RA}:parameter/password`],
  ['data.aws_efs_file_system.f', `${A}:elasticfilesystem:${RA}:file-system/{aws_efs_file_system.f.id}`],
  ['data.aws_iam_policy.d', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
  ['module.m["a.b"].aws_sqs_queue.q', `${A}:sqs:${RA}:jobs`],
  ['aws_foo.x', undefined],
])('the ARN of %s', (address, expected) => {
  const resource = configuration.resource(address);
  const arn = resource && arns.arnOf(resource);
  expect(arn && display(arn)).toBe(expected);
});

test.each<[string, Plain, string]>([
  ['an ARN', ref('aws_iam_role.named', 'arn'), `${A}:iam::{account}:role/app/web`],
  ['an ARN with a tail', template(ref('aws_s3_bucket.b', 'arn'), '/*'), `${A}:s3:::data-{var.env}/*`],
  ['an id that is the name', ref('aws_iam_role.named', 'id'), 'web'],
  ['an id that is a generated name', ref('aws_iam_role.unnamed', 'id'), 'terraform-{aws_iam_role.unnamed.name}'],
  ['an id that is the ARN', ref('aws_iam_policy.p', 'id'), `${A}:iam::{account}:policy/p`],
  ['a generated id', ref('aws_efs_file_system.f', 'id'), '{aws_efs_file_system.f.id}'],
  ['a resource in a module', ref('module.m["a.b"].aws_sqs_queue.q', 'arn'), `${A}:sqs:${RA}:jobs`],
  ['the account', ref('data.aws_caller_identity.current', 'account_id'), '{account}'],
  ['the region in a module', ref('module.m.data.aws_region.here', 'name'), '{region}'],
  ['a variable', variable('x'), '{var.x}'],
  ['a resource that is not there', ref('aws_iam_role.gone', 'arn'), '{aws_iam_role.gone.arn}'],
])('canonical: %s', (_, given, expected) => {
  const text = symbolicOf(value(given));
  expect(text && display(arns.canonical(text))).toBe(expected);
});

test('a cycle of names ends', () => {
  const cyclic = configurationOf({
    'aws_iam_role.a': { name: template('x', ref('aws_iam_role.b', 'name')) },
    'aws_iam_role.b': { name: template('y', ref('aws_iam_role.a', 'name')) },
  });
  const [role] = cyclic.resources;
  expect(role && arnsOf(cyclic).arnOf(role)?.key).toMatch(/:role\/xyxy/);
});
