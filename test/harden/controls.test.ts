import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controls } from '#harden/registry.generated.js';
import { parseFile } from '#hcl/parse/parse.js';
import { controlFolder, foldersIn, REGISTRIES, updateRegistries } from '../../scripts/registry.js';
import { edited, editsOf, estateOf, harden, premisesOf, proposalsOf } from './control-folder.js';

const root = join(import.meta.dirname, '../..');
const registry = REGISTRIES.find(({ name }) => name === 'controls');

/** These say what a person has to do: their file stays as it is. */
const ADVICE = new Set(['replace-access-keys']);

test('every folder is registered', () => {
  expect(controls.map(({ id }) => id)).toEqual(registry ? [...foldersIn(root, registry).keys()] : []);
  expect(updateRegistries(root, true).filter((file) => file.startsWith('src/harden/'))).toEqual([]);
});

/** A file as others write it: line endings, and tabs for each level of indentation. */
const STYLES: readonly (readonly [name: string, change: (text: string) => string])[] = [
  ['as terraform fmt leaves it', (text) => text],
  ['with CRLF', (text) => text.replaceAll('\n', '\r\n')],
  ['with tabs', (text) => text.replaceAll(/^( {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2))],
];

describe.each(controls.map((control) => [control.id, control] as const))('%s', (id, control) => {
  const folder = controlFolder(root, id);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  test('says what it is', () => {
    expect(existsSync(folder)).toBe(true);
    expect(control.title).toMatch(/^[A-Z].{10,80}[^.]$/);
    expect(control.description).toMatch(/^[A-Z].{100,}\.$/s);
    expect(control.references.length).toBeGreaterThan(0);
    for (const reference of control.references) expect(reference).toMatch(/^https:\/\/\S+$/);
  });

  test.each(STYLES)('makes after.tf of before.tf, %s', (_, style) => {
    const after = harden(control, { 'main.tf': style(read('before.tf')) });

    expect(after).toEqual({ 'main.tf': style(read('after.tf')) });
    expect(editsOf(proposalsOf(control, estateOf(after)))).toEqual([]);
  });

  test('proposes something that can be read and made', () => {
    const estate = estateOf({ 'main.tf': read('before.tf') });
    const proposals = proposalsOf(control, estate);
    expect(proposals.length).toBeGreaterThan(0);
    for (const proposal of proposals) {
      expect(proposal.reason).toMatch(/^[A-Za-z].{20,}\.$/s);
      expect(proposal.kind).toBe(ADVICE.has(id) ? 'manual' : 'edit');
      if (proposal.kind === 'manual') expect(proposal.instruction).toMatch(/^[A-Za-z].{20,}\.$/s);
      else {
        expect(proposal.summary).toMatch(/^[A-Z].{10,}[^.]$/);
        expect(proposal.width).toBeGreaterThanOrEqual(0);
        expect(proposal.width).toBeLessThanOrEqual(10);
        for (const note of proposal.mayBreak) expect(note).toMatch(/^[A-Za-z].{10,}\.$/s);
        // Each edit stands by itself as well as with the others.
        const alone = edited({ 'main.tf': read('before.tf') }, [proposal]);
        expect(parseFile('main.tf', alone['main.tf'] ?? '').diagnostics).toEqual([]);
      }
    }
  });

  test('finds what can be pointed at', () => {
    for (const finding of control.findings(estateOf({ 'main.tf': read('before.tf') }))) {
      expect(finding.message).toMatch(/^[A-Za-z].{10,}\.$/s);
      expect(finding.origin).toBeDefined();
      expect(finding.attribute).not.toBe('');
    }
    expect([...control.findings(estateOf({ 'main.tf': read('after.tf') }))]).toEqual([]);
  });

  test('what it offers for a premise falsifies it', () => {
    const estate = estateOf({ 'main.tf': read('before.tf') });
    for (const premise of premisesOf(estate)) {
      for (const proposal of control.cut(premise, estate)) expect(proposal.falsifies(premise)).toBe(true);
    }
  });
});
