import { describe, expect, test } from 'vitest';
import { attackPaths } from '#attack/analyse.js';
import type { Control, EditProposal, Finding } from '#harden/control.js';
import { apply, firstClash } from '#harden/apply.js';
import { findingsOf, PathIndex } from '#harden/findings.js';
import { replace } from '#hcl/edit/edit.js';
import { analyseMain } from './support.js';

const SOURCE = `resource "aws_iam_user" "ci" {
  name = "ci"
}
resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}
resource "aws_s3_bucket" "b" {
  bucket = "acme"
}
resource "aws_s3_bucket" "c" {
  bucket = "other"
}
resource "aws_iam_user_policy" "p" {
  user   = aws_iam_user.ci.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}
`;
const analysis = analyseMain(SOURCE);
const file = analysis.estate.configuration.files.get('main.tf')!;

/** An edit that replaces text, and claims nothing but what it is told to. */
function editOf(
  id: string,
  from: string,
  to: string,
  claims: (premise: string) => boolean = () => false,
): EditProposal {
  const start = SOURCE.indexOf(from);
  return {
    kind: 'edit',
    id,
    address: 'x',
    summary: id,
    reason: '',
    changes: [{ kind: 'text', file, edits: [replace(file, { start, end: start + from.length }, to)] }],
    applyEffect: 'in-place',
    dataLoss: false,
    mayBreak: [],
    width: 0,
    falsifies: ({ key }) => claims(key),
  };
}

function controlOf(id: string, ...findings: readonly Partial<Finding>[]): Control {
  const [resource] = analysis.estate.configuration.resources;
  if (!resource) throw new Error('no resource');
  const base = { attribute: 'a', severity: 'low', message: '', resource, origin: undefined } as const;
  return {
    id,
    title: '',
    description: '',
    references: [],
    closesPaths: true,
    findings: () =>
      findings.map((finding) => ({ ...base, address: 'x', remedy: editOf('same', '"acme"', '"b"'), ...finding })),
    cut: () => [],
  };
}

const shown = (controls: readonly Control[]) =>
  findingsOf(analysis.estate, controls).map(({ control, finding }) => `${finding.address} ${control.id}`);

describe('findings', () => {
  test('are ordered by address, then by control', () => {
    const two = controlOf('two', { address: 'c' }, { address: 'a' });
    const one = controlOf('one', { address: 'b' }, { address: 'a' });
    expect(shown([two, one])).toEqual(['a one', 'a two', 'b one', 'c two']);
  });

  test.each([
    ['the same twice', [{}, {}], 1],
    ['at another attribute', [{}, { attribute: 'b' }], 2],
    ['at another address', [{}, { address: 'y' }], 2],
    ['with another remedy', [{}, { remedy: editOf('other', '"acme"', '"b"') }], 2],
  ])('are told once: %s', (_, findings, count) => {
    expect(shown([controlOf('one', ...findings)])).toHaveLength(count);
  });

  test.each([
    [
      'by the premises that they name',
      { premises: attackPaths(analysis).flatMap(({ premises }) => premises.map(({ key }) => key)) },
      2,
    ],
    ['by what their remedy falsifies', { remedy: editOf('e', '"acme"', '"b"', (key) => key.includes('acme')) }, 1],
    ['by neither', {}, 0],
  ])('close attack paths %s', (_, finding, count) => {
    const [judged] = findingsOf(analysis.estate, [controlOf('one', finding)]);
    expect(judged && new PathIndex(analysis.paths).closedBy(judged)).toHaveLength(count);
  });

  test('close no access by design', () => {
    const intended = analysis.paths.map((path) => ({ ...path, intended: true }));
    const [judged] = findingsOf(analysis.estate, [
      controlOf('one', { remedy: editOf('e', '"acme"', '"b"', () => true) }),
    ]);
    expect(judged && new PathIndex(intended).closedBy(judged)).toEqual([]);
  });
});

describe('edits that are applied together', () => {
  const one = editOf('one', 'bucket = "acme"', 'bucket = "b"');
  const apart = editOf('apart', '"other"', '"d"');
  const clashing = editOf('clashing', '"acme"', '"e"');
  const impossible: EditProposal = {
    ...editOf('impossible', '"acme"', '"f"'),
    changes: [{ kind: 'remove-block', file, at: { start: 1, end: 2 } }],
  };
  const ids = (edits: readonly EditProposal[]) => {
    const clash = firstClash(edits);
    return clash && [clash.late.id, clash.early?.id];
  };

  test.each([
    ['apart from each other', [one, apart], true, undefined],
    ['one over the other', [one, clashing], false, ['clashing', 'one']],
    ['one over another than the first', [apart, one, clashing], false, ['clashing', 'one']],
    ['one that can not be made at all', [apart, impossible], false, ['impossible', undefined]],
  ])('%s', (_, edits, applies, clash) => {
    expect(apply(edits).applies).toBe(applies);
    expect(ids(edits)).toEqual(clash);
  });

  test('give the new text of the files', () => {
    const { files, text } = apply([one, apart]);
    expect(files.get('main.tf')).toBe(SOURCE.replace('"acme"', '"b"').replace('"other"', '"d"'));
    expect(text).toHaveLength(2);
  });
});
