import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { configure } from './support.js';

/** What terraform 1.11.4 answered: `json_text` is `jsonencode` of the expression, `ok: false` an error. */
interface Recorded {
  readonly expr: string;
  readonly ok: boolean;
  readonly json_text?: string;
}

const recorded: readonly Recorded[] = readFileSync(
  new URL('../data/terraform/functions.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line): Recorded => JSON.parse(line));

function answer(expr: string): string {
  const configuration = configure(
    `locals {\n  v = ${expr}\n}\noutput "v" {\n  value = nonsensitive(jsonencode(local.v))\n}\n`,
  );
  configuration.evaluateAll();
  if (configuration.diagnostics.some(({ severity }) => severity === 'error')) return 'error';
  const value = configuration.outputs.get('v')?.value;
  return value?.kind === 'string' ? value.value : String(value?.kind);
}

describe('expressions answer as terraform does', () => {
  test.each(recorded)('$expr', ({ expr, ok, json_text }) => {
    expect(answer(expr)).toBe(ok ? json_text : 'error');
  });
});
