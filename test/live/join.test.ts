/** Which resource of the source is which of the account, and what becomes of revisions and instances from before. */
import { describe, expect, test } from 'vitest';
import type { PlanInput } from '#analysis/options.js';
import type { VerificationResult } from '#analysis/result/result.js';
import { harden } from '#analysis/run.js';
import { hardenAccount } from '#live/harden/harden.js';
import type { JsonObject, LiveResource, Observation, Snapshot } from '#live/snapshot.js';
import { verify } from '#live/verify/verify.js';
import { folderWith } from '../support/built-cli.js';
import { validateResult } from '../support/validate-result.js';
import { ACCOUNT } from './from-state.js';

const REGION = 'eu-west-1';

function live(type: string, id: string, values: JsonObject, more: Partial<LiveResource> = {}): LiveResource {
  const region = type.startsWith('aws_iam_') ? 'global' : REGION;
  return {
    type,
    id,
    account: ACCOUNT,
    region,
    ...more,
    values: { id, ...(more.arn ? { arn: more.arn } : {}), ...values },
  };
}

function account(resources: readonly LiveResource[], observations: readonly Observation[] = []): Snapshot {
  const caller = `arn:aws:iam::${ACCOUNT}:user/audit`;
  return {
    takenAt: '2026-11-25T03:00:00.000Z',
    accounts: [{ id: ACCOUNT, partition: 'aws', regions: [REGION], caller }],
    resources,
    observations,
    notRead: [],
  };
}

async function verified(text: string, snapshot: Snapshot, state?: PlanInput): Promise<VerificationResult> {
  const result = await verify({ root: folderWith({ 'main.tf': text }), snapshot, ...(state ? { state } : {}) });
  validateResult(result);
  if (!result.verification) throw new Error('no verification');
  return result.verification;
}

const role = (name: string): LiveResource =>
  live(
    'aws_iam_role',
    name,
    { name, path: '/', assume_role_policy: '{}' },
    { arn: `arn:aws:iam::${ACCOUNT}:role/${name}` },
  );
const vpc = (id: string, cidr: string): LiveResource => live('aws_vpc', id, { cidr_block: cidr });
const bucket = (name: string): LiveResource =>
  live('aws_s3_bucket', name, { bucket: name }, { arn: `arn:aws:s3:::${name}` });

const stateWith = (address: string, values: JsonObject): PlanInput => {
  const [type = '', name = ''] = address.split('.');
  const resources = [{ address, mode: 'managed', type, name, values }];
  return {
    name: 'state.json',
    text: JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } }),
  };
};

type Row = readonly [string, string, readonly LiveResource[], Readonly<Record<string, string>>, PlanInput | undefined];

const row = (
  name: string,
  text: string,
  resources: readonly LiveResource[],
  wanted: Readonly<Record<string, string>>,
  state?: PlanInput,
): Row => [name, text, resources, wanted, state];

const ROWS: readonly Row[] = [
  row('by name', 'resource "aws_iam_role" "a" {\n  name = "app"\n}', [role('app'), role('other')], {
    'aws_iam_role.a': 'name',
  }),
  row(
    'by a local',
    'locals {\n  n = "app"\n}\nresource "aws_iam_role" "a" {\n  name = "${local.n}"\n}',
    [role('app')],
    { 'aws_iam_role.a': 'name' },
  ),
  row('another name is another role', 'resource "aws_iam_role" "a" {\n  name = "app"\n}', [role('other')], {}),
  row(
    'by a prefix, where one fits',
    'resource "aws_iam_role" "a" {\n  name_prefix = "app-"\n  path = "/"\n}',
    [role('app-1'), role('other')],
    { 'aws_iam_role.a': 'evidence' },
  ),
  row(
    'by an import block',
    'resource "aws_vpc" "a" {}\nimport {\n  to = aws_vpc.a\n  id = "vpc-2"\n}',
    [vpc('vpc-1', '10.0.0.0/16'), vpc('vpc-2', '10.0.0.0/16')],
    { 'aws_vpc.a': 'import' },
  ),
  row(
    'by the range, where it tells',
    'resource "aws_vpc" "a" {\n  cidr_block = "10.1.0.0/16"\n}',
    [vpc('vpc-1', '10.0.0.0/16'), vpc('vpc-2', '10.1.0.0/16')],
    { 'aws_vpc.a': 'evidence' },
  ),
  row(
    'by the state, whatever else is said',
    'resource "aws_vpc" "a" {\n  cidr_block = "10.0.0.0/16"\n}',
    [vpc('vpc-1', '10.0.0.0/16'), vpc('vpc-2', '10.0.0.0/16')],
    { 'aws_vpc.a': 'state' },
    stateWith('aws_vpc.a', { id: 'vpc-1' }),
  ),
  row(
    'through a reference',
    'resource "aws_s3_bucket" "a" {\n  bucket = "logs"\n}\nresource "aws_s3_bucket_policy" "a" {\n  bucket = aws_s3_bucket.a.id\n  policy = "{}"\n}',
    [bucket('logs'), live('aws_s3_bucket_policy', 'logs', { bucket: 'logs', policy: '{}' })],
    { 'aws_s3_bucket.a': 'name', 'aws_s3_bucket_policy.a': 'name' },
  ),
];

describe('what is joined how', () => {
  test.each(ROWS)('%s', async (_, text, resources, wanted, state) => {
    const { resources: found } = await verified(text, account(resources), state);
    const joined = found.filter(({ joinedBy }) => joinedBy !== null);
    expect(Object.fromEntries(joined.map(({ address, joinedBy }) => [address, joinedBy]))).toEqual(wanted);
  });

  test.each([
    [
      'two of one range',
      'resource "aws_vpc" "a" {\n  cidr_block = "10.0.0.0/16"\n}',
      [vpc('vpc-1', '10.0.0.0/16'), vpc('vpc-2', '10.0.0.0/16')],
      ['aws_vpc.a'],
    ],
    [
      'two in the source for one',
      'resource "aws_vpc" "a" {\n  cidr_block = "10.0.0.0/16"\n}\nresource "aws_vpc" "b" {\n  cidr_block = "10.0.0.0/16"\n}',
      [vpc('vpc-1', '10.0.0.0/16')],
      ['aws_vpc.a', 'aws_vpc.b'],
    ],
  ])('%s: ambiguous, and joined with none', async (_, text, resources, addresses) => {
    const found = await verified(text, account(resources));
    expect(found.ambiguous.map(({ address }) => address).toSorted()).toEqual(addresses);
    expect(found.summary.joined).toBe(0);
  });
});

const CLUSTER = `arn:aws:ecs:${REGION}:${ACCOUNT}:cluster/web`;
const taskArn = (revision: number): string => `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/web:${revision}`;

function workload(privileged: boolean): string {
  return `
resource "aws_ecs_cluster" "web" {
  name = "web"
}

resource "aws_instance" "node" {
  ami                         = "ami-1"
  instance_type               = "t3.small"
  associate_public_ip_address = true
  vpc_security_group_ids      = [aws_security_group.web.id]
  user_data                   = "echo ECS_CLUSTER=web >> /etc/ecs/ecs.config"

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }
}

resource "aws_security_group" "web" {
  name = "web"

  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_ecs_task_definition" "web" {
  family       = "web"
  network_mode = "host"
  container_definitions = jsonencode([{ name = "web", image = "web", privileged = ${String(privileged)}, portMappings = [{ containerPort = 80, hostPort = 80 }] }])
}

resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.web.id
  task_definition = aws_ecs_task_definition.web.arn
}
`;
}

function cluster(running: number, revisions: readonly boolean[]): Snapshot {
  const tasks = revisions.map((privileged, at) => {
    const definitions = [
      { name: 'web', image: 'web', privileged, portMappings: [{ containerPort: 80, hostPort: 80 }] },
    ];
    return live(
      'aws_ecs_task_definition',
      'web',
      { family: 'web', revision: at + 1, network_mode: 'host', container_definitions: JSON.stringify(definitions) },
      { arn: taskArn(at + 1) },
    );
  });
  const rule = { from_port: 80, to_port: 80, protocol: 'tcp', cidr_blocks: ['0.0.0.0/0'] };
  const resources = [
    live('aws_ecs_cluster', CLUSTER, { name: 'web' }, { arn: CLUSTER }),
    live('aws_security_group', 'sg-1', { name: 'web', ingress: [rule], egress: [] }),
    live('aws_instance', 'i-1', {
      associate_public_ip_address: true,
      vpc_security_group_ids: ['sg-1'],
      instance_type: 't3.small',
      ami: 'ami-1',
      tags: {},
      metadata_options: [{ http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 }],
    }),
    ...tasks,
    live('aws_ecs_service', `${CLUSTER.replace(':cluster/', ':service/')}/web`, {
      name: 'web',
      cluster: CLUSTER,
      task_definition: taskArn(running),
    }),
  ];
  return account(resources, [
    {
      kind: 'container-instance',
      account: ACCOUNT,
      region: REGION,
      arn: 'arn',
      clusterArn: CLUSTER,
      instanceId: 'i-1',
      status: 'ACTIVE',
      agentConnected: true,
      attributes: {},
    },
  ]);
}

const state = (snapshot: Snapshot): PlanInput => {
  const named = [
    ['aws_instance.node', 'i-1'],
    ['aws_security_group.web', 'sg-1'],
  ] as const;
  const resources = named.map(([address, id]) => {
    const [type = '', name = ''] = address.split('.');
    return {
      address,
      mode: 'managed',
      type,
      name,
      values: snapshot.resources.find((each) => each.id === id)?.values ?? {},
    };
  });
  return {
    name: 'state.json',
    text: JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } }),
  };
};

describe('revisions', () => {
  test.each([
    ['the service runs the new one', 2, [true, false], [], 0],
    ['the service still runs the old one', 1, [true, false], ['inert'], 1],
    ['the new one is not registered yet', 1, [true], ['not-applied'], 1],
  ] as const)('%s', async (_, running, revisions, verdicts, least) => {
    const snapshot = cluster(running, revisions);
    const found = await verified(workload(false), snapshot, state(snapshot));
    expect([...new Set(found.fixes.map(({ verdict }) => verdict))]).toEqual(verdicts);
    expect(found.summary.pathsOnlyInAccount > 0).toBe(least > 0);
    expect(found.summary.pathsInSource).toBe(0);
  });
});

describe('harden on an account', () => {
  const TASK = cluster(1, [true]);
  const OPEN: Snapshot = {
    ...TASK,
    resources: TASK.resources.map((each) =>
      each.type === 'aws_instance'
        ? {
            ...each,
            values: {
              ...each.values,
              metadata_options: [{ http_endpoint: 'enabled', http_tokens: 'optional', http_put_response_hop_limit: 2 }],
            },
          }
        : each,
    ),
  };

  test('commands are made of what the edits change', async () => {
    const result = await hardenAccount({ root: '.', snapshot: OPEN, controls: ['require-imdsv2'] });
    validateResult(result);
    expect(result.plan?.edits.map(({ summary, diff }) => [summary, diff])).toEqual([
      ['Require IMDSv2 on aws_instance.i-1', ''],
    ]);
    expect(result.verification?.changes).toEqual([
      {
        address: 'aws_instance.i-1',
        arn: null,
        commands: [
          `aws ec2 modify-instance-metadata-options --instance-id i-1 --http-endpoint enabled --http-tokens required --http-put-response-hop-limit 1 --region ${REGION}`,
        ],
        byHand: [],
      },
    ]);
  });

  test('it plans what it plans for the source, and never registers a revision without the values that were not read', async () => {
    const source = await harden({ root: folderWith({ 'main.tf': workload(true) }) });
    const result = await hardenAccount({ root: '.', snapshot: TASK });
    const controls = (plan: typeof result.plan): readonly string[] =>
      (plan?.edits ?? []).map(({ control }) => control).toSorted();
    expect(controls(result.plan)).toEqual(controls(source.result.plan));
    expect(result.proof?.pathsAfter).toBe(source.result.proof?.pathsAfter);
    const change = result.verification?.changes?.find(({ address }) => address === 'aws_ecs_task_definition.web');
    expect(change?.commands).toEqual([
      `aws ecs describe-task-definition --task-definition web --query taskDefinition --region ${REGION}`,
    ]);
    expect(change?.byHand.join(' ')).toContain('register-task-definition');
  });
});
