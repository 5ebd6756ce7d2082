import { describe, expect, test } from 'vitest';
import { json } from '#report/formats/json.js';
import { resultFaults } from '../support/validate-result.js';
import { SAMPLE, sampleLine } from '../support/sample-result.js';

const context = {
  readLine: sampleLine,
  width: 80,
  color: false,
  flags: { analysis: '', plan: '' },
  written: false,
};

describe('the JSON Schema of the result', () => {
  test('accepts what --format json prints, byte for byte the result', () => {
    const printed: unknown = JSON.parse(json.prints.harden?.(SAMPLE, context) ?? '');

    expect(resultFaults(printed)).toEqual([]);
    expect(printed).toEqual(SAMPLE);
  });

  test('accepts a scan, which has no plan', () => {
    const { plan: _plan, proof: _proof, ...scan } = SAMPLE;

    expect(resultFaults(scan)).toEqual([]);
  });

  test.each([
    { what: 'a further field', broken: { ...SAMPLE, more: 1 } },
    { what: 'another version', broken: { ...SAMPLE, schemaVersion: '2' } },
    { what: 'a missing field', broken: { ...SAMPLE, paths: undefined } },
    { what: 'a plan without its proof', broken: { ...SAMPLE, proof: undefined } },
    { what: 'an unknown severity', broken: { ...SAMPLE, paths: [{ ...SAMPLE.paths[0], severity: 'urgent' }] } },
    {
      what: 'a line 0',
      broken: {
        ...SAMPLE,
        targets: [{ ...SAMPLE.targets[0], source: { ...SAMPLE.targets[0]?.source, startLine: 0 } }],
      },
    },
    {
      what: 'a further field in a step',
      broken: { ...SAMPLE, paths: [{ ...SAMPLE.paths[0], steps: [{ ...SAMPLE.paths[0]?.steps[0], x: 1 }] }] },
    },
  ])('refuses $what', ({ broken }) => {
    expect(resultFaults(JSON.parse(JSON.stringify(broken)))).not.toEqual([]);
  });

  test('refuses a further member in every object', () => {
    expect(objectsOf(SAMPLE).filter(({ at }) => accepts(at, { further: 1 }))).toEqual([]);
  });

  test('refuses every object without one of its members, but for those that may be absent', () => {
    const missing = objectsOf(SAMPLE).flatMap(({ at, members }) =>
      members.filter((member) => accepts(at, { [member]: undefined })).map((member) => [...at, member].join('.')),
    );
    expect([...new Set(missing.map((place) => place.replace(/\.\d+/g, '[]')))]).toEqual(['diagnostics[].excerpt']);
  });

  test.each([
    { member: ['summary', 'paths'], value: 1.5 },
    { member: ['summary', 'paths'], value: -1 },
    { member: ['summary', 'coverage', 'unmodelled', 0, 'count'], value: 0 },
    { member: ['summary', 'coverage', 'workspace'], value: 1 },
    { member: ['entryPoints', 0, 'kind'], value: 'stranger' },
    { member: ['entryPoints', 0, 'source'], value: {} },
    { member: ['paths', 0, 'steps', 0, 'actions'], value: [1] },
    { member: ['paths', 0, 'closedBy', 0, 'edit'], value: 1 },
    { member: ['plan', 'edits', 0, 'applyEffect'], value: 'later' },
    { member: ['plan', 'edits', 0, 'changes', 0, 'startLine'], value: 0 },
    { member: ['plan', 'cost'], value: -1 },
  ])('refuses $value as $member', ({ member, value }) => {
    expect(accepts(member.slice(0, -1), { [member.at(-1) ?? '']: value })).toBe(false);
  });
});

type Place = readonly (string | number)[];

function objectsOf(value: unknown, at: Place = []): { readonly at: Place; readonly members: readonly string[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each, index) => objectsOf(each, [...at, index]));
  const members = Object.entries(value);
  return [
    { at, members: members.map(([name]) => name) },
    ...members.flatMap(([name, each]) => objectsOf(each, [...at, name])),
  ];
}

/** The schema accepts the sample with other members in the object at the place. */
function accepts(at: Place, members: Readonly<Record<string, unknown>>): boolean {
  return resultFaults(JSON.parse(JSON.stringify(withMembers(SAMPLE, at, members)))).length === 0;
}

function withMembers(value: unknown, [first, ...rest]: Place, members: object): unknown {
  if (first === undefined) return { ...(value as object), ...members };
  const entries = Object.entries(value as object).map(([name, each]) => [
    name,
    name === String(first) ? withMembers(each, rest, members) : each,
  ]);
  return Array.isArray(value) ? entries.map(([, each]) => each as unknown) : Object.fromEntries(entries);
}
