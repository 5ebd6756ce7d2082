import { describe, expect, test } from 'vitest';
import { blocks, encoded, grantsFor, ref, template, variable, world, type Plain } from './support.js';

const policy = (Action: Plain) => encoded({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const ecs = { 'aws_iam_policy.ecs': { name: 'ecs', policy: policy('ecs:*') } };
const asked = { action: 'ecs:RunTask' };
const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonEC2ContainerServiceFullAccess';

type Resources = Parameters<typeof world>[0];

/** Where the grants of a principal come from. */
function attachments(resources: Resources, principal: string): string[] {
  const { iam } = world(resources);
  return (iam.principal(principal)?.policies ?? []).map(
    ({ document, attachment, through }) =>
      `${document.id} by ${attachment.resource.address}.${attachment.attribute}${through ? ` through ${through}` : ''}`,
  );
}

describe('ways to give a role a policy', () => {
  const role = { 'aws_iam_role.r': { name: 'r' } };
  test.each<[string, Resources, string[]]>([
    [
      'inline',
      { ...role, 'aws_iam_role_policy.p': { role: ref('aws_iam_role.r', 'id'), policy: policy('ecs:*') } },
      ['aws_iam_role_policy.p:policy by aws_iam_role_policy.p.policy'],
    ],
    [
      'inline by name',
      { ...role, 'aws_iam_role_policy.p': { role: 'r', policy: policy('ecs:*') } },
      ['aws_iam_role_policy.p:policy by aws_iam_role_policy.p.policy'],
    ],
    [
      'inline block',
      { 'aws_iam_role.r': { name: 'r', inline_policy: blocks({ name: 'a', policy: policy('ecs:*') }) } },
      ['aws_iam_role.r:inline_policy[0].policy by aws_iam_role.r.inline_policy[0].policy'],
    ],
    ['empty inline block', { 'aws_iam_role.r': { name: 'r', inline_policy: blocks({}) } }, []],
    [
      'attachment',
      {
        ...role,
        ...ecs,
        'aws_iam_role_policy_attachment.a': {
          role: ref('aws_iam_role.r', 'name'),
          policy_arn: ref('aws_iam_policy.ecs', 'arn'),
        },
      },
      ['aws_iam_policy.ecs:policy by aws_iam_role_policy_attachment.a.policy_arn'],
    ],
    [
      'attachment by text',
      {
        ...role,
        ...ecs,
        'aws_iam_role_policy_attachment.a': {
          role: 'r',
          policy_arn: template('arn:aws:iam::', ref('data.aws_caller_identity.c', 'account_id'), ':policy/ecs'),
        },
      },
      ['aws_iam_policy.ecs:policy by aws_iam_role_policy_attachment.a.policy_arn'],
    ],
    [
      'attachment by id',
      {
        ...role,
        ...ecs,
        'aws_iam_role_policy_attachment.a': { role: 'r', policy_arn: ref('aws_iam_policy.ecs', 'id') },
      },
      ['aws_iam_policy.ecs:policy by aws_iam_role_policy_attachment.a.policy_arn'],
    ],
    [
      'exclusive attachment',
      {
        ...role,
        ...ecs,
        'aws_iam_policy_attachment.a': {
          roles: [ref('aws_iam_role.r', 'name')],
          policy_arn: ref('aws_iam_policy.ecs', 'arn'),
        },
      },
      ['aws_iam_policy.ecs:policy by aws_iam_policy_attachment.a.policy_arn'],
    ],
    [
      'managed_policy_arns',
      { ...ecs, 'aws_iam_role.r': { name: 'r', managed_policy_arns: [ref('aws_iam_policy.ecs', 'arn')] } },
      ['aws_iam_policy.ecs:policy by aws_iam_role.r.managed_policy_arns[0]'],
    ],
    [
      'exclusive attachments',
      {
        ...role,
        ...ecs,
        'aws_iam_role_policy_attachments_exclusive.a': {
          role_name: 'r',
          policy_arns: [ref('aws_iam_policy.ecs', 'arn')],
        },
      },
      ['aws_iam_policy.ecs:policy by aws_iam_role_policy_attachments_exclusive.a.policy_arns[0]'],
    ],
    [
      'of a role that is not here',
      {
        ...role,
        ...ecs,
        'aws_iam_role_policy_attachment.a': { role: 'other', policy_arn: ref('aws_iam_policy.ecs', 'arn') },
      },
      [],
    ],
    [
      'AWS-managed',
      { ...role, 'aws_iam_role_policy_attachment.a': { role: 'r', policy_arn: READ_ONLY } },
      [`${READ_ONLY} by aws_iam_role_policy_attachment.a.policy_arn`],
    ],
    [
      'AWS-managed in another partition',
      {
        ...role,
        'aws_iam_role_policy_attachment.a': {
          role: 'r',
          policy_arn: template(
            'arn:',
            ref('data.aws_partition.p', 'partition'),
            ':iam::aws:policy/AdministratorAccess',
          ),
        },
      },
      ['arn:aws:iam::aws:policy/AdministratorAccess by aws_iam_role_policy_attachment.a.policy_arn'],
    ],
    [
      'AWS-managed by name',
      {
        ...role,
        'data.aws_iam_policy.d': { name: 'AmazonEC2ContainerServiceforEC2Role' },
        'aws_iam_role_policy_attachment.a': { role: 'r', policy_arn: ref('data.aws_iam_policy.d', 'arn') },
      },
      [
        'arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role by aws_iam_role_policy_attachment.a.policy_arn',
      ],
    ],
    [
      'through a data source of the role',
      {
        ...role,
        ...ecs,
        'data.aws_iam_role.d': { name: 'r' },
        'aws_iam_role_policy_attachment.a': {
          role: ref('data.aws_iam_role.d', 'name'),
          policy_arn: ref('aws_iam_policy.ecs', 'arn'),
        },
      },
      ['aws_iam_policy.ecs:policy by aws_iam_role_policy_attachment.a.policy_arn'],
    ],
  ])('%s', (_, resources, expected) => {
    expect(attachments(resources, 'aws_iam_role.r')).toEqual(expected);
  });
});

describe('users and groups', () => {
  const people = { 'aws_iam_user.u': { name: 'u' }, 'aws_iam_group.g': { name: 'g' }, ...ecs };
  const ofGroup = {
    'aws_iam_group_policy_attachment.a': {
      group: ref('aws_iam_group.g', 'name'),
      policy_arn: ref('aws_iam_policy.ecs', 'arn'),
    },
  };
  const through = ['aws_iam_policy.ecs:policy by aws_iam_group_policy_attachment.a.policy_arn through aws_iam_group.g'];
  test.each<[string, Resources, string[]]>([
    [
      'inline',
      { ...people, 'aws_iam_user_policy.p': { user: ref('aws_iam_user.u', 'name'), policy: policy('ecs:*') } },
      ['aws_iam_user_policy.p:policy by aws_iam_user_policy.p.policy'],
    ],
    ['not a member', { ...people, ...ofGroup }, []],
    [
      'member',
      {
        ...people,
        ...ofGroup,
        'aws_iam_user_group_membership.m': { user: 'u', groups: [ref('aws_iam_group.g', 'name')] },
      },
      through,
    ],
    [
      'member, other form',
      { ...people, ...ofGroup, 'aws_iam_group_membership.m': { name: 'm', group: 'g', users: ['u'] } },
      through,
    ],
    [
      'member twice',
      {
        ...people,
        ...ofGroup,
        'aws_iam_group_membership.m': { group: 'g', users: ['u'] },
        'aws_iam_user_group_membership.m': { user: 'u', groups: ['g'] },
      },
      through,
    ],
  ])('%s', (_, resources, expected) => {
    expect(attachments(resources, 'aws_iam_user.u')).toEqual(expected);
  });
});

test('an attachment that cannot be resolved leaves the role incomplete', () => {
  const { iam } = world({
    'aws_iam_role.r': { name: 'r' },
    'aws_iam_role_policy_attachment.a': { role: 'r', policy_arn: variable('arn') },
  });
  expect(iam.principal('aws_iam_role.r')).toMatchObject({ incomplete: true, policies: [] });
});

test('AWS-managed policies grant what AWS publishes, by their attachment', () => {
  const one = world({
    'aws_iam_role.r': { name: 'r' },
    'aws_iam_role_policy_attachment.a': {
      role: 'r',
      policy_arn: 'arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role',
    },
  });
  expect(grantsFor(one, { action: 'ecs:UpdateContainerInstancesState' })).toHaveLength(1);
  expect(grantsFor(one, { action: 'ecs:UpdateService' })).toEqual([]);
  const [grant] = one.iam.grants({
    principal: one.iam.principal('aws_iam_role.r')!,
    action: 'ecs:Poll',
    target: { arn: undefined },
  });
  expect(grant?.premise.resource.address).toBe('aws_iam_role_policy_attachment.a');
  expect(grant?.premise.evidence.map(({ address, attribute, value }) => [address, attribute, value])).toEqual([
    ['aws_iam_role_policy_attachment.a', 'policy_arn', 'AmazonEC2ContainerServiceforEC2Role: ecs:Poll on *'],
  ]);
});

test('a premise shows the words of the policy and the attachment', () => {
  const one = world({
    ...ecs,
    'aws_iam_role.r': { name: 'r' },
    'aws_iam_role_policy_attachment.a': { role: 'r', policy_arn: ref('aws_iam_policy.ecs', 'arn') },
  });
  const [grant] = one.iam.grants({
    principal: one.iam.principal('aws_iam_role.r')!,
    ...asked,
    target: { arn: undefined },
  });
  expect(grant?.premise).toMatchObject({
    property: 'iam.grant',
    key: 'iam.grant|aws_iam_policy.ecs:policy#0|ecs:runtask|*',
  });
  expect(grant?.premise.subject).toBe(grant);
  expect(grant?.premise.evidence.map(({ address, attribute, value }) => [address, attribute, value])).toEqual([
    ['aws_iam_policy.ecs', 'policy.Statement[0].Action', 'ecs:* on *'],
    ['aws_iam_role_policy_attachment.a', 'policy_arn', 'aws_iam_policy.ecs:policy'],
  ]);
});

test('a role is found by what other resources say of it', () => {
  const { iam } = world({
    'aws_iam_role.r': { name: 'r' },
    'aws_iam_role.generated': {},
    'aws_iam_instance_profile.p': { name: 'profile', role: ref('aws_iam_role.r', 'name') },
  });
  const found = (value: Parameters<typeof iam.roleOf>[0]) => iam.roleOf(value)?.address;
  expect(found(ref('aws_iam_role.r', 'arn'))).toBe('aws_iam_role.r');
  expect(found(ref('aws_iam_role.generated', 'arn'))).toBe('aws_iam_role.generated');
  expect(found({ kind: 'string', value: 'arn:aws:iam::123456789012:role/r' })).toBe('aws_iam_role.r');
  expect(found({ kind: 'string', value: 'nobody' })).toBeUndefined();
  expect(found(variable('role'))).toBeUndefined();
  expect(found(undefined)).toBeUndefined();
  expect(iam.roleOfInstanceProfile({ kind: 'string', value: 'profile' })?.address).toBe('aws_iam_role.r');
  expect(iam.roleOfInstanceProfile(ref('aws_iam_instance_profile.p', 'arn'))?.address).toBe('aws_iam_role.r');
  expect(iam.roleOfInstanceProfile({ kind: 'string', value: 'r' })).toBeUndefined();
});

test('tag keys in conditions', () => {
  const Condition = { StringEquals: { 'aws:ResourceTag/Team': 'a', 'ssm:resourceTag/Open': 'b', 'aws:username': 'c' } };
  const { iam } = world({
    'aws_iam_role.r': { name: 'r' },
    'aws_iam_role_policy.p': {
      role: 'r',
      policy: encoded({ Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition } }),
    },
  });
  expect([...iam.tagKeysInConditions].sort()).toEqual(['Open', 'Team']);
});
