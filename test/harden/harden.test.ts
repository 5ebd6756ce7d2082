import { describe, expect, test } from 'vitest';
import type { AttackAnalysis } from '#attack/analyse.js';
import type { Control, EditProposal, Proposal } from '#harden/control.js';
import type { JudgedFinding } from '#harden/findings.js';
import { harden } from '#harden/harden.js';
import { replace } from '#hcl/edit/edit.js';
import { analyseMain } from './support.js';

/** A leaked key whose policy reads one bucket by two statements: two derivations of one target. */
const SOURCE = `resource "aws_iam_user" "ci" { name = "ci" }
resource "aws_iam_access_key" "ci" { user = aws_iam_user.ci.name }
resource "aws_s3_bucket" "b" { bucket = "acme-reports" }
resource "aws_iam_user_policy" "one" {
  user   = aws_iam_user.ci.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}
resource "aws_iam_user_policy" "two" {
  user   = aws_iam_user.ci.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*Object", Resource = "arn:aws:s3:::acme-*" }] })
}
`;

interface Sketch {
  readonly id: string;
  /** Which policy's grants it claims to take away. */
  readonly claims: string;
  readonly from: string;
  readonly to: string;
  readonly width?: number;
}

/** Text replacements, with the claim that they take away the grants of a policy. */
function proposalsOf(analysis: AttackAnalysis, sketches: readonly Sketch[]): readonly EditProposal[] {
  const file = analysis.estate.configuration.files.get('main.tf')!;
  return sketches.map(({ id, claims, from, to, width = 0 }): EditProposal => {
    const start = file.text.indexOf(from);
    return {
      kind: 'edit',
      id,
      address: claims,
      summary: id,
      reason: '',
      changes: [{ kind: 'text', file, edits: [replace(file, { start, end: start + from.length }, to)] }],
      applyEffect: 'in-place',
      dataLoss: false,
      mayBreak: [],
      width,
      falsifies: (premise) => premise.resource.address === `aws_iam_user_policy.${claims}`,
    };
  });
}

/** A control that offers them. */
function controlOf(analysis: AttackAnalysis, sketches: readonly Sketch[]): Control {
  const proposals = proposalsOf(analysis, sketches);
  return {
    id: 'fake',
    title: '',
    description: '',
    references: [],
    closesPaths: true,
    findings: () => [],
    cut: (premise): Proposal[] => proposals.filter((proposal) => proposal.falsifies(premise)),
  };
}

const ONE = { id: 'one', claims: 'one', from: '"s3:GetObject"', to: '"s3:ListBucket"' };
const TWO = { id: 'two', claims: 'two', from: '"s3:*Object"', to: '"s3:List*"' };
/** Cheaper than the honest edit, and useless. */
const LIE = { id: 'lie', claims: 'one', from: '"acme-reports"', to: '"acme-reports2"' };

describe('harden', () => {
  test.each([
    { when: 'both grants are taken', sketches: [ONE, TWO], edits: ['one', 'two'], after: 0, manual: 0 },
    {
      when: 'the cheaper of two edits for the same',
      sketches: [{ ...ONE, id: 'dear', to: '"s3:ListAllMyBuckets"', width: 3 }, ONE, TWO],
      edits: ['one', 'two'],
      after: 0,
      manual: 0,
    },
    {
      when: 'a claim that the second analysis refutes is withdrawn',
      sketches: [LIE, { ...ONE, width: 3 }, TWO],
      edits: ['one', 'two'],
      after: 0,
      manual: 0,
    },
    {
      when: 'no edit for one of two grants: none is made for nothing, and both are left to a person',
      sketches: [ONE],
      edits: [],
      after: 1,
      manual: 2,
    },
    {
      when: 'edits that collide are not chosen together',
      sketches: [{ ...ONE, from: 'acme', to: 'x' }, { ...ONE, id: 'honest', width: 2 }, TWO],
      edits: ['honest', 'two'],
      after: 0,
      manual: 0,
    },
  ])('$when', async ({ sketches, edits, after, manual }) => {
    const analysis = analyseMain(SOURCE);
    const hardened = await harden({
      analysis,
      controls: [controlOf(analysis, sketches)],
      remedies: [],
      reanalyse: (files) => ({ analysis: analyseMain(files.get('main.tf') ?? SOURCE), reparsed: true }),
    });
    expect(hardened.edits.map(({ proposal }) => proposal.id)).toEqual(edits);
    expect(hardened.manual).toHaveLength(manual);
    expect(hardened.optimal).toBe(true);
    expect(hardened.proof).toMatchObject({ pathsAfter: after, newPaths: [] });
  });
});

describe('remedies that are asked for', () => {
  const MANUAL: Proposal = {
    kind: 'manual',
    id: 'by-hand',
    address: 'two',
    reason: 'It is for a person.',
    instruction: 'Do it.',
    falsifies: () => true,
  };

  async function withRemedies(source: string, sketches: readonly Sketch[], asked: readonly (string | Proposal)[]) {
    const analysis = analyseMain(source);
    const control = controlOf(analysis, sketches);
    const offered = proposalsOf(analysis, sketches);
    const remedies = asked.map((each): JudgedFinding => {
      const remedy = typeof each === 'string' ? offered.find(({ id }) => id === each) : each;
      if (!remedy) throw new Error(`no proposal ${String(each)}`);
      const resource = analysis.estate.configuration.resources[0]!;
      const finding = { address: remedy.address, attribute: 'policy', message: '', resource, origin: undefined };
      return { control, finding: { ...finding, severity: 'low', remedy } };
    });
    return harden({
      analysis,
      controls: [control],
      remedies,
      reanalyse: (files) => ({ analysis: analyseMain(files.get('main.tf') ?? source), reparsed: true }),
    });
  }

  /** A secret that is read by two permissions together. */
  const KEYED = `resource "aws_iam_user" "ci" { name = "ci" }
resource "aws_iam_access_key" "ci" { user = aws_iam_user.ci.name }
resource "aws_kms_key" "k" {}
resource "aws_secretsmanager_secret" "s" {
  name       = "s"
  kms_key_id = aws_kms_key.k.arn
}
resource "aws_iam_user_policy" "one" {
  user   = aws_iam_user.ci.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "*" }] })
}
resource "aws_iam_user_policy" "two" {
  user   = aws_iam_user.ci.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "*" }] })
}
`;
  const GET = { id: 'get', claims: 'one', from: '"secretsmanager:GetSecretValue"', to: '"sns:List*"', width: 3 };
  const DECRYPT = { id: 'decrypt', claims: 'two', from: '"kms:Decrypt"', to: '"sns:List*"' };

  /** It closes nothing. */
  const TIDY = { id: 'tidy', claims: 'nobody', from: '"acme-reports"', to: '"acme-reports"' };
  const DEAR = { ...ONE, id: 'dear', to: '"s3:ListAllMyBuckets"', width: 3 };

  test.each([
    { when: 'none', sketches: [ONE, TWO], asked: [], edits: ['one', 'two'] },
    {
      when: 'one that closes nothing is made too',
      sketches: [ONE, TWO, TIDY],
      asked: ['tidy'],
      edits: ['one', 'tidy', 'two'],
    },
    {
      when: 'what they close needs no other edit, however cheap',
      sketches: [ONE, DEAR, TWO, TIDY],
      asked: ['tidy', 'dear'],
      edits: ['dear', 'tidy', 'two'],
    },
    {
      when: 'one that takes away one of the things that a path needs is enough',
      source: KEYED,
      sketches: [DECRYPT, GET],
      asked: ['get'],
      edits: ['get'],
    },
    {
      when: 'what is for a person is not made',
      sketches: [ONE, TWO],
      asked: [MANUAL],
      edits: ['one', 'two'],
      byHand: ['two'],
    },
  ])('$when', async ({ source = SOURCE, sketches, asked, edits, byHand = [] }) => {
    const plan = await withRemedies(source, sketches, asked);
    expect(plan.edits.map(({ proposal }) => proposal.id).toSorted()).toEqual(edits);
    expect(plan.manual.map(({ proposal }) => proposal.address)).toEqual(byHand);
    expect(plan.proof.pathsAfter).toBe(0);
  });
});
