import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const read = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8')) as object;

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
ajv.addSchema(read('result.schema.json'));
const result = ajv.getSchema('urn:chokepoint:result:1');
const explanation = ajv.compile(read('explanation.schema.json'));

/** Where the value breaks schema/result.schema.json; none where it keeps it. */
export function resultFaults(value: unknown): string[] {
  if (!result) throw new Error('invariant: the schema of the result is registered');
  return faults(result, value);
}

/** As `resultFaults`, of schema/explanation.schema.json. */
export function explanationFaults(value: unknown): string[] {
  return faults(explanation, value);
}

/** Throws where the value is no result. Every test that makes a result sends it through here. */
export function validateResult(value: unknown): void {
  const found = resultFaults(value);
  if (found.length > 0) throw new Error(`not a result:\n${found.join('\n')}`);
}

function faults(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`.trim(),
  );
}
