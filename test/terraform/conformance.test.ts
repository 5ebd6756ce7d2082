import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type ExpressionCase, runExpression } from '../../scripts/conformance/expressions.js';
import { moduleCases, runModule } from '../../scripts/conformance/modules.js';

/** Answers recorded from Terraform 1.11.4; `README.md` beside them tells how. */
const oracle = fileURLToPath(new URL('../data/terraform/oracle', import.meta.url));

const cases = gunzipSync(readFileSync(`${oracle}/expressions.jsonl.gz`))
  .toString()
  .split('\n')
  .filter((line) => line !== '')
  .map((line): ExpressionCase => JSON.parse(line));
const exceptions: Readonly<Record<string, string>> = JSON.parse(readFileSync(`${oracle}/exceptions.json`, 'utf8'));
const groups = groupCases();

function groupCases(): Map<string, ExpressionCase[]> {
  const found = new Map<string, ExpressionCase[]>();
  for (const one of cases) {
    const name = one.group.split('/')[0] ?? '';
    found.set(name, [...(found.get(name) ?? []), one]);
  }
  return found;
}

describe('expressions evaluate as Terraform evaluated them', () => {
  test.each([...groups])('%s', (_, members) => {
    const failed = members.map(runExpression).filter((one) => !one.passed && !(one.id in exceptions));
    expect(failed).toEqual([]);
  });

  test('errors carry the summary that Terraform gave', () => {
    const errors = cases.filter((one) => !one.ok && !(one.id in exceptions)).map(runExpression);
    const different = errors.filter((one) => one.sameMessage !== true).map((one) => one.id);
    expect(different.length).toBeLessThanOrEqual(3);
  });

  test('every exception is still one', () => {
    const needless = cases.filter((one) => one.id in exceptions && runExpression(one).passed).map((one) => one.id);
    expect(needless).toEqual([]);
  });
});

describe('root modules evaluate as Terraform applied them', () => {
  test.each(moduleCases(`${oracle}/modules`).map((folder) => [folder.slice(folder.lastIndexOf('/') + 1), folder]))(
    '%s',
    (_, folder) => {
      const { expected, actual, passed } = runModule(folder);
      expect(passed ? expected : actual).toEqual(expected);
    },
  );
});
