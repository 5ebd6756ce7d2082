import { describe, expect, test } from 'vitest';
import { encoded, grantsFor, type Plain, ref, roleWith, variable, world } from './support.js';

/** What stands beside the ordinary: mixed principals, statements turned round, keys that are always known. */
const trusting = (Principal: Plain, Effect = 'Allow') => ({ Effect, Action: 'sts:AssumeRole', Principal });
const SERVICE = 'ec2.amazonaws.com';
const ROLE = ref('aws_iam_role.r', 'arn');

function assumed(statements: readonly Plain[]): string {
  const { iam } = world({
    'aws_iam_role.t': { name: 't', assume_role_policy: encoded({ Version: '2012-10-17', Statement: statements }) },
    'aws_iam_role.r': { name: 'r' },
  });
  const found = iam.assumable(iam.principal('aws_iam_role.t')!, iam.principal('aws_iam_role.r')!);
  return found?.trust.certainty ?? 'none';
}

describe('a role that a service may assume', () => {
  test.each<[string, readonly Plain[], string]>([
    ['and nobody else', [trusting({ Service: SERVICE })], 'none'],
    ['and a principal, in one statement', [trusting({ Service: SERVICE, AWS: ROLE })], 'certain'],
    ['and a principal, in another', [trusting({ Service: SERVICE }), trusting({ AWS: ROLE })], 'certain'],
    ['and a principal that is denied', [trusting({ Service: SERVICE }), trusting({ AWS: ROLE }, 'Deny')], 'none'],
    ['and two services', [trusting({ Service: SERVICE }), trusting({ Service: ['ecs-tasks.amazonaws.com'] })], 'none'],
    ['and federated users', [trusting({ Service: SERVICE }), trusting({ Federated: 'accounts.google.com' })], 'none'],
  ])('%s', (_, statements, expected) => {
    expect(assumed(statements)).toBe(expected);
  });
});

describe('what a principal may do at all', () => {
  const NOT = (...actions: readonly string[]) => ({ Effect: 'Allow', NotAction: [...actions], Resource: '*' });
  test.each<[string, { readonly [key: string]: Plain }, boolean]>([
    ['the action', { Effect: 'Allow', Action: 'ecs:RunTask', Resource: 'arn:aws:ecs:*:*:x' }, true],
    ['in other letters', { Effect: 'Allow', Action: 'ECS:runtask', Resource: '*' }, true],
    ['a wildcard over it', { Effect: 'Allow', Action: 'ecs:Run*', Resource: '*' }, true],
    ['another', { Effect: 'Allow', Action: 'ecs:StopTask', Resource: '*' }, false],
    ['all but another', NOT('ecs:StopTask'), true],
    ['all but it', NOT('ecs:RunTask'), false],
    ['all but it and another', NOT('s3:*', 'ecs:*'), false],
    [
      'an action that can not be known, of its service',
      { Effect: 'Allow', Action: 'ecs:*', Resource: variable('x') },
      true,
    ],
    ['denied', { Effect: 'Deny', Action: 'ecs:RunTask', Resource: '*' }, false],
  ])('%s', (_, statement, expected) => {
    const { iam } = roleWith([statement]);
    expect(iam.mayDo(iam.principal('aws_iam_role.r')!, 'ecs:RunTask')).toBe(expected);
  });
});

describe('keys that every request has', () => {
  const own = ref('data.aws_caller_identity.c', 'account_id');
  const under = (key: string, value: Plain, operator = 'StringEquals') => [
    { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { [operator]: { [key]: value } } },
  ];
  test.each<[string, Plain, string[]]>([
    ['aws:ResourceAccount', own, ['0 certain']],
    ['s3:ResourceAccount', own, ['0 certain']],
    ['aws:PrincipalAccount', own, ['0 certain']],
    ['aws:PrincipalType', 'AssumedRole', ['0 certain']],
    ['aws:PrincipalType', 'User', []],
    ['aws:SecureTransport', 'true', ['0 certain']],
    ['aws:SecureTransport', 'false', []],
    ['aws:ViaAWSService', 'false', ['0 certain']],
    ['aws:ViaAWSService', 'true', []],
    ['aws:PrincipalServiceName', 'ec2.amazonaws.com', []],
    ['aws:CalledVia', 'cloudformation.amazonaws.com', []],
    ['aws:CalledViaLast', 'cloudformation.amazonaws.com', []],
    ['aws:CalledViaFirst', 'cloudformation.amazonaws.com', []],
    ['aws:username', 'r', []],
    ['aws:PrincipalArn', ROLE, ['0 certain']],
    ['aws:PrincipalTag/team', 'blue', []],
  ])('%s %j', (key, value, grants) => {
    expect(grantsFor(roleWith(under(key, value)), { action: 's3:GetObject' })).toEqual(grants);
  });

  test('a tag of the principal', () => {
    const tagged = (tags: Plain) =>
      grantsFor(roleWith(under('aws:PrincipalTag/Team', 'blue'), {}, { tags }), { action: 's3:GetObject' });
    expect(tagged({ team: 'blue' })).toEqual(['0 certain']);
    expect(tagged({ team: 'red' })).toEqual([]);
    expect(tagged({ team: variable('team') })).toEqual(['0 assumed unless aws:PrincipalTag/Team']);
    expect(tagged(variable('tags'))).toEqual(['0 assumed unless aws:PrincipalTag/Team']);
  });
});
