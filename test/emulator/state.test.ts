/**
 * What is read of an account is what a state of it says: the real provider applies the examples to moto, and each attribute that
 * collectors give is held against `terraform show -json`. What differs stands in a table, with the reason.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readAccounts } from '#live/account.js';
import type { Json, JsonObject, LiveResource } from '#live/snapshot.js';
import { stateOf } from '#live/state.js';
import { scan } from '#analysis/run.js';
import { whyNot } from './emulator.js';
import { type Example, ExampleAccount, REGIONS } from './example-account.js';

const reason = whyNot();
if (reason) process.stderr.write(`SKIPPED: ${reason}; accounts are not held against states.\n`);

/** Attributes that differ, and why that is no fault. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'aws_ecs_service.arn': 'a state of version 5 has it as id only',
  'aws_ecs_service.task_definition': 'a service names a revision by its ARN, the source as it likes',
  'aws_ecs_task_definition.status': 'not an attribute of Terraform',
  'aws_ecs_task_definition.container_definitions': 'AWS writes defaults that the provider leaves out again',
  'aws_iam_policy.policy_id': 'moto leaves it out',
  'aws_iam_policy.attachment_count': 'counted when the policy was made, before it was attached',
  'aws_iam_role.create_date': 'moto gives fractions of a second',
  'aws_iam_role_policy_attachment.id': 'the provider makes one up',
  'aws_lambda_permission.id': 'told apart by the function too',
  'aws_instance.user_data': 'a state has a hash, a snapshot what tells the cluster',
};
/** `default_tags` are tags of the resource as much as its own; a state has them in `tags_all`. */
const TAGS = 'tags';
/** The provider's own, which AWS has in another form. */
const NOT_READ = new Set([
  'aws_cloudwatch_event_rule',
  'aws_cloudwatch_event_target',
  'aws_iam_policy_attachment',
  'aws_key_pair',
]);

interface InState {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly values: JsonObject;
}

describe.skipIf(reason !== undefined)('the account of', () => {
  let account: ExampleAccount;
  beforeAll(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'x');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
    vi.stubEnv('AWS_PROFILE', undefined);
    account = await ExampleAccount.start();
  }, 120_000);
  afterAll(() => {
    vi.unstubAllEnvs();
    account?.stop();
  });

  test.each([
    ['ecs-takeover', 61],
    // A seventh is one of Terraform's code: what it would do at the next apply.
    ['ecs-efs-attack', 6],
  ] satisfies [Example, number][])(
    '%s is as its state says',
    async (example, paths) => {
      const state = JSON.parse(await account.apply(example)) as { values: { root_module: { resources: InState[] } } };
      const { endpoint } = account;
      expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:/);
      const { snapshot } = await readAccounts({ accounts: [{ regions: [REGIONS[example]], endpoint }] });
      const differences = state.values.root_module.resources
        .filter(({ mode, type }) => mode === 'managed' && !NOT_READ.has(type))
        .flatMap((one) => differencesOf(one, snapshot.resources));
      expect(differences).toEqual([]);

      const empty = join(account.folder, 'nothing');
      mkdirSync(empty, { recursive: true });
      const { text } = stateOf(snapshot);
      const { paths: found } = await scan({ root: empty, plan: { name: 'account', text } });
      expect(found.filter(({ certainty, intended }) => certainty === 'certain' && !intended).length).toBe(paths);
    },
    300_000,
  );
});

function differencesOf(one: InState, live: readonly LiveResource[]): readonly string[] {
  const matches = live.filter((each) => each.type === one.type && isSame(each.values, one));
  const [found] = matches;
  if (!found || matches.length > 1) return [`${one.address}: ${matches.length} of it`];
  return Object.entries(found.values).flatMap(([name, value]) => {
    if (DIFFERENT[`${one.type}.${name}`] !== undefined) return [];
    const wanted = name === TAGS ? one.values['tags_all'] : one.values[name];
    if (agrees(value, wanted)) return [];
    return [`${one.address}.${name}: ${JSON.stringify(value)}, but ${JSON.stringify(wanted)} in the state`];
  });
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role_policy_attachment: ['role', 'policy_arn'],
  aws_lambda_permission: ['function_name', 'statement_id'],
};

function isSame(values: JsonObject, { type, values: known }: InState): boolean {
  const keys = KEYS[type] ?? (known['arn'] ? ['arn'] : ['id']);
  return keys.every((key) => values[key] === known[key]);
}

/** Nothing is nothing, in whatever form, and documents are the same whatever their layout. */
function agrees(live: Json, known: Json | undefined): boolean {
  if (isNothing(live) && isNothing(known)) return true;
  if (typeof live === 'string' && typeof known === 'string') return live === known || sameDocument(live, known);
  if (Array.isArray(live) && Array.isArray(known))
    return live.length === known.length && live.every((each: Json, at) => agrees(each, known[at]));
  if (isObject(live) && isObject(known)) return Object.entries(live).every(([name, each]) => agrees(each, known[name]));
  return live === known;
}

function isNothing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sameDocument(a: string, b: string): boolean {
  try {
    const [one, other] = [a, b].map((text): Json => JSON.parse(text) as Json);
    return one !== undefined && agrees(one, other) && agrees(other ?? null, one);
  } catch {
    return false;
  }
}
