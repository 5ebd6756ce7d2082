import { describe, expect, test } from 'vitest';
import type { Control, EditProposal, Proposal } from '#harden/control.js';
import { harden, type Hardened } from '#harden/harden.js';
import { subjectOf } from '#aws/premise.js';
import { replace } from '#hcl/edit/edit.js';
import { allow, hardened, leaked, publicHost, publicNetwork, role } from './plan-of.js';
import { analyseMain } from './support.js';

/** Users with keys that read a bucket each, by a wildcard. */
function users(count: number): string {
  const all = Array.from(
    { length: count },
    (_, at) =>
      `resource "aws_s3_bucket" "b${at}" { bucket = "lake-${at}-data" }\n${leaked(`u${at}`, allow('s3:GetObject', `"arn:aws:s3:::lake-${at}-*"`))}`,
  );
  return all.join('');
}

/** Its policy names the function: what brings new code is in use. */
const TOOL = `resource "aws_lambda_function" "job" {
  function_name = "job"
  role          = aws_iam_role.job.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "job.zip"
}
${role('job', 'lambda')}${leaked('tool', allow('lambda:UpdateFunctionCode', 'aws_lambda_function.job.arn'))}`;

describe('what is left to people covers nothing that edits close', () => {
  test('one path in many that no edit closes', async () => {
    const { edits, manual, proof } = await hardened(users(30) + TOOL);
    expect(edits).toHaveLength(30);
    expect(edits.every(({ closes }) => closes.length === 1)).toBe(true);
    expect(manual.map(({ closes }) => closes.map(({ target }) => target.address))).toEqual([
      ['aws_lambda_function.job'],
    ]);
    expect(proof).toMatchObject({ pathsBefore: 31, pathsAfter: 1 });
  });

  test('a permission that two statements give, of which one is in use: no edit is made for nothing', async () => {
    const text = `resource "aws_lambda_function" "job" {
  function_name = "job"
  role          = aws_iam_role.job.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "job.zip"
}
resource "aws_iam_role" "job" {
  name               = "job"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
${leaked('tool', allow('lambda:UpdateFunctionCode', 'aws_lambda_function.job.arn'), allow('lambda:UpdateFunctionCode', '"*"'))}`;
    const { edits, manual, proof } = await hardened(text, { without: ['replace-access-keys'] });
    expect(edits).toEqual([]);
    expect(manual.map(({ edit, needs }) => [edit?.proposal.summary, ...needs.map(({ what }) => what)])).toEqual([
      [
        'Remove lambda:UpdateFunctionCode from aws_iam_user_policy.tool',
        'aws_iam_user.tool uses lambda:UpdateFunctionCode on aws_lambda_function.job: its own policy names it',
      ],
      ['Remove lambda:UpdateFunctionCode from aws_iam_user_policy.tool'],
    ]);
    expect(proof.pathsAfter).toBe(1);
  });
});

const SOURCE = `resource "aws_s3_bucket" "b" { bucket = "acme-reports" }
resource "aws_s3_bucket" "own" { bucket = "acme-own" }
${leaked('ci', allow('s3:GetObject', '"arn:aws:s3:::acme-r*"'), allow('s3:PutObject', '"${aws_s3_bucket.own.arn}/*"'), allow('s3:PutObject', '"${aws_s3_bucket.own.arn}/*"'))}`;

interface Sketch {
  readonly id: string;
  readonly changes: readonly (readonly [from: string, to: string])[];
  readonly width?: number;
}

const READING = ['"s3:GetObject"', '"s3:ListBucket"'] as const;

/** A control whose edits claim permission to read the bucket and nothing else, whatever they do. */
async function plannedWith(sketches: readonly Sketch[]): Promise<Hardened> {
  const analysis = analyseMain(SOURCE);
  const file = analysis.estate.configuration.files.get('main.tf')!;
  const proposals = sketches.map(
    ({ id, changes, width = 0 }): EditProposal => ({
      kind: 'edit',
      id,
      address: 'aws_iam_user_policy.ci',
      summary: id,
      reason: '',
      changes: changes.map(([from, to]) => {
        const start = from.startsWith('last ') ? file.text.lastIndexOf(from.slice(5)) : file.text.indexOf(from);
        const end = start + from.replace(/^last /, '').length;
        return { kind: 'text', file, edits: [replace(file, { start, end }, to)] };
      }),
      applyEffect: 'in-place',
      dataLoss: false,
      mayBreak: [],
      width,
      falsifies: (premise) => subjectOf(premise, 'iam.grant')?.action.startsWith('s3:GetObject') === true,
    }),
  );
  const control: Control = {
    id: 'fake',
    title: '',
    description: '',
    references: [],
    closesPaths: true,
    findings: () => [],
    cut: (premise): Proposal[] => proposals.filter((proposal) => proposal.falsifies(premise)),
  };
  return harden({
    analysis,
    controls: [control],
    remedies: [],
    reanalyse: (files) => ({ analysis: analyseMain(files.get('main.tf') ?? SOURCE), reparsed: true }),
  });
}

const WRITING = ['"s3:PutObject"', '"s3:ListBucket"'] as const;
const LAST_WRITING = ['last "s3:PutObject"', '"s3:ListBucket"'] as const;

describe('an edit that takes away what is in use without saying so', () => {
  test.each([
    {
      when: 'is not made where another closes the path',
      sketches: [
        { id: 'greedy', changes: [READING, WRITING, LAST_WRITING] },
        { id: 'honest', changes: [READING], width: 3 },
      ],
      edits: ['honest'],
      choices: [],
    },
    {
      when: 'is left to a person where none does',
      sketches: [{ id: 'greedy', changes: [READING, WRITING, LAST_WRITING] }],
      edits: [],
      choices: [['greedy', 'aws_iam_user.ci uses s3:PutObject on aws_s3_bucket.own: its own policy names it']],
    },
    {
      when: 'is made where something else still gives it',
      sketches: [{ id: 'half', changes: [READING, WRITING] }],
      edits: ['half'],
      choices: [],
    },
  ])('$when', async ({ sketches, edits, choices }) => {
    const plan = await plannedWith(sketches);
    expect(plan.edits.map(({ proposal }) => proposal.id)).toEqual(edits);
    expect(plan.manual.map(({ edit, needs }) => [edit?.proposal.id, ...needs.map(({ what }) => what)])).toEqual(
      choices,
    );
  });
});

describe('what an edit takes', () => {
  test.each([
    {
      when: 'an action that is named',
      statement: allow(['s3:GetObject', 's3:PutObject'], '"arn:aws:s3:::acme-r*"'),
      takes: [{ principal: 'aws_iam_user.ci', action: 's3:GetObject', resource: 'arn:aws:s3:::acme-r*' }],
    },
    {
      when: 'what a wildcard gave on one bucket, and what else leads to it',
      statement: allow('s3:*', '"*"'),
      takes: [
        ...['aws_s3_bucket.b', 'arn:*:s3-object-lambda:*:*:accesspoint/*', 'arn:*:s3:*:*:accesspoint/*'].map(
          (resource) => ({ principal: 'aws_iam_user.ci', action: 's3:*', resource }),
        ),
        ...[
          's3:*AccessGrant*',
          's3:CreateJob',
          's3:GetDataAccess',
          's3:PutAccountPublicAccessBlock',
          's3:UpdateJobStatus',
        ].map((action) => ({ principal: 'aws_iam_user.ci', action, resource: '*' })),
      ],
    },
  ])('$when', async ({ statement, takes }) => {
    const { edits } = await hardened(
      `resource "aws_s3_bucket" "b" { bucket = "acme-reports" }\n${leaked('ci', statement)}`,
    );
    expect(edits.flatMap((edit) => edit.taken.takes)).toEqual(takes);
  });

  test('a port', async () => {
    const text = `${publicNetwork(22)}${role('box', 'ec2', allow('s3:GetObject', '"arn:aws:s3:::acme-*"'))}
${publicHost('box')}resource "aws_s3_bucket" "b" { bucket = "acme-reports" }`;
    const { edits } = await hardened(text, { only: ['close-internet-ingress'] });
    expect(edits.flatMap((edit) => edit.taken.takes)).toEqual([
      { principal: '0.0.0.0/0', action: 'tcp/22', resource: 'aws_security_group.web' },
    ]);
    expect(edits.flatMap((edit) => edit.taken.ports)).toEqual([
      { protocol: 'tcp', fromPort: 22, toPort: 22, from: '0.0.0.0/0', to: 'aws_security_group.web' },
    ]);
  });
});
