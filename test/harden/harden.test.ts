import { describe, expect, test } from 'vitest';
import type { AttackAnalysis } from '#attack/analyse.js';
import type { Control, EditProposal, Proposal } from '#harden/control.js';
import { harden } from '#harden/harden.js';
import { replace } from '#hcl/edit.js';
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

/** A control that offers text replacements and claims that they take away the grants of a policy. */
function controlOf(analysis: AttackAnalysis, sketches: readonly Sketch[]): Control {
  const file = analysis.estate.configuration.files.get('main.tf')!;
  const proposals = sketches.map(({ id, claims, from, to, width = 0 }): EditProposal => {
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
