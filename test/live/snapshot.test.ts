import { describe, expect, test } from 'vitest';
import { accountsOf } from '#aws/accounts/accounts.js';
import { readSnapshot, writeSnapshot } from '#live/snapshot-file.js';
import type { LiveResource, Snapshot } from '#live/snapshot.js';
import { addressesOf, stateOf } from '#live/state.js';
import { loadPlan } from '#terraform/plan/plan.js';

const ACCOUNT = '123456789012';
const role: LiveResource = {
  type: 'aws_iam_role',
  id: 'app',
  arn: `arn:aws:iam::${ACCOUNT}:role/app`,
  account: ACCOUNT,
  region: 'global',
  values: { name: 'app', path: '/', arn: `arn:aws:iam::${ACCOUNT}:role/app` },
};
const queue = (name: string, region: string, account = ACCOUNT): LiveResource => ({
  type: 'aws_sqs_queue',
  id: `https://sqs.${region}.amazonaws.com/${account}/${name}`,
  account,
  region,
  values: { name, kms_master_key_id: null },
});
const snapshot: Snapshot = {
  takenAt: '2026-11-25T03:00:00.000Z',
  accounts: [
    {
      id: ACCOUNT,
      partition: 'aws',
      regions: ['eu-west-1', 'us-east-1'],
      caller: `arn:aws:iam::${ACCOUNT}:user/audit`,
    },
  ],
  resources: [role, { ...queue('jobs', 'eu-west-1'), unread: ['policy'] }],
  observations: [
    {
      kind: 'container-instance',
      account: ACCOUNT,
      region: 'eu-west-1',
      arn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:container-instance/web/1`,
      clusterArn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:cluster/web`,
      instanceId: 'i-1',
      status: 'ACTIVE',
      agentConnected: true,
      attributes: { 'ecs.capability.privileged-container': null, stack: 'front' },
    },
    {
      kind: 'task',
      account: ACCOUNT,
      region: 'eu-west-1',
      arn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:task/web/1`,
      clusterArn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:cluster/web`,
      taskDefinitionArn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:task-definition/web:1`,
      group: 'service:web',
      containerInstanceArn: null,
      launchType: 'FARGATE',
      enableExecuteCommand: false,
      taskRoleArn: null,
      executionRoleArn: null,
    },
    {
      kind: 'deployment',
      account: ACCOUNT,
      region: 'eu-west-1',
      serviceArn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:service/web/web`,
      taskDefinitionArn: `arn:aws:ecs:eu-west-1:${ACCOUNT}:task-definition/web:1`,
      status: 'PRIMARY',
      rolloutState: 'COMPLETED',
      runningCount: 2,
    },
    {
      kind: 'group-instance',
      account: ACCOUNT,
      region: 'eu-west-1',
      group: 'nodes',
      instanceId: 'i-1',
      launchTemplateId: 'lt-1',
      launchTemplateVersion: '3',
    },
  ],
  notRead: [
    {
      call: 'GetQueueAttributes',
      service: 'sqs',
      action: 'sqs:GetQueueAttributes',
      account: ACCOUNT,
      region: 'eu-west-1',
      reason: 'denied',
      code: 'AccessDenied',
      resource: { type: 'aws_sqs_queue', id: queue('jobs', 'eu-west-1').id },
      types: [],
      consequence: 'who may use the queue is not known',
    },
  ],
};

test('what is written is what is read', () => {
  expect(readSnapshot(writeSnapshot(snapshot))).toEqual(snapshot);
});

const text = writeSnapshot(snapshot);
test.each([
  ['no JSON', 'resources:', 'The text is not JSON.'],
  ['a list', '[]', 'The text is not JSON.'],
  ['a state', '{"format_version": "1.0", "values": {}}', 'The file is a plan or a state of Terraform'],
  ['another JSON', '{"version": 1}', 'The JSON is not a snapshot.'],
  ['a later version', text.replace('"version": 1', '"version": 2'), 'The snapshot has the version 2; 1 is read.'],
  ['cut off', text.slice(0, -20), 'The text is not JSON.'],
  ['a member that is missing', text.replace('"takenAt"', '"taken"'), '"takenAt" is not a text'],
  ['a resource without values', text.replace('"values"', '"value"'), '"resources[0].values" is not an object'],
  ['a resource that is none', text.replace('"resources": [', '"resources": [7,'), 'resources[0] is not an object'],
  ['a strange reason', text.replace('"denied"', '"refused"'), '"notRead[0].reason" is not one of denied'],
  ['a strange observation', text.replace('"kind":"task"', '"kind":"job"'), '"observations[1].kind" is not one of'],
])('%s is a fault that says what is wrong', (_, broken, fault) => {
  const read = readSnapshot(broken);
  expect('fault' in read ? read.fault : undefined).toContain(fault);
});

describe('addresses', () => {
  const addresses = (...resources: readonly LiveResource[]) => [...addressesOf(resources).values()];

  test('are made of the type and the last piece of the id', () => {
    expect(addresses(role)).toEqual(['aws_iam_role.app']);
    expect(addresses({ ...role, id: 'a.b c' })).toEqual(['aws_iam_role.a_b_c']);
    expect(addresses({ ...role, type: 'aws_iam_policy', id: `arn:aws:iam::${ACCOUNT}:policy/team/read` })).toEqual([
      'aws_iam_policy.read',
    ]);
    expect(addresses({ ...role, type: 'aws_kms_key', id: '1234-ab' })).toEqual(['aws_kms_key._1234-ab']);
  });

  test('tell resources of one name apart by their place, else by a digest', () => {
    const elsewhere = { ...role, account: '210987654321' };
    expect(addresses(role, elsewhere)).toEqual([
      'aws_iam_role.app_123456789012_global',
      'aws_iam_role.app_210987654321_global',
    ]);
    const [one, other] = addresses({ ...role, id: 'a.b' }, { ...role, id: 'a:b' });
    expect(one).toMatch(/^aws_iam_role\.a_b_[0-9a-f]{12}$/);
    expect(other).toMatch(/^aws_iam_role\.a_b_[0-9a-f]{12}$/);
    expect(one).not.toBe(other);
  });

  test('that Terraform gave are kept, and nobody else gets them', () => {
    const other: LiveResource = { ...role, id: 'other', values: { name: 'other' } };
    const named = new Map([
      [role, 'module.a["k"].aws_iam_role.other[0]'],
      [queue('x', 'eu-west-1'), 'aws_iam_role.other'],
    ]);
    const found = addressesOf([role, other], named);
    expect(found.get(role)).toBe('module.a["k"].aws_iam_role.other[0]');
    expect(found.get(other)).toBe('aws_iam_role.other_123456789012_global');
  });
});

describe('a snapshot as a configuration', () => {
  const { text: state, byAddress } = stateOf(snapshot, new Map([[role, 'module.a["k"].aws_iam_role.x[0]']]));
  const configuration = loadPlan(state);

  test('has the resources with their values', () => {
    expect(configuration.resources.map(({ address }) => address)).toEqual([
      'aws_sqs_queue.jobs',
      'module.a["k"].aws_iam_role.x[0]',
    ]);
    const found = configuration.resource('module.a["k"].aws_iam_role.x[0]');
    expect(found).toMatchObject({ module: 'module.a["k"]', name: 'x', key: 0 });
    expect(found?.attribute('name')).toMatchObject({ kind: 'string', value: 'app' });
    expect(byAddress.get('module.a["k"].aws_iam_role.x[0]')).toBe(role);
  });

  test('tells what was not read from what is not there', () => {
    const [found] = configuration.ofType('aws_sqs_queue');
    expect(found?.attribute('policy')).toMatchObject({ kind: 'unknown' });
    expect(found?.attribute('kms_master_key_id')).toBeUndefined();
  });

  test('is in its account and region', () => {
    const accounts = accountsOf(configuration);
    const places = configuration.resources.map((each) => accounts.of(each));
    expect(places.map(({ account, region }) => [account.id, region])).toEqual([
      [ACCOUNT, 'eu-west-1'],
      [ACCOUNT, 'eu-west-1'],
    ]);
  });
});
