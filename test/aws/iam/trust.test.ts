import { describe, expect, test } from 'vitest';
import { symbolic } from '#aws/symbolic.js';
import { encoded, type Plain, ref, type Statements, template, variable, world } from './support.js';

const account = ref('data.aws_caller_identity.c', 'account_id');
const trusting = (Principal: Plain, more: { [key: string]: Plain } = {}) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal,
  ...more,
});

function estate(trust: Statements | Plain, granted: Statements = []) {
  return world({
    'aws_iam_role.t': {
      name: 't',
      assume_role_policy: Array.isArray(trust)
        ? encoded({ Version: '2012-10-17', Statement: trust })
        : (trust as Plain),
    },
    'aws_iam_role.r': { name: 'r' },
    'aws_iam_role_policy.p': { role: 'r', policy: encoded({ Version: '2012-10-17', Statement: granted }) },
  });
}

const SERVICE = 'ecs-tasks.amazonaws.com';

describe('services', () => {
  test.each<[string, Statements | Plain, string]>([
    ['named', [trusting({ Service: SERVICE })], 'certain'],
    ['in a list', [trusting({ Service: ['ec2.amazonaws.com', SERVICE] })], 'certain'],
    ['another', [trusting({ Service: 'ec2.amazonaws.com' })], 'none'],
    [
      'with the suffix of the partition',
      [trusting({ Service: template('ecs-tasks.', ref('data.aws_partition.p', 'dns_suffix')) })],
      'certain',
    ],
    ['without a suffix', [trusting({ Service: 'ecs-tasks' })], 'none'],
    [
      'for this account',
      [trusting({ Service: SERVICE }, { Condition: { StringEquals: { 'aws:SourceAccount': account } } })],
      'certain',
    ],
    [
      'for one resource',
      [trusting({ Service: SERVICE }, { Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:*:*:x' } } })],
      'assumed',
    ],
    ['denied', [trusting({ Service: SERVICE }), { ...trusting({ Service: SERVICE }), Effect: 'Deny' }], 'none'],
    ['another action', [{ ...trusting({ Service: SERVICE }), Action: 'sts:TagSession' }], 'none'],
    ['everybody is no service', [trusting({ AWS: 'arn:aws:iam::123456789012:root' })], 'none'],
    ['unknown', variable('trust'), 'assumed'],
  ])('%s', (_, trust, expected) => {
    const { iam } = estate(trust);
    expect(iam.trusts(iam.principal('aws_iam_role.t')!, SERVICE)?.certainty ?? 'none').toBe(expected);
  });

  test('the premise shows the statement', () => {
    const { iam } = estate([trusting({ Service: ['ec2.amazonaws.com', SERVICE] })]);
    expect(iam.trusts(iam.principal('aws_iam_role.t')!, SERVICE)).toMatchObject({
      property: 'iam.trust',
      key: `iam.trust|aws_iam_role.t:assume_role_policy#0|${SERVICE}`,
      evidence: [
        {
          address: 'aws_iam_role.t',
          attribute: 'assume_role_policy.Statement[0].Principal.Service[1]',
          value: `principal ${SERVICE}`,
        },
      ],
    });
  });
});

describe('principals', () => {
  const may = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/t' }];
  const root = template('arn:aws:iam::', account, ':root');
  test.each<[string, Statements | Plain, Statements, string]>([
    ['named by reference', [trusting({ AWS: ref('aws_iam_role.r', 'arn') })], [], 'certain'],
    ['named by ARN', [trusting({ AWS: template('arn:aws:iam::', account, ':role/r') })], [], 'certain'],
    ['named by ARN, of maybe another account', [trusting({ AWS: 'arn:aws:iam::123456789012:role/r' })], [], 'assumed'],
    ['another', [trusting({ AWS: 'arn:aws:iam::123456789012:role/s' })], may, 'none'],
    ['the account, with a grant', [trusting({ AWS: root })], may, 'certain with grant'],
    ['the account, without', [trusting({ AWS: root })], [], 'none'],
    ['an account by number', [trusting({ AWS: '123456789012' })], may, 'assumed with grant'],
    ['everybody', [trusting('*')], [], 'certain'],
    ['everybody, but denied to itself', [trusting('*')], [{ Effect: 'Deny', Action: 'sts:*', Resource: '*' }], 'none'],
    [
      'itself rather than what it may be',
      [trusting({ AWS: [variable('who'), ref('aws_iam_role.r', 'arn'), variable('else')] })],
      [],
      'certain',
    ],
    ['itself rather than the account', [trusting({ AWS: [root, ref('aws_iam_role.r', 'arn')] })], [], 'certain'],
    [
      'with a condition on the caller',
      [trusting('*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/s*' } } })],
      [],
      'none',
    ],
    [
      'with an external id',
      [trusting({ AWS: root }, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } })],
      may,
      'assumed with grant',
    ],
    ['one session of it', [trusting({ AWS: 'arn:aws:sts::123456789012:assumed-role/r/me' })], [], 'assumed'],
    ['a service', [trusting({ Service: SERVICE })], may, 'none'],
    ['a variable', [trusting({ AWS: variable('who') })], [], 'assumed'],
  ])('%s', (_, trust, granted, expected) => {
    const { iam } = estate(trust, granted);
    const found = iam.assumable(iam.principal('aws_iam_role.t')!, iam.principal('aws_iam_role.r')!);
    expect(found ? `${found.trust.certainty}${found.grants.length > 0 ? ' with grant' : ''}` : 'none').toBe(expected);
  });
});

describe('resource policies', () => {
  const decide = (
    statements: Statements,
    asked: { by?: string; action?: string; context?: Record<string, string> } = {},
  ) => {
    const { iam, configuration, arn } = world({
      'aws_iam_role.r': { name: 'r' },
      'aws_efs_file_system.f': {},
      'aws_efs_file_system_policy.f': { policy: encoded({ Version: '2012-10-17', Statement: statements }) },
    });
    const document = iam.documentOf(configuration.resource('aws_efs_file_system_policy.f')!, 'policy')!;
    const decision = iam.evaluateResourcePolicy(document, {
      principal: asked.by === undefined ? undefined : iam.principal(asked.by),
      action: asked.action ?? 'elasticfilesystem:ClientMount',
      target: { arn: arn('aws_efs_file_system.f') },
      context: new Map(Object.entries(asked.context ?? {}).map(([key, value]) => [key, [symbolic(value)]])),
    });
    return [
      ...decision.allows.map(
        (each) =>
          `allow ${each.anonymous ? 'anybody' : each.viaAccount ? 'account' : 'itself'} ${each.premise.certainty}`,
      ),
      ...decision.denies.map((each) => `deny ${each.certain ? 'certain' : 'maybe'}`),
    ];
  };
  const mount = { Effect: 'Allow', Action: 'elasticfilesystem:Client*', Resource: '*' };
  const tls = {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    Principal: { AWS: '*' },
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const point = (arn: string) => ({
    ...mount,
    Principal: { AWS: '*' },
    Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': arn } },
  });
  test.each<[string, Statements, Parameters<typeof decide>[1], string[]]>([
    ['anybody', [{ ...mount, Principal: { AWS: '*' } }], {}, ['allow anybody certain']],
    ['anybody, short', [{ ...mount, Principal: '*' }], {}, ['allow anybody certain']],
    ['a role, to nobody', [{ ...mount, Principal: { AWS: ref('aws_iam_role.r', 'arn') } }], {}, []],
    [
      'a role, to itself',
      [{ ...mount, Principal: { AWS: ref('aws_iam_role.r', 'arn') } }],
      { by: 'aws_iam_role.r' },
      ['allow itself certain'],
    ],
    ['an account', [{ ...mount, Principal: { AWS: account } }], { by: 'aws_iam_role.r' }, ['allow account certain']],
    ['only TLS, without', [tls], { context: { 'aws:securetransport': 'false' } }, ['deny certain']],
    ['only TLS, with', [tls], { context: { 'aws:securetransport': 'true' } }, []],
    [
      'only by mount target',
      [{ ...mount, Principal: '*', Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } } }],
      { context: { 'elasticfilesystem:accessedviamounttarget': 'true' } },
      ['allow anybody certain'],
    ],
    [
      'only by access point, known',
      [point('arn:x')],
      { context: { 'elasticfilesystem:accesspointarn': 'arn:x' } },
      ['allow anybody certain'],
    ],
    [
      'only by access point, another',
      [point('arn:x')],
      { context: { 'elasticfilesystem:accesspointarn': 'arn:y' } },
      [],
    ],
    ['only by access point, unknown', [point('arn:x')], {}, ['allow anybody assumed']],
    ['another action', [{ ...mount, Principal: '*' }], { action: 'elasticfilesystem:DescribeMountTargets' }, []],
    [
      'the file system itself',
      [{ ...mount, Principal: '*', Resource: ref('aws_efs_file_system.f', 'arn') }],
      {},
      ['allow anybody certain'],
    ],
    [
      'not this role, to it',
      [{ ...mount, Effect: 'Deny', NotPrincipal: { AWS: ref('aws_iam_role.r', 'arn') } }],
      { by: 'aws_iam_role.r' },
      [],
    ],
    [
      'not this role, to others',
      [{ ...mount, Effect: 'Deny', NotPrincipal: { AWS: ref('aws_iam_role.r', 'arn') } }],
      {},
      ['deny certain'],
    ],
  ])('%s', (_, statements, asked, expected) => {
    expect(decide(statements, asked)).toEqual(expected);
  });
});
