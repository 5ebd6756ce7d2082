import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { dataFile } from '#aws/iam/data-file.js';
import { managedPolicy } from '#aws/iam/managed.js';

const PREFIX = 'arn:aws:iam::aws:policy/';
const archive = fileURLToPath(new URL('../../../data/aws-managed-policies.json.gz', import.meta.url));
const published = (
  JSON.parse(gunzipSync(readFileSync(archive)).toString('utf8')) as { policies: Record<string, unknown> }
).policies;

test('the distilled policies are the published ones', () => {
  const distilled = dataFile('managed-policies.bin');
  const names = Object.keys(published).map((arn) => arn.slice(PREFIX.length));
  expect(distilled.keys()).toEqual(names.sort());
  for (const name of names) expect(distilled.read(name)).toEqual(published[PREFIX + name]);
});

test('every published policy can be read in full', () => {
  for (const arn of Object.keys(published)) {
    const document = managedPolicy(arn.slice(PREFIX.length));
    expect(document.statements.length).toBeGreaterThan(0);
    expect(document.incomplete).toBe(false);
  }
});

test('a policy that is not known is empty and incomplete', () => {
  expect(managedPolicy('NoSuchPolicy')).toMatchObject({
    id: `${PREFIX}NoSuchPolicy`,
    statements: [],
    incomplete: true,
  });
});

test('a key that is none', () => {
  expect(dataFile('iam-actions.bin').read('__proto__')).toBeUndefined();
  expect(() => dataFile('no-such-file.bin').read('x')).toThrow('data/no-such-file.bin is missing from the package');
});
