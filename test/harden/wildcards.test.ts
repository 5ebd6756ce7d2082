import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attackPaths } from '#attack/analyse.js';
import { actionInfo, expandAction, isReading, rewritesPermissions } from '#aws/iam/actions.js';
import { reaching, reachOf } from '#aws/iam/reach.js';
import { patternsFor } from '#aws/iam/wildcard.js';
import { KINDS } from '#aws/iam/ways.js';
import { matches } from '#aws/iam/pattern.js';
import { matchActionPattern } from '#aws/iam/statement.js';
import { SERVICES } from '#aws/services/registry.generated.js';
import { symbolic } from '#aws/symbolic.js';
import type { Estate } from '#aws/estate.js';
import { removeDangerousActions } from '#harden/controls/iam/remove-dangerous-actions/control.js';
import { harden, type Hardened } from '#harden/harden.js';
import { controls } from '#harden/registry.generated.js';
import { closedTargets, residueOf } from '#harden/residue.js';
import { edited, editsOf, estateOf } from './control-folder.js';
import { analyseMain } from './support.js';

const FOLDER = join(import.meta.dirname, 'wildcards');

/** `asked`: the controls were asked for, so that what takes away a need is no choice left to a person. */
function hardenMain(text: string, asked = false): Promise<Hardened> {
  return harden({
    analysis: analyseMain(text),
    controls,
    partial: asked,
    remedies: [],
    reanalyse: (files) => ({ analysis: analyseMain(files.get('main.tf') ?? text), reparsed: true }),
  });
}

/** By which services the principal still reaches what no technique follows: power users may administer IAM Identity Center. */
const STAYS = new Map([['ssm-by-managed-policy', ['sts', 'identitystore', 'sso']]]);
/** Cases in which something is left to a person. */
const BY_HAND = new Set(['all-but-some']);
/** Cases in which the edit takes away what the principal is there for: it is written only where it is asked for. */
const CHOICES = new Set(['lambda-by-name']);

describe.each(readdirSync(FOLDER))('%s', (name) => {
  const read = (file: string) => readFileSync(join(FOLDER, name, file), 'utf8');

  test('is edited to what it is in after.tf, and no further', async () => {
    const before = analyseMain(read('before.tf'));
    const { files, proof, manual } = await hardenMain(read('before.tf'), CHOICES.has(name));
    expect(files.get('main.tf') ?? read('before.tf')).toBe(read('after.tf'));
    expect({ open: proof.pathsAfter > 0, manual: manual.length > 0 }).toEqual({
      open: BY_HAND.has(name),
      manual: BY_HAND.has(name),
    });

    const after = analyseMain(read('after.tf'));
    const stays = residueOf(after, closedTargets(before, after)).map(({ action }) => action.split(':')[0]);
    expect([...new Set(stays)]).toEqual(STAYS.get(name) ?? []);
    expect((await hardenMain(read('after.tf'))).edits).toEqual([]);
  });

  test.runIf(CHOICES.has(name))('is left to a person where it is not asked for', async () => {
    const { files, manual } = await hardenMain(read('before.tf'));
    expect(files.size).toBe(0);
    expect(manual.length).toBeGreaterThan(0);
  });

  test('every edit says what it takes', async () => {
    const { edits } = await hardenMain(read('before.tf'));
    for (const { proposal } of edits) {
      expect(proposal.summary).toMatch(/^[A-Z].{10,}[^.]$/);
      expect(proposal.reason).toMatch(/^.{20,}\.$/s);
      for (const note of proposal.mayBreak) expect(note).toMatch(/^[A-Za-z].{10,}\.$/s);
    }
  });
});

describe('a short list of patterns', () => {
  const actions = fc
    .constantFrom('iam', 's3', 'dynamodb', 'lambda', 'ssm', 'kms', 'sts')
    .chain((service) => fc.tuple(fc.constant(service), fc.subarray([...expandAction(`${service}:*`)])));
  const readings = fc
    .constantFrom('iam', 's3', 'dynamodb', 'lambda', 'ssm')
    .map((service) => expandAction(`${service}:*`).filter(isReading))
    .chain((all) => fc.tuple(fc.constant(all), fc.nat(all.length - 1)))
    .map(([all, without]) => [all[0]?.split(':')[0] ?? '', all.toSpliced(without, 1)] as const);

  test('grants these actions and no other', () => {
    fc.assert(
      fc.property(fc.oneof(actions, readings), ([service, kept]) => {
        const patterns = patternsFor(kept).map((pattern) => symbolic(pattern));
        const granted = expandAction(`${service}:*`).filter((action) =>
          patterns.some((pattern) => matchActionPattern(pattern, symbolic(action)) === 'yes'),
        );
        expect(granted).toEqual(kept.toSorted());
      }),
      { numRuns: 60 },
    );
  });

  test('is short where all of a beginning stays', () => {
    expect(patternsFor(expandAction('iam:*').filter(isReading))).toEqual([
      'iam:Generate*',
      'iam:Get*',
      'iam:List*',
      'iam:Simulate*',
    ]);
    expect(patternsFor(['ssm:GetParameter', 'ssm:GetParameterHistory'])).toEqual([
      'ssm:GetParameter',
      'ssm:GetParameterHistory',
    ]);
  });
});

describe('the ways to a target', () => {
  test.each([...KINDS])('of %s are actions that AWS documents', (_, { ways, service, own, near = [] }) => {
    for (const { actions, source } of ways) {
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
      for (const action of actions) expect(actionInfo(action)?.name).toBe(action);
    }
    const types = new Set(
      expandAction(`${service}:*`).flatMap((action) => actionInfo(action)?.resourceTypes.map(({ name }) => name) ?? []),
    );
    for (const type of [...own, ...near]) expect(types).toContain(type);
  });

  test.each([
    ['aws_s3_bucket', ['s3:PutBucketPolicy', 's3:GetObjectVersion', 's3:PutObjectAcl'], ['s3:CreateAccessPoint']],
    ['aws_dynamodb_table', ['dynamodb:Query', 'dynamodb:UpdateItem'], ['dynamodb:ExportTableToPointInTime']],
    ['aws_lambda_function', ['lambda:UpdateFunctionConfiguration', 'lambda:AddPermission'], ['lambda:UpdateAlias']],
    ['aws_secretsmanager_secret', ['secretsmanager:PutResourcePolicy'], ['secretsmanager:DeleteResourcePolicy']],
    ['aws_kms_key', ['kms:CreateGrant', 'kms:PutKeyPolicy', 'kms:ReplicateKey'], ['kms:RevokeGrant']],
    ['account', ['iam:AddUserToGroup', 'iam:PutGroupPolicy'], ['iam:CreatePolicy', 'iam:DetachUserPolicy']],
    ['aws_instance', [], []],
  ])('%s', (kind, alone, helping) => {
    const ways = reaching(kind);
    for (const action of alone) expect(ways.get(action.toLowerCase())?.alone).toBe(true);
    for (const action of helping) expect(ways.get(action.toLowerCase())?.alone).toBe(false);
    expect(ways.size > 0).toBe(alone.length > 0);
  });

  test.each([
    [
      'aws_s3_bucket',
      's3:*',
      ['s3:*AccessGrant*', 's3:CreateJob', 's3:GetDataAccess', 's3:PutAccountPublicAccessBlock', 's3:UpdateJobStatus'],
      2,
    ],
    ['aws_s3_bucket', 's3:Get*', ['s3:GetDataAccess'], 1],
    ['aws_dynamodb_table', 'dynamodb:*', [], 0],
    ['aws_ssm_parameter', 'ssm:*', ['ssm:GetParametersByPath'], 0],
    [
      'aws_lambda_function',
      'lambda:*',
      ['lambda:CreateEventSourceMapping', 'lambda:UpdateCodeSigningConfig', 'lambda:UpdateEventSourceMapping'],
      0,
    ],
  ])('%s is closed for %s by its ARNs, but for some', (kind, pattern, beside, doors) => {
    const granted = (action: string) => matchActionPattern(symbolic(pattern), symbolic(action)) === 'yes';
    const reach = reachOf(kind, granted);
    expect([reach.beside, reach.doors.length]).toEqual([beside, doors]);
  });
});

/** A user, and one target of each kind whose ways are known. */
const WORLD = `
resource "aws_iam_user" "ci" {
  name = "ci"
}

resource "aws_s3_bucket" "b" {
  bucket = "acme"
}

resource "aws_dynamodb_table" "t" {
  name = "orders"
}

resource "aws_secretsmanager_secret" "s" {
  name = "password"
}

resource "aws_ssm_parameter" "p" {
  name = "/prod/token"
  type = "SecureString"
}

resource "aws_sqs_queue" "q" {
  name = "orders"
}

resource "aws_lambda_function" "f" {
  function_name = "billing"
  role          = "arn:aws:iam::123456789012:role/billing"
}
`;
const TARGETS = {
  's3:GetObject': 'aws_s3_bucket.b',
  'dynamodb:Query': 'aws_dynamodb_table.t',
  'secretsmanager:GetSecretValue': 'aws_secretsmanager_secret.s',
  'ssm:GetParameter': 'aws_ssm_parameter.p',
  'lambda:UpdateFunctionCode': 'aws_lambda_function.f',
  'sqs:ReceiveMessage': 'aws_sqs_queue.q',
  'iam:PutUserPolicy': 'aws_iam_user.ci',
} as const;

function written(statements: readonly (readonly [actions: readonly string[], resource: string])[]): string {
  const lines = statements.map(
    ([actions, resource]) => `{ Effect = "Allow", Action = ${JSON.stringify(actions)}, Resource = ${resource} },`,
  );
  return `resource "aws_iam_user_policy" "ci" {\n  user   = aws_iam_user.ci.name\n  policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [\n      ${lines.join('\n      ')}\n    ]\n  })\n}\n${WORLD}`;
}

/** The requests with which the user reaches the target, of everything that the IAM data has. */
function left(estate: Estate, address: string): readonly string[] {
  const principal = estate.iam.principal('aws_iam_user.ci');
  const resource = estate.configuration.resource(address);
  if (!principal || !resource) throw new Error(address);
  const account = address === principal.address;
  const ways = account
    ? expandAction('iam:*').filter((action) => !isReading(action))
    : [...reaching(resource.type).values()].map(({ action }) => action);
  const own = estate.arnOf(resource);
  const store = estate.stores.find((each) => each.address === address)?.arn;
  const parts = own ? suffixesOf(resource.type).map((suffix) => symbolic(own, suffix.replace('*', 'part'))) : [];
  const arns = [...parts, ...(store ? [store] : []), ...OTHERS.map((arn) => symbolic(arn))];
  const requests = [undefined, ...arns].map((arn) => ({ arn, ...(arn === own ? { resource } : {}) }));
  return ways.filter((action) =>
    requests.some(({ arn }) => {
      if (arn === undefined ? !worksOnNothing(action) : !worksOn(action, arn.key)) return false;
      return estate.iam.grants({ principal, action, target: { arn } }).length > 0;
    }),
  );
}

function suffixesOf(kind: string): readonly string[] {
  return KINDS.get(kind)?.suffixes ?? [''];
}

/** Other things by which a target is reached. */
const OTHERS = [
  'arn:aws:s3:eu-west-1:123456789012:accesspoint/x',
  'arn:aws:s3:eu-west-1:123456789012:accesspoint/x/object/y',
  'arn:aws:s3:eu-west-1:123456789012:access-grants/default',
  'arn:aws:s3:eu-west-1:123456789012:job/1',
  'arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/x',
  'arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:1',
];

function worksOnNothing(action: string): boolean {
  // A path of parameters is no parameter; a job of S3 or a mapping of Lambda has no ARN before it is there.
  return actionInfo(action)?.resourceTypes.length === 0 || action === 'ssm:GetParametersByPath';
}

function worksOn(action: string, key: string): boolean {
  return (actionInfo(action)?.resourceTypes ?? []).some(
    ({ arn }) => matches(symbolic(arn.replaceAll(/\$\{\w+\}/g, '*')), symbolic(key)) === 'yes',
  );
}

describe('whatever wildcards grant it', () => {
  const service = fc.constantFrom(...(Object.keys(TARGETS) as (keyof typeof TARGETS)[]));
  const statement = (asked: string) => {
    const [prefix = '', name = ''] = asked.split(':');
    const own = fc.oneof(
      fc.constant(`${prefix}:*`),
      fc.nat(name.length).map((length) => `${prefix}:${name.slice(0, length)}*`),
      fc.nat(name.length).map((length) => `${prefix}:*${name.slice(length)}`),
      fc.constantFrom(...expandAction(`${prefix}:*`)),
    );
    const foreign = fc.constantFrom('ec2:Describe*', 'logs:*', 'sts:GetCallerIdentity');
    return fc.tuple(
      fc.array(fc.oneof({ weight: 3, arbitrary: own }, { weight: 1, arbitrary: foreign }), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.constantFrom('"*"', '["*"]', '"arn:aws:*:*:*:*"'),
    );
  };
  const policies = service.chain((asked) =>
    fc.tuple(fc.constant(asked), fc.array(statement(asked), { minLength: 1, maxLength: 3 })),
  );

  test('after the edits of a wildcard no way to the target is left', () => {
    fc.assert(
      fc.property(policies, ([asked, statements]) => {
        const sources = { 'main.tf': written(statements) };
        const estate = estateOf(sources);
        const address = TARGETS[asked];
        const principal = estate.iam.principal('aws_iam_user.ci');
        const resource = estate.configuration.resource(address);
        const arn = estate.stores.find((each) => each.address === address)?.arn ?? (resource && estate.arnOf(resource));
        if (!principal || !resource) throw new Error(address);
        const grants = estate.iam
          .grants({ principal, action: asked, target: { arn, resource } })
          .filter(({ actionPattern }) => actionPattern?.text.key.includes('*'));
        for (const choose of [0, -1]) {
          const offers = grants.map((grant) => [...removeDangerousActions.cut(grant.premise, estate)].at(choose));
          const edits = editsOf(offers.filter((offer) => offer !== undefined));
          expect(edits.length).toBe(grants.length);
          const after = estateOf(edited(sources, [...new Map(edits.map((edit) => [edit.id, edit])).values()]));
          // What only names grant is another premise, and has an edit of its own.
          const wild = statements.filter((_, at) => grants.some(({ statement }) => statement.index === at));
          const named = new Set(statements.flatMap(([actions]) => actions.filter((each) => !each.includes('*'))));
          const others = statements.filter((each) => !wild.includes(each)).flatMap(([actions]) => actions);
          const byOthers = (action: string) =>
            others.some((pattern) => matchActionPattern(symbolic(pattern), symbolic(action)) === 'yes');
          const still = grants.length === 0 ? [] : left(after, address);
          expect(still.filter((action) => !named.has(action) && !byOthers(action))).toEqual([]);
        }
      }),
      { numRuns: 40, examples: [[['s3:GetObject', [[['s3:*GetObject', 's3:AbortMultipartUpload'], '"*"']]]]] },
    );
  }, 60_000);

  test('every store, and whatever has a policy, has its ways', () => {
    for (const { prefix, stores = [], resourcePolicies = [] } of SERVICES) {
      const types = [...stores.map(({ type }) => type), ...resourcePolicies.flatMap(({ of }) => of)];
      for (const type of types) expect([type, KINDS.get(type)?.service]).toEqual([type, prefix]);
      for (const { type, readings } of stores) {
        for (const action of readings.flatMap(({ actions }) => actions)) {
          expect(reaching(type).get(action.toLowerCase())?.alone).toBe(true);
        }
      }
    }
  });

  test('rewriting permissions is a way of every service whose targets are known', () => {
    for (const [kind, { service: prefix, own }] of KINDS) {
      const rewriting = expandAction(`${prefix}:*`).filter(
        (action) =>
          rewritesPermissions(action) && actionInfo(action)?.resourceTypes.some(({ name }) => own.includes(name)),
      );
      const ways = reaching(kind);
      const missing = rewriting.filter((action) => !ways.has(action.toLowerCase()));
      // Lambda@Edge replicates for CloudFront alone.
      expect(missing.filter((action) => !/^lambda:(En|Dis)ableReplication$/.test(action))).toEqual([]);
    }
  });
});

test('an analysis of a wildcard shows every target that it reaches', () => {
  const text = readFileSync(join(FOLDER, 'group-everything', 'before.tf'), 'utf8');
  const targets = new Set(attackPaths(analyseMain(text)).map(({ target }) => target.address));
  expect([...targets].toSorted()).toEqual(['admin', 'aws_dynamodb_table.orders']);
});
