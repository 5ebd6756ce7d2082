import { describe, expect, test } from 'vitest';
import { renderJson } from '#report/formats/json.js';
import { resultFaults } from '../support/validate-result.js';
import { SAMPLE, sampleLine } from '../support/sample-result.js';

const context = {
  readLine: sampleLine,
  techniqueTitle: () => undefined,
  width: 80,
  color: false,
  flags: { analysis: '', plan: '' },
  written: false,
};

describe('the JSON Schema of the result', () => {
  test('accepts what --format json prints, byte for byte the result', () => {
    const printed: unknown = JSON.parse(renderJson(SAMPLE, context));

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
});
