import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { printerOf } from '#report/formats.js';
import type { TrailResult } from '#trail/result.js';

const SCHEMA: object = JSON.parse(readFileSync('schema/trail.schema.json', 'utf8'));

/** What both formats print of a trail, and where the JSON breaks its schema. */
export async function resultText(result: TrailResult) {
  const context = {
    readLine: () => undefined,
    width: 80,
    color: false,
    flags: { analysis: '', plan: '' },
    written: false,
  };
  const json = (await printerOf('trail', 'json'))?.(result, context) ?? '';
  const pretty = (await printerOf('trail', 'pretty'))?.(result, context) ?? '';
  const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(SCHEMA);
  validate(JSON.parse(json));
  return {
    json,
    pretty,
    faults: (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`),
  };
}
