import { describe, expect, test } from 'vitest';
import type { AttackAnalysis } from '#attack/analyse.js';
import { DerivationSpace } from '#attack/engine/derivation.js';
import { entriesOf } from '#attack/goal.js';
import { Steps } from '#harden/steps.js';
import { allow, role } from './plan-of.js';
import { analyseMain } from './support.js';

/** A function that answers everybody, with what its role is allowed. */
const site = (...statements: readonly string[]) => `resource "aws_lambda_function" "site" {
  function_name = "site"
  role          = aws_iam_role.site.arn
}
resource "aws_lambda_function_url" "site" {
  function_name      = aws_lambda_function.site.function_name
  authorization_type = "NONE"
}
resource "aws_s3_bucket" "own" { bucket = "acme-own" }
${role('site', 'lambda', ...statements)}`;
const IN_OWN = '"${aws_s3_bucket.own.arn}/*"';
const OWN = `[aws_s3_bucket.own.arn, ${IN_OWN}]`;

/** Another function that works with the bucket, whose code the first may replace. */
const job = (...statements: readonly string[]) => `resource "aws_lambda_function" "job" {
  function_name = "job"
  role          = aws_iam_role.job.arn
}
${role('job', 'lambda', ...statements)}`;

/** Each way to the bucket that counts as an attack by its colour, and whether it takes the same steps as access by design. */
function ways(text: string): readonly string[] {
  const analysis = analyseMain(text);
  const steps = new Steps(analysis);
  return derivations(analysis, 'aws_s3_bucket.own').map((derivation) => {
    const techniques = derivation.flatMap(({ technique }) => technique?.id ?? []);
    return `${techniques.join(' > ')}: ${steps.areByDesign(derivation) ? 'by design' : 'an attack'}`;
  });
}

function derivations({ coloured, goals, entries }: AttackAnalysis, address: string) {
  const space = new DerivationSpace(coloured);
  return goals
    .filter(({ target }) => target.address === address)
    .flatMap(({ entry, facts }) => {
      const from = space.from(entriesOf(entry, entries));
      return facts.flatMap((fact) => [...from.derivationsThrough(fact, 'attack')]);
    });
}

/** A role that works with the bucket, and that the first function may assume. */
const ASSUMED = `resource "aws_iam_role" "job" {
  name = "job"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.site.arn } },
  ] })
}
resource "aws_iam_role_policy" "job" {
  role   = aws_iam_role.job.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [${allow('s3:*', OWN)}] })
}
`;

const SITE = 'exploit-public-workload > use-function-credentials';
const JOB = `${SITE} > overwrite-function-code > use-function-credentials`;

describe('a way to a bucket', () => {
  test.each([
    ['that its name gives', site(allow('s3:GetObject', IN_OWN)), []],
    [
      'whose policy it may write, which it reads by its name',
      site(allow('s3:*', OWN)),
      [`${SITE} > rewrite-resource-policy: by design`],
    ],
    [
      'whose policy it may write',
      site(allow('s3:PutBucketPolicy', OWN)),
      [`${SITE} > rewrite-resource-policy: an attack`],
    ],
    [
      'whose policy another may write, which that reads by its name',
      site(allow('lambda:UpdateFunctionCode', '"*"')) + job(allow('s3:*', OWN)),
      [`${JOB} > read-data-store: an attack`, `${JOB} > rewrite-resource-policy: an attack`],
    ],
    [
      'whose policy a role may write that it assumes',
      site(allow('sts:AssumeRole', '"*"')) + ASSUMED,
      [
        `${SITE} > assume-role > read-data-store: an attack`,
        `${SITE} > assume-role > rewrite-resource-policy: an attack`,
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect([...new Set(ways(text))].toSorted()).toEqual(expected);
  });
});
