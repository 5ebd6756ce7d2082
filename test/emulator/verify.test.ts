/**
 * The whole circle: the real provider applies an example to moto, the account is verified, hardened, applied and verified again;
 * what somebody does by hand in between has to show.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { harden } from '#analysis/run.js';
import type { Result, VerificationResult } from '#analysis/result/result.js';
import { readAccounts } from '#live/account.js';
import type { RecordedEdit } from '#live/verify/fixes.js';
import { verify } from '#live/verify/verify.js';
import { copyOf } from '../support/built-cli.js';
import { validateResult } from '../support/validate-result.js';
import { whyNot } from './emulator.js';
import { ExampleAccount, REGIONS } from './example-account.js';

const reason = whyNot();
if (reason) process.stderr.write(`SKIPPED: ${reason}; no account is verified on an emulator.\n`);

const EXAMPLE = 'ecs-takeover';
const REGION = REGIONS[EXAMPLE];
const TIMEOUT = 300_000;

interface Verified {
  readonly open: number;
  readonly found: VerificationResult;
}

describe.skipIf(reason !== undefined)('apply, verify, drift, verify, harden, apply, verify', () => {
  let account: ExampleAccount;
  let folder: string;
  let state: string;
  let edits: readonly RecordedEdit[] = [];

  beforeAll(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'x');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
    vi.stubEnv('AWS_PROFILE', undefined);
    account = await ExampleAccount.start();
    folder = copyOf(`examples/${EXAMPLE}`);
    state = await account.apply(EXAMPLE);
  }, TIMEOUT);

  afterAll(() => {
    vi.unstubAllEnvs();
    account?.stop();
  });

  async function verified(): Promise<Verified> {
    const { endpoint } = account;
    expect(new URL(endpoint).hostname).toBe('127.0.0.1');
    const { snapshot } = await readAccounts({ accounts: [{ endpoint, regions: [REGION] }] });
    const result: Result = await verify({ root: folder, snapshot, state: { name: 'state.json', text: state }, edits });
    validateResult(result);
    if (!result.verification) throw new Error('no verification');
    return { open: result.summary.paths, found: result.verification };
  }

  const unconfirmed = ({ claims }: VerificationResult): readonly string[] =>
    claims.filter(({ verdict }) => verdict !== 'confirmed').map(({ address, verdict }) => `${verdict} ${address}`);

  test(
    'as applied',
    async () => {
      const { open, found } = await verified();
      expect(unconfirmed(found)).toEqual([]);
      expect(found.summary).toMatchObject({ pathsInSource: 61, pathsConfirmed: 61, pathsOnlyInAccount: 0 });
      expect(open).toBe(61);
    },
    TIMEOUT,
  );

  test(
    'a policy is attached by hand',
    async () => {
      const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
      await account.byHand(REGION, 'iam', 'attach_role_policy', { RoleName: 'shop-inventory', PolicyArn });
      const { found } = await verified();
      expect(found.openings.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual([
        'unmanaged: The policy AdministratorAccess is attached to aws_iam_role.inventory (shop-inventory). No source here has it.',
      ]);
      await account.byHand(REGION, 'iam', 'detach_role_policy', { RoleName: 'shop-inventory', PolicyArn });
    },
    TIMEOUT,
  );

  test(
    'hardened, before and after it is applied',
    async () => {
      const outcome = await harden({ root: folder });
      await outcome.write();
      edits = outcome.result.plan?.edits ?? [];
      const before = await verified();
      expect(before.open).toBe(61);
      expect(new Set(before.found.fixes.map(({ verdict }) => verdict))).toEqual(new Set(['pending']));
      const texts = readdirSync(folder).filter((name) => name.endsWith('.tf'));
      state = await account.apply(
        EXAMPLE,
        Object.fromEntries(texts.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
      );
      const after = await verified();
      expect(unconfirmed(after.found)).toEqual([]);
      expect([after.open, ...new Set(after.found.fixes.map(({ verdict }) => verdict))]).toEqual([0, 'closed']);
    },
    TIMEOUT,
  );

  test(
    'what was closed is opened again',
    async () => {
      const front = { Name: 'tag:Name', Values: ['shop-front'] };
      const { Reservations } = (await account.byHand(REGION, 'ec2', 'describe_instances', { Filters: [front] })) as {
        readonly Reservations: readonly { readonly Instances: readonly { readonly InstanceId: string }[] }[];
      };
      const InstanceId = Reservations[0]?.Instances[0]?.InstanceId;
      // moto takes what is left out for removed: all is given.
      const options = { InstanceId, HttpTokens: 'optional', HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 1 };
      await account.byHand(REGION, 'ec2', 'modify_instance_metadata_options', options);
      const { open, found } = await verified();
      expect(open).toBeGreaterThan(0);
      expect(
        found.fixes.filter(({ verdict }) => verdict !== 'closed').map(({ control, verdict }) => [control, verdict]),
      ).toEqual([['require-imdsv2', 'undone']]);
    },
    TIMEOUT,
  );
});
