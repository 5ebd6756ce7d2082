/** The bundled examples against accounts that were recorded after `terraform apply` of them, and after what may happen to such accounts. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { harden } from '#analysis/run.js';
import type { RecordedEdit } from '#live/verify/fixes.js';
import type { PlanInput } from '#analysis/options.js';
import type { VerificationResult } from '#analysis/result/result.js';
import { readSnapshot } from '#live/snapshot-file.js';
import type { JsonObject, LiveResource, NotRead, Snapshot } from '#live/snapshot.js';
import { verify } from '#live/verify/verify.js';
import { copyOf } from '../support/built-cli.js';
import { validateResult } from '../support/validate-result.js';
import { ACCOUNT } from './from-state.js';

type Drift = (snapshot: Snapshot) => Snapshot;

function recorded(name: string): Snapshot {
  const read = readSnapshot(readFileSync(new URL(`accounts/${name}.json`, import.meta.url), 'utf8'));
  if ('fault' in read) throw new Error(read.fault);
  return read;
}

interface Hardened {
  readonly folder: string;
  readonly edits: readonly RecordedEdit[];
}

async function hardened(example: string): Promise<Hardened> {
  const folder = copyOf(`examples/${example}`);
  const outcome = await harden({ root: folder });
  await outcome.write();
  return { folder, edits: outcome.result.plan?.edits ?? [] };
}

/** The account as the state that Terraform keeps of it. */
function stateOf(snapshot: Snapshot, addresses: Readonly<Record<string, string>>): PlanInput {
  const resources = Object.entries(addresses).map(([address, id]) => {
    const found = snapshot.resources.find((each) => each.id === id);
    const [type = '', name = ''] = address.split('.');
    return { address, mode: 'managed', type, name, values: found?.values ?? {} };
  });
  return {
    name: 'state.json',
    text: JSON.stringify({ format_version: '1.0', values: { root_module: { resources } } }),
  };
}

const changed =
  (type: string, name: string, values: JsonObject): Drift =>
  (snapshot) => ({
    ...snapshot,
    resources: snapshot.resources.map((each) =>
      each.type === type && isCalled(each, name) ? { ...each, values: { ...each.values, ...values } } : each,
    ),
  });

const without =
  (type: string, name: string): Drift =>
  (snapshot) => ({
    ...snapshot,
    resources: snapshot.resources.filter((each) => each.type !== type || !isCalled(each, name)),
  });

const added =
  (...resources: readonly Omit<LiveResource, 'account' | 'region'>[]): Drift =>
  (snapshot) => ({
    ...snapshot,
    resources: [...snapshot.resources, ...resources.map((each) => ({ ...each, account: ACCOUNT, region: 'global' }))],
  });

const denied =
  (types: readonly string[], action: string): Drift =>
  (snapshot) => {
    const notRead: NotRead = {
      call: action.split(':')[1] ?? '',
      service: action.split(':')[0] ?? '',
      action,
      account: ACCOUNT,
      region: 'eu-west-1',
      reason: 'denied',
      code: 'AccessDenied',
      types,
      consequence: 'it is not known',
    };
    const resources = snapshot.resources.filter(({ type }) => !types.includes(type));
    return { ...snapshot, resources, notRead: [...snapshot.notRead, notRead] };
  };

function isCalled({ values }: LiveResource, name: string): boolean {
  const { tags } = values;
  const tag = typeof tags === 'object' && tags !== null && 'Name' in tags ? tags.Name : undefined;
  return values['name'] === name || values['family'] === name || tag === name;
}

const IMDSV1 = changed('aws_instance', 'shop-front', {
  metadata_options: [{ http_endpoint: 'enabled', http_tokens: 'optional', http_put_response_hop_limit: 1 }],
});
const ATTACHED = added({
  type: 'aws_iam_role_policy_attachment',
  id: 'shop-inventory/arn:aws:iam::aws:policy/AdministratorAccess',
  values: { role: 'shop-inventory', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
});
const LEGACY_ARN = `arn:aws:iam::${ACCOUNT}:role/legacy-ops`;
const LEGACY = added(
  {
    type: 'aws_iam_role',
    id: 'legacy-ops',
    arn: LEGACY_ARN,
    values: {
      id: 'legacy-ops',
      name: 'legacy-ops',
      arn: LEGACY_ARN,
      path: '/',
      tags: { 'aws:cloudformation:stack-name': 'operations' },
      assume_role_policy: JSON.stringify({
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/shop-node` } },
        ],
      }),
    },
  },
  {
    type: 'aws_iam_role_policy_attachment',
    id: 'legacy-ops/arn:aws:iam::aws:policy/AdministratorAccess',
    values: { role: 'legacy-ops', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  },
);
const OPENED = (snapshot: Snapshot): Snapshot => {
  const group = snapshot.resources.find(
    (each) => each.type === 'aws_security_group' && isCalled(each, 'archive-storage'),
  );
  const has = group?.values['ingress'];
  const rule = {
    from_port: 2049,
    to_port: 2049,
    protocol: 'tcp',
    cidr_blocks: ['0.0.0.0/0'],
    ipv6_cidr_blocks: [],
    security_groups: [],
    prefix_list_ids: [],
    self: false,
    description: '',
  };
  return changed('aws_security_group', 'archive-storage', { ingress: [...(Array.isArray(has) ? has : []), rule] })(
    snapshot,
  );
};

async function verified(
  example: string,
  source: 'as it is' | 'hardened',
  account: string,
  ...drifts: readonly Drift[]
): Promise<{ readonly found: VerificationResult; readonly open: number; readonly edits: readonly RecordedEdit[] }> {
  const { folder, edits } =
    source === 'hardened' ? await hardened(example) : { folder: copyOf(`examples/${example}`), edits: [] };
  const snapshot = drifts.reduce((before, drift) => drift(before), recorded(account));
  const result = await verify({ root: folder, snapshot, edits });
  validateResult(result);
  if (!result.verification) throw new Error('no verification');
  return { found: result.verification, open: result.summary.paths, edits };
}

const kinds = ({ openings }: VerificationResult): string[] =>
  openings.map(({ kind, address }) => `${kind} ${address}`).toSorted();

describe('an example and the account that it was applied to', () => {
  test.each([
    ['ecs-takeover', 61],
    ['ecs-efs-attack', 7],
  ])('%s: each path and each premise is confirmed', async (example, paths) => {
    const { found, open } = await verified(example, 'as it is', example);
    expect(found.claims.filter(({ verdict }) => verdict !== 'confirmed')).toEqual([]);
    expect(found.summary).toMatchObject({ pathsInSource: paths, pathsConfirmed: paths, pathsOnlyInAccount: 0 });
    expect(open).toBe(paths);
    expect([found.openings, found.fixes, found.ambiguous]).toEqual([[], [], []]);
    expect(found.resources.filter(({ managedBy }) => managedBy !== 'source')).toEqual([]);
  });

  test.each([
    ['ecs-takeover', 61],
    ['ecs-efs-attack', 7],
  ])('%s: hardened, and not applied yet', async (example, paths) => {
    const { found, open, edits } = await verified(example, 'hardened', example);
    expect(open).toBe(paths);
    expect(found.summary.pathsInSource).toBe(0);
    expect(found.fixes.map(({ verdict, edit }) => [verdict, edit]).toSorted()).toEqual(
      edits.map(({ id }) => ['not-applied', id]).toSorted(),
    );
    expect(found.openings.every(({ kind }) => kind === 'different')).toBe(true);
  });

  test.each(['ecs-takeover', 'ecs-efs-attack'])('%s: hardened and applied', async (example) => {
    const { found, open, edits } = await verified(example, 'hardened', `${example}.hardened`);
    expect(open).toBe(0);
    expect(found.claims.filter(({ verdict }) => verdict !== 'confirmed')).toEqual([]);
    expect(found.fixes.map(({ verdict }) => verdict)).toEqual(edits.map(() => 'closed'));
    expect(found.openings).toEqual([]);
  });
});

describe('what happens to an account', () => {
  test('IMDSv1 is switched on again', async () => {
    const { found, open } = await verified('ecs-takeover', 'hardened', 'ecs-takeover.hardened', IMDSV1);
    expect(open).toBeGreaterThan(0);
    const fix = found.fixes.find(({ control }) => control === 'require-imdsv2');
    expect(fix).toMatchObject({ address: 'aws_instance.front', verdict: 'not-applied' });
    expect(fix?.paths).toHaveLength(open);
    expect(found.claims.filter(({ verdict }) => verdict !== 'confirmed')).toMatchObject([
      {
        verdict: 'different',
        attribute: 'metadata_options.http_tokens',
        sourceSays: 'required',
        accountSays: 'optional',
        open: 'account',
      },
    ]);
  });

  test('a role made by hand alone opens nothing, and widens what is open', async () => {
    const alone = await verified('ecs-takeover', 'hardened', 'ecs-takeover.hardened', LEGACY);
    expect([alone.open, kinds(alone.found)]).toEqual([0, []]);
    const both = await verified('ecs-takeover', 'hardened', 'ecs-takeover.hardened', LEGACY, IMDSV1);
    expect(kinds(both.found)).toEqual([
      'different aws_instance.front',
      'unmanaged aws_iam_role.legacy-ops',
      'unmanaged aws_iam_role_policy_attachment.legacy-ops_arn_aws_iam_aws_policy_AdministratorAccess',
    ]);
    const role = both.found.openings.find(({ arn }) => arn === LEGACY_ARN);
    expect(role).toMatchObject({ severity: 'critical', alone: 0 });
    expect(role?.detail).toContain('the CloudFormation stack operations made it');
    expect(both.found.openings.find(({ kind }) => kind === 'different')?.alone).toBeGreaterThan(0);
  });

  test('a policy is attached by hand', async () => {
    const { found } = await verified('ecs-takeover', 'as it is', 'ecs-takeover', ATTACHED);
    expect(found.summary).toMatchObject({ pathsInSource: 61, pathsConfirmed: 61 });
    const [opening, ...others] = found.openings;
    expect(others).toEqual([]);
    expect(opening).toMatchObject({ kind: 'unmanaged', severity: 'critical' });
    expect(opening?.detail).toContain('AdministratorAccess is attached to aws_iam_role.inventory (shop-inventory)');
    expect(opening?.alone).toBe(opening?.paths.length);
  });

  test('a security group is opened', async () => {
    const { found } = await verified('ecs-efs-attack', 'hardened', 'ecs-efs-attack.hardened', OPENED);
    expect(found.claims.filter(({ verdict }) => verdict === 'different').map(({ address }) => address)).toContain(
      'aws_security_group.storage',
    );
  });

  test('a resource is gone', async () => {
    const { found, open } = await verified(
      'ecs-takeover',
      'as it is',
      'ecs-takeover',
      without('aws_ecs_service', 'storefront'),
    );
    expect(open).toBe(0);
    expect(found.expected.every(({ verdict }) => verdict === 'closed')).toBe(true);
    expect(found.summary.claims.absent).toBeGreaterThan(0);
    expect(found.claims.filter(({ verdict }) => verdict === 'absent').map(({ address }) => address)).toContain(
      'aws_ecs_service.storefront',
    );
  });

  test('what could not be read is not closed, and says which call was denied', async () => {
    const { found } = await verified(
      'ecs-takeover',
      'as it is',
      'ecs-takeover',
      denied(['aws_instance'], 'ec2:DescribeInstances'),
    );
    expect(found.expected.some(({ verdict }) => verdict === 'closed')).toBe(false);
    const unread = found.claims.filter(({ verdict }) => verdict === 'not-readable');
    expect(unread.length).toBeGreaterThan(0);
    expect(new Set(unread.flatMap(({ calls }) => calls))).toEqual(new Set(['ec2:DescribeInstances']));
  });

  test('an edit of which nothing can be read is unclear', async () => {
    const { found } = await verified(
      'ecs-takeover',
      'hardened',
      'ecs-takeover.hardened',
      denied(['aws_instance'], 'ec2:DescribeInstances'),
    );
    expect(found.fixes.find(({ control }) => control === 'require-imdsv2')?.verdict).toBe('unclear');
  });
});

describe('the state tells what is pending from what was undone', () => {
  const front = (account: Snapshot): string =>
    account.resources.find((each) => each.type === 'aws_instance' && isCalled(each, 'shop-front'))?.id ?? '';

  test.each([
    ['pending', 'ecs-takeover', (account: Snapshot) => account],
    ['undone', 'ecs-takeover.hardened', IMDSV1],
  ] as const)('%s', async (verdict, account, drift) => {
    const { folder } = await hardened('ecs-takeover');
    const applied = recorded(account);
    const state = stateOf(applied, { 'aws_instance.front': front(applied) });
    const { verification } = await verify({ root: folder, snapshot: drift(applied), state });
    expect(verification?.fixes.find(({ address }) => address === 'aws_instance.front')?.verdict).toBe(verdict);
    expect(verification?.resources.find(({ address }) => address === 'aws_instance.front')?.joinedBy).toBe('state');
  });
});
