import { describe, expect, test } from 'vitest';
import { analyse, attackPaths } from '#attack/analyse.js';
import { severityOf } from '#attack/severity.js';
import { analyseText } from './technique-folder.js';
import { inlinePolicy, user } from './written.js';

/** Certain and assumed are two tiers: what rests on something that is not known is named, a level lower, and does not count. */

const BUCKET = 'resource "aws_s3_bucket" "orders" {\n  bucket = "acme-orders"\n}\n';
const READ = 'Action = "s3:GetObject"';
const certain = `${READ}, Resource = "*"`;
const assumed = `${READ}, Resource = "arn:aws:s3:::\${var.name}/*"`;
const VARIABLE = 'variable "name" {\n  type = string\n}\n';

/** Of the paths of a leaked key to the bucket: certainty, severity, whether it counts. */
function found(text: string, unknown: 'open' | 'closed' = 'closed'): string[] {
  const { estate } = analyseText(text);
  const { paths } = analyse(estate, { rootModule: '.', assumption: 'code-execution', unknown });
  return paths.map((path) => `${path.certainty} ${path.severity}${path.counts ? ' counts' : ''}`);
}

describe('a path', () => {
  test.each([
    ['of which everything is known', user(certain) + BUCKET, ['certain high counts']],
    ['that rests on a variable without a value', VARIABLE + user(assumed) + BUCKET, ['assumed medium']],
    [
      'that rests on a variable, from where everything is in reach anyway',
      VARIABLE + user('Action = "iam:PutUserPolicy", Resource = "*"', assumed) + BUCKET,
      ['certain critical counts'],
    ],
    [
      'that has a certain grant beside an assumed one',
      VARIABLE + user(certain, assumed) + BUCKET,
      ['certain high counts'],
    ],
  ])('%s', (_, text, paths) => {
    expect(found(text)).toEqual(paths);
  });

  test('counts in full where the unknown is taken to be open', () => {
    expect(found(VARIABLE + user(assumed) + BUCKET, 'open')).toEqual(['assumed high counts']);
  });

  test('says what it assumes, where, and what would settle it', () => {
    const analysis = analyseText(VARIABLE + user(assumed) + BUCKET);
    const [path] = analysis.paths;

    expect(attackPaths(analysis)).toEqual([]);
    expect(path?.assumptions).toHaveLength(1);
    expect(path?.assumptions[0]?.what).toMatch(/\S/);
    expect(path?.assumptions[0]?.supply).toMatch(/^[A-Z].+\.$/);
    expect(path?.assumptions[0]?.origin).toBeDefined();
  });
});

test('a path through hops of the same kind is told once', () => {
  const hosts = ['a', 'b', 'c'].map(
    (name) => `
resource "aws_iam_user" "${name}" {
  name = "${name}"
}
${inlinePolicy('user', name, 'Action = "iam:CreateAccessKey", Resource = "*"')}`,
  );
  const text = `${user('Action = "iam:CreateAccessKey", Resource = "*"')}${hosts.join('')}
${inlinePolicy('user', 'c', certain).replace('"c" {', '"c_reads" {')}${BUCKET}`;
  const paths = analyseText(text).paths.filter(
    ({ target, certainty }) => target.address === 'aws_s3_bucket.orders' && certainty === 'certain',
  );

  expect(paths.map(({ steps }) => steps.map(({ technique }) => technique.id))).toEqual([
    ['use-leaked-access-key', 'create-access-key', 'read-data-store'],
  ]);
});

test.each([
  ['admin', true, 'critical'],
  ['admin', false, 'high'],
  ['data', true, 'high'],
  ['secret', false, 'medium'],
  ['workload', true, 'medium'],
  ['workload', false, 'low'],
] as const)('the severity of a path to %s that counts: %s', (kind, counts, severity) => {
  const entry = {
    id: 'e',
    kind: 'leaked-credentials',
    address: 'e',
    reason: '',
    administrator: false,
    origin: undefined,
    steps: [],
  } as const;
  const target = { id: 't', kind, address: 't', reason: '', origin: undefined } as const;

  expect(severityOf(entry, target, counts)).toBe(severity);
});
