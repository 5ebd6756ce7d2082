import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readAccounts, type ReadOptions } from '#live/account.js';
import { allCalls, SERVICE_NAMES } from '#live/calls.js';
import { isReadFault } from '#live/faults.js';
import { MANAGED_POLICY_LIMIT, readerActions, readerPolicy } from '#live/reader-policy.js';
import { writeSnapshot } from '#live/snapshot-file.js';
import type { LiveResource, Snapshot } from '#live/snapshot.js';
import { ACCOUNT, CANARY, REGION } from './stub/account.js';
import { type Answers, type Disturbance, type Refusal, Stub } from './stub/server.js';
import { ANSWERS } from './stub/workloads.js';

let stub: Stub | undefined;

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAREADER');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
  for (const name of ['AWS_PROFILE', 'AWS_ENDPOINT_URL', 'AWS_SESSION_TOKEN']) vi.stubEnv(name, undefined);
  // Nothing outside of this machine is asked for credentials.
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/nonexistent');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await stub?.stop();
  stub = undefined;
});

type Given = Partial<Omit<ReadOptions, 'accounts'>> & {
  readonly answers?: Answers;
  readonly disturb?: Disturbance;
  readonly accounts?: ReadOptions['accounts'];
};

const TIMEOUTS = { connect: 1_000, answer: 5_000 };

async function read({ answers = ANSWERS, disturb, accounts = [{ regions: [REGION] }], ...options }: Given = {}) {
  stub = await Stub.start(answers, disturb);
  const { endpoint } = stub;
  expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:/);
  const asked = accounts.map((access) => ({ ...access, endpoint }));
  return readAccounts({ timeouts: TIMEOUTS, ...options, accounts: asked });
}

const denied = (code = 'AccessDeniedException'): Refusal => ({ status: 403, code });
const only =
  (operation: string, refusal: Refusal): Disturbance =>
  (asked) =>
    asked.operation === operation ? refusal : undefined;

function resource({ resources }: Snapshot, type: string, id?: string): LiveResource | undefined {
  return resources.find((each) => each.type === type && (id === undefined || each.id === id));
}

describe('the calls', () => {
  test('are those of the table, and no others', async () => {
    vi.stubEnv('AWS_REGION', REGION);
    const { snapshot } = await read({
      accounts: [{ regions: 'all' }, { regions: [REGION] }],
    });
    expect(snapshot.notRead).toEqual([]);
    const table = allCalls().map(({ service, name }) => `${service}:${name}`);
    expect(stub?.operations).toEqual(table.toSorted());
    expect(snapshot.accounts).toMatchObject([{ id: ACCOUNT, regions: ['eu-west-1', 'us-east-1'] }]);
  });

  test('are all in the policy of the reader, and give no contents of anything', () => {
    const actions = readerActions();
    for (const call of allCalls()) for (const action of call.actions) expect(actions).toContain(action);
    const reading = /:(?:Get|List|Describe)[A-Z]|^apigateway:GET$/;
    expect(actions.filter((action) => !reading.test(action))).toEqual([]);
    const contents = /GetObject|GetItem|Query|Scan|GetSecretValue|ReceiveMessage|GetParameter|GetFunction$|BatchGet/;
    expect(actions.filter((action) => contents.test(action))).toEqual([]);
    const statements: unknown = JSON.parse(readerPolicy({ simulate: true }));
    expect(JSON.stringify(statements).length).toBeLessThan(MANAGED_POLICY_LIMIT);
    expect(JSON.stringify(statements)).toContain('iam:SimulatePrincipalPolicy');
  });

  test.each(allCalls().filter(({ service, name }) => service !== 'sts' && name !== 'DescribeRegions'))(
    'where $service:$name is denied, that is said and the rest goes on',
    async ({ service, name, actions, lists }) => {
      const { snapshot } = await read({
        services: [service, service === 'sqs' ? 'sns' : 'sqs'],
        disturb: only(`${service}:${name}`, denied(service === 'ec2' ? 'UnauthorizedOperation' : 'AccessDenied')),
      });
      const [first] = snapshot.notRead;
      expect(first).toMatchObject({ call: name, action: actions[0], reason: 'denied', account: ACCOUNT, types: lists });
      expect(new Set(snapshot.notRead.map(({ call }) => call))).toEqual(new Set([name]));
      expect(resource(snapshot, service === 'sqs' ? 'aws_sns_topic' : 'aws_sqs_queue')).toBeDefined();
    },
  );
});

describe('what is read', () => {
  test('has the shape of a state', async () => {
    const { snapshot, calls } = await read();
    const shown = snapshot.resources.map(({ type, id, region, values, unread, madeBy }) => ({
      [`${type} ${id} ${region}`]: values,
      ...(unread ? { unread } : {}),
      ...(madeBy ? { madeBy } : {}),
    }));
    await expect(`${JSON.stringify(shown, undefined, 1)}\n`).toMatchFileSnapshot('recorded/resources.json');
    await expect(`${JSON.stringify(snapshot.observations, undefined, 1)}\n`).toMatchFileSnapshot(
      'recorded/observations.json',
    );
    expect(calls.get('iam:GetAccountAuthorizationDetails')).toBe(3);
    // Twelve services, ten at a time.
    expect(calls.get('ecs:DescribeServices')).toBe(2);
  });

  test('is the same whatever answer comes first', async () => {
    const one = (await read()).snapshot;
    await stub?.stop();
    const other = (await read()).snapshot;
    expect({ ...one, takenAt: '' }).toEqual({ ...other, takenAt: '' });
  });

  test('holds no secret, and what names a resource', async () => {
    const { snapshot } = await read();
    const text = writeSnapshot(snapshot);
    expect(text).not.toContain(CANARY);
    expect(
      Buffer.from(String(resource(snapshot, 'aws_launch_template')?.values['user_data']), 'base64').toString(),
    ).toBe('***\nECS_CLUSTER=web\nmount -t efs -o tls,iam fs-1:/\n***');
    const [container] = JSON.parse(
      String(resource(snapshot, 'aws_ecs_task_definition')?.values['container_definitions']),
    ) as {
      readonly environment: readonly { readonly name: string; readonly value: string }[];
    }[];
    expect(container?.environment).toEqual([
      { name: 'TABLE', value: 'orders' },
      { name: 'QUEUE', value: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/jobs` },
      { name: 'PASSWORD', value: '***' },
      { name: 'MIXED', value: '*** s3://reports ***' },
    ]);
  });

  test('tells of each host the cluster that it has joined', async () => {
    const { snapshot } = await read();
    const text = String(resource(snapshot, 'aws_instance', 'i-1')?.values['user_data']);
    expect(text.split('\n').slice(-3)).toEqual([
      'echo ECS_CLUSTER=web >> /etc/ecs/ecs.config',
      'echo ECS_AWSVPC_BLOCK_IMDS=true >> /etc/ecs/ecs.config',
      `echo 'ECS_INSTANCE_ATTRIBUTES={"stack":"front"}' >> /etc/ecs/ecs.config`,
    ]);
  });
});

describe('where there is no answer', () => {
  test('what is not known is not absent', async () => {
    const disturb: Disturbance = ({ operation }) =>
      ['s3:GetBucketPolicy', 'efs:DescribeFileSystemPolicy', 'kms:GetKeyPolicy'].includes(operation)
        ? denied()
        : undefined;
    const { snapshot } = await read({ disturb });
    expect(resource(snapshot, 'aws_s3_bucket_policy', 'reports')).toMatchObject({ unread: ['policy'] });
    expect(resource(snapshot, 'aws_efs_file_system_policy', 'fs-2')).toMatchObject({ unread: ['policy'] });
    expect(resource(snapshot, 'aws_kms_key')).toMatchObject({ unread: ['policy'] });
    expect(snapshot.notRead.map(({ action, resource: about }) => `${action} ${about?.id}`).toSorted()).toEqual([
      'elasticfilesystem:DescribeFileSystemPolicy fs-1',
      'elasticfilesystem:DescribeFileSystemPolicy fs-2',
      'kms:GetKeyPolicy key-1',
      's3:GetBucketPolicy far',
      's3:GetBucketPolicy reports',
    ]);
  });

  test('a half page is read as far as it goes, and said', async () => {
    const disturb: Disturbance = ({ operation }, count) =>
      operation === 'iam:GetAccountAuthorizationDetails' && count > 1 ? denied('AccessDenied') : undefined;
    const { snapshot } = await read({ services: ['iam'], disturb });
    expect(resource(snapshot, 'aws_iam_role', 'app')).toBeDefined();
    expect(resource(snapshot, 'aws_iam_role', 'node')).toBeUndefined();
    expect(snapshot.notRead).toMatchObject([{ call: 'GetAccountAuthorizationDetails', reason: 'denied' }]);
  });

  test.each([
    ['ec2:DescribeVpcs', { status: 503, code: 'RequestLimitExceeded' }],
    ['iam:ListInstanceProfiles', { status: 400, code: 'Throttling' }],
    ['ecs:DescribeClusters', { status: 400, code: 'ThrottlingException' }],
    ['lambda:ListFunctions', { status: 429, code: 'TooManyRequestsException' }],
  ])('%s is asked again where it is throttled', async (operation, refusal) => {
    const disturb: Disturbance = (asked, count) => (asked.operation === operation && count === 1 ? refusal : undefined);
    const [service] = operation.split(':');
    const { snapshot } = await read({ services: SERVICE_NAMES.filter((each) => each === service), disturb });
    expect(snapshot.notRead).toEqual([]);
    expect(stub?.asked.filter((asked) => asked.operation === operation).length).toBeGreaterThan(1);
  });

  test('an endpoint that hangs is left alone after a while', async () => {
    const disturb: Disturbance = ({ operation }) => (operation.startsWith('efs:') ? 'hang' : undefined);
    const started = performance.now();
    const { snapshot } = await read({ services: ['efs', 'sqs'], disturb, timeouts: { connect: 300, answer: 300 } });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(snapshot.notRead.map(({ call, reason }) => `${call} ${reason}`)).toEqual([
      'DescribeAccessPoints timeout',
      'DescribeFileSystems timeout',
    ]);
    expect(resource(snapshot, 'aws_sqs_queue')).toBeDefined();
  });

  test('a service that the region does not have is no denial', async () => {
    const disturb = only('eks:ListClusters', { status: 403, code: 'OptInRequired' });
    const { snapshot } = await read({ services: ['eks', 'sqs'], disturb });
    expect(snapshot.notRead).toMatchObject([{ call: 'ListClusters', reason: 'unavailable', code: 'OptInRequired' }]);
  });
});

describe('what ends it', () => {
  const fault = async (given: Given) =>
    read(given).then(
      () => 'none',
      (error: unknown) => (isReadFault(error) ? `${error.message} ${error.hint}` : `no fault: ${String(error)}`),
    );

  test.each(['ExpiredToken', 'ExpiredTokenException'])('%s, at once', async (code) => {
    const found = await fault({ disturb: only('sts:GetCallerIdentity', { status: 403, code }) });
    expect(found).toContain('The credentials have expired');
  });

  test('an expired token in the middle', async () => {
    const disturb: Disturbance = ({ operation }) =>
      operation === 'ecs:DescribeClusters' ? { status: 400, code: 'ExpiredTokenException' } : undefined;
    expect(await fault({ disturb })).toContain('The credentials have expired');
  });

  test('credentials that AWS does not take', async () => {
    const disturb = only('sts:GetCallerIdentity', { status: 403, code: 'InvalidClientTokenId' });
    expect(await fault({ disturb })).toContain('AWS does not take these credentials (InvalidClientTokenId)');
  });

  test('no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    expect(await fault({})).toContain('There are no credentials for AWS');
  });

  test('no region', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    expect(await fault({ accounts: [{}] })).toContain('No region is given.');
  });

  test('nothing that may be read', async () => {
    const disturb: Disturbance = ({ operation }) => (operation.startsWith('sts:') ? undefined : denied());
    expect(await fault({ disturb })).toMatch(/^Nothing of the account can be read: \d+ calls were refused/);
  });
});

test('several accounts are one snapshot', async () => {
  const other = '210987654321';
  const answers: Answers = {
    ...ANSWERS,
    'sts:AssumeRole': [{ Credentials: { AccessKeyId: 'AKIAOTHER', SecretAccessKey: 'y', SessionToken: 'z' } }],
    'sts:GetCallerIdentity': ({ key }) => {
      const account = key === 'AKIAOTHER' ? other : ACCOUNT;
      return { Account: account, Arn: `arn:aws:sts::${account}:assumed-role/audit/x` };
    },
  };
  const assumeRole = `arn:aws:iam::${other}:role/audit`;
  const accounts = [{ regions: [REGION] }, { regions: [REGION], assumeRole, externalId: 'chosen' }];
  const { snapshot } = await read({ answers, accounts, services: ['iam', 'sqs'] });
  expect(snapshot.accounts.map(({ id }) => id)).toEqual([ACCOUNT, other]);
  const roles = snapshot.resources.filter(({ type, id }) => type === 'aws_iam_role' && id === 'app');
  expect(roles.map(({ account }) => account)).toEqual([ACCOUNT, other]);
  expect(stub?.asked.find(({ operation }) => operation === 'sts:AssumeRole')?.text).toContain('ExternalId=chosen');
});
