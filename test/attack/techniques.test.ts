import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { techniques } from '#attack/registry.generated.js';
import { describe, expect, test } from 'vitest';
import { foldersIn, REGISTRIES, rowsIn, techniqueFolder, updateRegistries } from '../../scripts/registry.js';
import { analyseText, cases, takenSteps } from './technique-folder.js';

const root = join(import.meta.dirname, '../..');
const [registry] = REGISTRIES;
const folders = registry ? [...foldersIn(root, registry).keys()] : [];

test('every folder is registered', () => {
  const rows = techniques.flatMap(({ row }) => row ?? []);
  expect(techniques.filter(({ row }) => row === undefined).map(({ id }) => id)).toEqual(folders);
  expect(rows.toSorted()).toEqual([...rowsIn(root).keys()].toSorted());
  expect(updateRegistries(root, true).filter((file) => file.startsWith('src/attack/'))).toEqual([]);
});

describe.each(techniques.map((technique) => [technique.id, technique] as const))('%s', (id, technique) => {
  const folder = techniqueFolder(root, technique);

  test('says what it is', () => {
    expect(existsSync(folder)).toBe(true);
    expect(technique.title).toMatch(/^[A-Z].{10,80}[^.]$/);
    expect(technique.description).toMatch(/^[A-Za-z].{60,}\.$/s);
    expect(technique.limits ?? 'None.').toMatch(/\.$/);
    expect(technique.mitre.length).toBeGreaterThan(0);
    for (const { id: mitre, name } of technique.mitre) {
      expect(mitre).toMatch(/^T\d{4}(\.\d{3})?$/);
      expect(name).not.toBe('');
    }
    expect(technique.references.length).toBeGreaterThan(0);
    for (const reference of technique.references) expect(reference).toMatch(/^https:\/\/\S+$/);
  });

  test.each([...cases(folder, 'open')])('is possible in %s', (_, text) => {
    const steps = takenSteps(analyseText(text)).filter((rule) => rule.technique?.id === id);
    expect(steps.length).toBeGreaterThan(0);
    for (const { explanation, premises } of steps) {
      expect(explanation).toMatch(/^[A-Z].+\.$/s);
      for (const { key, property, evidence } of premises) {
        expect(key.startsWith(property)).toBe(true);
        expect(evidence.length).toBeGreaterThan(0);
        for (const { origin } of evidence) expect(origin).toBeDefined();
      }
    }
  });
});
