import { describe, expect, test } from 'vitest';
import {
  MAYBE,
  ref,
  grantsFor,
  roleWith,
  type Statements,
  type Asked,
  template,
  variable,
  world,
  encoded,
} from './support.js';

const allow = (
  Action: string | string[],
  Resource: string | string[] = '*',
  Condition?: Record<string, Record<string, string | string[]>>,
) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});
const deny = (...args: Parameters<typeof allow>) => ({ ...allow(...args), Effect: 'Deny' });

const instance = 'arn:aws:ec2:us-east-1:123456789012:instance/i-1';
type Row = [when: string, statements: Statements, asked: Asked, grants: string[]];

describe('actions and resources', () => {
  test.each<Row>([
    ['the action is granted', [allow('ecs:RunTask')], { action: 'ecs:RunTask' }, ['0 certain']],
    ['case of actions does not matter', [allow('ECS:runtask')], { action: 'ecs:RunTask' }, ['0 certain']],
    ['another action is not', [allow('ecs:RunTask')], { action: 'ecs:StopTask' }, []],
    ['each statement is a grant', [allow('ecs:*'), allow('*')], { action: 'ecs:RunTask' }, ['0 certain', '1 certain']],
    ['a wildcard in the service', [allow('*:RunTask')], { action: 'ecs:RunTask' }, ['0 certain']],
    [
      'NotAction lets others through',
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
      { action: 's3:GetObject' },
      ['0 certain'],
    ],
    [
      'NotAction keeps its own out',
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
      { action: 'iam:PassRole' },
      [],
    ],
    [
      'the resource is named',
      [allow('ec2:StopInstances', instance)],
      { action: 'ec2:StopInstances', on: instance },
      ['0 certain named'],
    ],
    [
      'the resource is another',
      [allow('ec2:StopInstances', `${instance}2`)],
      { action: 'ec2:StopInstances', on: instance },
      [],
    ],
    [
      'a wildcard covers the resource',
      [allow('ec2:*', 'arn:aws:ec2:*:*:instance/*')],
      { action: 'ec2:StopInstances', on: instance },
      ['0 certain'],
    ],
    [
      'no resource: only * will do',
      [allow('ecs:ListClusters', 'arn:aws:ecs:*:*:cluster/x')],
      { action: 'ecs:ListClusters' },
      [],
    ],
    [
      'no resource level: only * will do',
      [allow('ec2:DescribeInstances', instance)],
      { action: 'ec2:DescribeInstances', on: instance },
      [],
    ],
    [
      'NotResource lets others through',
      [{ Effect: 'Allow', Action: 'ec2:*', NotResource: `${instance}2` }],
      { action: 'ec2:StopInstances', on: instance },
      ['0 certain'],
    ],
    [
      'NotResource keeps its own out',
      [{ Effect: 'Allow', Action: 'ec2:*', NotResource: instance }],
      { action: 'ec2:StopInstances', on: instance },
      [],
    ],
    [
      'an Allow without resource is malformed',
      [{ Effect: 'Allow', Action: '*' }],
      { action: 'ec2:StopInstances', on: instance },
      [],
    ],
    [
      'part of a bucket is enough',
      [allow('s3:GetObject', 'arn:aws:s3:::b/logs/*')],
      { action: 's3:GetObject', on: 'arn:aws:s3:::b/*' },
      ['0 certain named'],
    ],
  ])('%s', (_, statements, asked, grants) => {
    expect(grantsFor(roleWith(statements), asked)).toEqual(grants);
  });
});

describe('explicit deny', () => {
  test.each<Row>([
    ['removes', [allow('*'), deny('ecs:Run*')], { action: 'ecs:RunTask' }, []],
    ['of another action does not', [allow('*'), deny('ecs:Stop*')], { action: 'ecs:RunTask' }, ['0 certain']],
    [
      'of part of a bucket does not',
      [allow('s3:*'), deny('s3:*', 'arn:aws:s3:::b/x/*')],
      { action: 's3:GetObject', on: 'arn:aws:s3:::b/*' },
      ['0 certain'],
    ],
    [
      'of all but it does not',
      [allow('ec2:*'), { Effect: 'Deny', Action: '*', NotResource: instance }],
      { action: 'ec2:StopInstances', on: instance },
      ['0 certain'],
    ],
    [
      'of all but another does',
      [allow('ec2:*'), { Effect: 'Deny', Action: '*', NotResource: `${instance}2` }],
      { action: 'ec2:StopInstances', on: instance },
      [],
    ],
    [
      'under an open condition leaves an assumption',
      [allow('*'), deny('*', '*', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
      { action: 'ecs:RunTask' },
      ['0 assumed'],
    ],
    [
      'under a condition that fails does nothing',
      [allow('*'), deny('*', '*', { Bool: { 'aws:SecureTransport': 'false' } })],
      { action: 'ecs:RunTask' },
      ['0 certain'],
    ],
    [
      'by tag can be tagged away',
      [allow('ec2:*'), deny('ec2:*', '*', { StringNotEquals: { 'aws:ResourceTag/env': 'dev' } })],
      { action: 'ec2:StopInstances', on: instance, tags: { env: 'prod' } },
      ['0 certain if tag env=dev'],
    ],
    [
      'by tag that is configured away',
      [allow('ec2:*'), deny('ec2:*', '*', { StringNotEquals: { 'aws:ResourceTag/env': 'dev' } })],
      { action: 'ec2:StopInstances', on: instance, tags: { env: 'dev' } },
      ['0 certain'],
    ],
  ])('%s', (_, statements, asked, grants) => {
    expect(grantsFor(roleWith(statements), asked)).toEqual(grants);
  });
});

describe('conditions', () => {
  const on = { action: 'ssm:StartSession', on: instance };
  const tagged = allow('ssm:StartSession', 'arn:aws:ec2:*:*:instance/*', {
    StringEquals: { 'aws:ResourceTag/StartSession': 'true' },
  });
  const pass = (service: string | string[]) => [
    allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': service } }),
  ];
  const passRole = { action: 'iam:PassRole', context: { 'iam:passedtoservice': ['ecs-tasks.amazonaws.com'] } };
  const under = (operator: string, key: string, value: string | string[]) => [
    allow('ecs:RunTask', '*', { [operator]: { [key]: value } }),
  ];
  const run = (context: Record<string, string[]> = {}) => ({ action: 'ecs:RunTask', context });
  test.each<Row>([
    ['tag as configured', [tagged], { ...on, tags: { StartSession: 'true' } }, ['0 certain as tag StartSession=true']],
    ['tag otherwise', [tagged], { ...on, tags: { StartSession: 'false' } }, ['0 certain if tag StartSession=true']],
    ['tag absent', [tagged], { ...on, tags: {} }, ['0 certain if tag StartSession=true']],
    ['tags unknown', [tagged], on, ['0 assumed unless aws:ResourceTag/StartSession']],
    ['the service passed to', pass('ecs-tasks.amazonaws.com'), passRole, ['0 certain']],
    ['another service', pass('ec2.amazonaws.com'), passRole, []],
    ['one of two services', pass(['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com']), passRole, ['0 certain']],
    [
      'no service known',
      pass('ec2.amazonaws.com'),
      { action: 'iam:PassRole' },
      ['0 assumed unless iam:PassedToService'],
    ],
    [
      'tags where they are not documented',
      [allow('ecs:DiscoverPollEndpoint', '*', { StringEquals: { 'aws:ResourceTag/x': 'y' } })],
      { action: 'ecs:DiscoverPollEndpoint', tags: { x: 'y' } },
      ['0 assumed unless aws:ResourceTag/x'],
    ],
    [
      'tagging on creation only',
      [allow('ec2:CreateTags', '*', { StringEquals: { 'ec2:CreateAction': 'RunInstances' } })],
      { action: 'ec2:CreateTags', on: instance },
      [],
    ],
    [
      'tags never count for PassRole',
      [allow('iam:PassRole', '*', { StringEquals: { 'aws:ResourceTag/x': 'y' } })],
      { action: 'iam:PassRole', tags: { x: 'y' } },
      [],
    ],
    ['source address', under('IpAddress', 'aws:SourceIp', '10.0.0.0/8'), run(), ['0 assumed unless aws:SourceIp']],
    [
      'source address, known',
      under('IpAddress', 'aws:SourceIp', '10.0.0.0/8'),
      run({ 'aws:sourceip': ['10.1.2.3'] }),
      ['0 certain'],
    ],
    [
      'source address, known to be outside',
      under('IpAddress', 'aws:SourceIp', '10.0.0.0/8'),
      run({ 'aws:sourceip': ['11.1.2.3'] }),
      [],
    ],
    [
      'not this address',
      under('NotIpAddress', 'aws:SourceIp', '10.0.0.0/8'),
      run({ 'aws:sourceip': ['11.1.2.3'] }),
      ['0 certain'],
    ],
    [
      'multi-factor',
      under('Bool', 'aws:MultiFactorAuthPresent', 'true'),
      run(),
      ['0 assumed unless aws:MultiFactorAuthPresent'],
    ],
    ['unknown operator', under('StringEqual', 'aws:username', 'x'), run(), ['0 assumed unless aws:username']],
    ['absent key', under('StringEquals', 'x:y', 'z'), run({ 'x:y': [] }), []],
    ['absent key, negated', under('StringNotEquals', 'x:y', 'z'), run({ 'x:y': [] }), ['0 certain']],
    ['absent key, if exists', under('StringEqualsIfExists', 'x:y', 'z'), run({ 'x:y': [] }), ['0 certain']],
    ['present key, if exists', under('StringEqualsIfExists', 'x:y', 'z'), run({ 'x:y': ['a'] }), []],
    ['absent as wanted', under('Null', 'x:y', 'true'), run({ 'x:y': [] }), ['0 certain']],
    ['present though not wanted', under('Null', 'x:y', 'true'), run({ 'x:y': ['a'] }), []],
    ['like', under('StringLike', 'x:y', 'a*'), run({ 'x:y': ['abc'] }), ['0 certain']],
    ['equals takes no wildcard', under('StringEquals', 'x:y', 'a*'), run({ 'x:y': ['abc'] }), []],
    ['ignoring case', under('StringEqualsIgnoreCase', 'x:y', 'ABC'), run({ 'x:y': ['abc'] }), ['0 certain']],
    ['none of several', under('StringNotEquals', 'x:y', ['a', 'b']), run({ 'x:y': ['b'] }), []],
    ['all values', under('ForAllValues:StringEquals', 'x:y', ['a', 'b']), run({ 'x:y': ['a', 'c'] }), []],
    ['all of no values', under('ForAllValues:StringEquals', 'x:y', ['a', 'b']), run({ 'x:y': [] }), ['0 certain']],
    ['any value', under('ForAnyValue:StringEquals', 'x:y', ['a', 'b']), run({ 'x:y': ['a', 'c'] }), ['0 certain']],
    ['any of no values', under('ForAnyValue:StringNotEquals', 'x:y', ['a']), run({ 'x:y': [] }), []],
    ['number', under('NumericLessThanEquals', 'x:y', '10'), run({ 'x:y': ['10'] }), ['0 certain']],
    ['number, too large', under('NumericLessThan', 'x:y', '10'), run({ 'x:y': ['10'] }), []],
    ['no number', under('NumericEquals', 'x:y', '12'), run({ 'x:y': ['12abc'] }), []],
    ['date', under('DateGreaterThan', 'x:y', '2024-01-01T00:00:00Z'), run({ 'x:y': ['2025-01-01'] }), ['0 certain']],
    [
      'ARN',
      under('ArnLike', 'x:y', 'arn:aws:ecs:*:*:cluster/a*'),
      run({ 'x:y': ['arn:aws:ecs:us-east-1:123456789012:cluster/abc'] }),
      ['0 certain'],
    ],
    [
      'ARN, parts apart',
      under('ArnLike', 'x:y', 'arn:aws:*:cluster/a'),
      run({ 'x:y': ['arn:aws:ecs:us-east-1:123456789012:cluster/b'] }),
      [],
    ],
    ['ARN of the caller', under('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:role/r'), run(), ['0 certain']],
    [
      'ARN of the caller, in maybe another account',
      under('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::123456789012:role/r'),
      run(),
      ['0 assumed unless aws:PrincipalArn'],
    ],
    ['ARN of another', under('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::123456789012:role/s'), run(), []],
    ['tag of the caller', under('StringEquals', 'aws:PrincipalTag/team', 'a'), run(), []],
    ['calls for itself', under('Bool', 'aws:ViaAWSService', 'true'), run(), []],
  ])('%s', (_, statements, asked, grants) => {
    expect(grantsFor(roleWith(statements), asked)).toEqual(grants);
  });

  test.each<[string, string, string[]]>([
    ['known variable', 'arn:aws:s3:::b/${aws:PrincipalTag/team}', ['0 certain']],
    ['default of an absent one', "arn:aws:s3:::b/${aws:PrincipalTag/none, 'blue'}", ['0 certain']],
    ['unknown variable', 'arn:aws:s3:::b/${aws:userid}', ['0 assumed']],
    ['escaped star', 'arn:aws:s3:::b/${*}', []],
  ])('policy variables: %s', (_, resource, grants) => {
    const iam = roleWith([allow('s3:GetObject', resource)], {}, { tags: { team: 'blue' } });
    expect(grantsFor(iam, { action: 's3:GetObject', on: 'arn:aws:s3:::b/blue' })).toEqual(grants);
  });
});

test('variables are literal in documents of the old version', () => {
  const one = world({
    'aws_iam_role.r': { name: 'r', tags: { team: 'blue' } },
    'aws_iam_role_policy.p': {
      role: 'r',
      policy: encoded({ Statement: [allow('s3:GetObject', 'arn:aws:s3:::b/${aws:PrincipalTag/team}')] }),
    },
  });
  expect(grantsFor(one, { action: 's3:GetObject', on: 'arn:aws:s3:::b/blue' })).toEqual([]);
});

describe('policies that may not exist', () => {
  const role = { 'aws_iam_role.r': { name: 'r' } };
  const policyOf = (statement: ReturnType<typeof allow>) => ({
    role: 'r',
    policy: encoded({ Statement: [statement] }),
  });
  test('grants are assumed', () => {
    const one = world({ ...role, 'aws_iam_role_policy.p': { ...policyOf(allow('ecs:*')), count: MAYBE } });
    expect(grantsFor(one, { action: 'ecs:RunTask' })).toEqual(['0 assumed']);
  });
  test('denials remove nothing', () => {
    const one = world({
      ...role,
      'aws_iam_role_policy.p': policyOf(allow('ecs:*')),
      'aws_iam_role_policy.q': { ...policyOf(deny('ecs:*')), count: MAYBE },
    });
    expect(grantsFor(one, { action: 'ecs:RunTask' })).toEqual(['0 assumed']);
  });
});

describe('references and unknowns', () => {
  const bucket = { 'aws_s3_bucket.b': { bucket: 'b' }, 'aws_s3_bucket.c': { bucket_prefix: 'c' } };
  const get = (Resource: Parameters<typeof encoded>[0]) => [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource }];
  test.each<[string, Parameters<typeof get>[0], string, string[]]>([
    ['reference with a tail', template(ref('aws_s3_bucket.b', 'arn'), '/*'), 'arn:aws:s3:::b/*', ['0 certain named']],
    ['reference to another', template(ref('aws_s3_bucket.c', 'arn'), '/*'), 'arn:aws:s3:::b/*', []],
    ['variable without a value', variable('arn'), 'arn:aws:s3:::b/*', ['0 assumed']],
    [
      'id of the bucket',
      template('arn:aws:s3:::', ref('aws_s3_bucket.b', 'id')),
      'aws_s3_bucket.b',
      ['0 certain named'],
    ],
    ['reference to the resource', ref('aws_s3_bucket.c', 'arn'), 'aws_s3_bucket.c', ['0 certain named']],
    [
      'account data source',
      template('arn:aws:iam::', ref('data.aws_caller_identity.current', 'account_id'), ':role/r'),
      'aws_iam_role.r',
      ['0 certain named'],
    ],
  ])('%s', (_, resource, on, grants) => {
    const action = on === 'aws_iam_role.r' ? 'iam:PassRole' : 's3:GetObject';
    const statements = get(resource).map((each) => ({ ...each, Action: action }));
    expect(grantsFor(roleWith(statements, bucket), { action, on })).toEqual(grants);
  });

  test('unknown actions grant nothing and leave the document incomplete', () => {
    const one = roleWith([{ Effect: 'Allow', Action: variable('actions'), Resource: '*' }]);
    expect(grantsFor(one, { action: 's3:GetObject' })).toEqual([]);
    expect(one.iam.principal('aws_iam_role.r')?.policies[0]?.document.incomplete).toBe(true);
  });
  test('actions known in part are assumed', () => {
    const one = roleWith([{ Effect: 'Allow', Action: template('s3:', variable('verb')), Resource: '*' }]);
    expect(grantsFor(one, { action: 's3:GetObject' })).toEqual(['0 assumed']);
    expect(grantsFor(one, { action: 'ecs:RunTask' })).toEqual([]);
  });
});

describe('boundaries', () => {
  const bounded = (statements: Statements) =>
    world({
      'aws_iam_role.r': { name: 'r', permissions_boundary: ref('aws_iam_policy.b', 'arn') },
      'aws_iam_policy.b': { name: 'b', policy: encoded({ Statement: statements }) },
      'aws_iam_role_policy.p': { role: 'r', policy: encoded({ Statement: [allow('*')] }) },
    });
  test.each<[string, Statements, string[]]>([
    ['inside', [allow('ecs:*')], ['0 certain']],
    ['outside', [allow('s3:*')], []],
    ['denied by it', [allow('*'), deny('ecs:RunTask')], []],
    ['inside, if', [allow('*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })], ['0 assumed']],
  ])('%s', (_, statements, grants) => {
    expect(grantsFor(bounded(statements), { action: 'ecs:RunTask' })).toEqual(grants);
  });
  test.each<[string, Statements, string[]]>([
    ['that names the target', [allow('s3:GetObject', 'arn:aws:s3:::own/*')], ['0 certain named']],
    ['with a wildcard', [allow('s3:GetObject', '*')], ['0 certain']],
  ])('a wildcard inside a boundary %s', (_, statements, grants) => {
    expect(grantsFor(bounded(statements), { action: 's3:GetObject', on: 'arn:aws:s3:::own/*' })).toEqual(grants);
  });
  test.each<[string, Statements, number]>([
    ['everything', [allow('*')], 1],
    ['everything but IAM', [allow('*'), deny('iam:*')], 0],
    ['everything but one IAM action', [allow('*'), deny('iam:PutRolePolicy')], 1],
    ['a few services and IAM', [allow(['iam:*', 's3:*'])], 0],
  ])('an administrator inside a boundary of %s', (_, statements, count) => {
    const { iam } = bounded(statements);
    expect(iam.administrator(iam.principal('aws_iam_role.r')!)).toHaveLength(count);
  });
  test('an unknown boundary leaves an assumption', () => {
    const one = roleWith([allow('*')], {}, { permissions_boundary: variable('boundary') });
    expect(grantsFor(one, { action: 'ecs:RunTask' })).toEqual(['0 assumed']);
    expect(one.iam.administrator(one.iam.principal('aws_iam_role.r')!)).toHaveLength(1);
  });
});

describe('administrator', () => {
  test.each<[string, Statements, number]>([
    ['star on star', [allow('*')], 1],
    ['star:star', [allow('*:*')], 1],
    ['in a list', [allow(['s3:*', '*'])], 1],
    ['a service is not all', [allow('iam:*')], 0],
    ['not on everything', [allow('*', 'arn:aws:s3:::*')], 0],
    ['IAM denied', [allow('*'), deny('iam:*')], 0],
    ['some of IAM denied', [allow('*'), deny(['iam:PutRolePolicy', 'iam:AttachRolePolicy'])], 1],
    ['all but some of IAM', [{ Effect: 'Allow', NotAction: ['iam:PutRolePolicy', 's3:*'], Resource: '*' }], 1],
    ['one bucket denied', [allow('*'), deny('s3:*', 'arn:aws:s3:::b/*')], 1],
    ['all but IAM', [{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }], 0],
    ['all but billing', [{ Effect: 'Allow', NotAction: ['aws-portal:*'], Resource: '*' }], 1],
    ['with multi-factor', [allow('*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })], 1],
  ])('%s', (_, statements, count) => {
    const { iam } = roleWith(statements);
    expect(iam.administrator(iam.principal('aws_iam_role.r')!)).toHaveLength(count);
  });
});
