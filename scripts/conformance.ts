/**
 * Holds the evaluator against recorded answers of Terraform, and the parser against the reference implementation.
 *
 *     npm run conformance -- [--expressions FILE.jsonl] [--modules DIR] [--parse DIR] [--failures FILE]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { Outcome } from './conformance/case.js';
import { type ExpressionCase, runExpression } from './conformance/expressions.js';
import { moduleCases, runModule } from './conformance/modules.js';
import { runParse, terraformFiles } from './conformance/parsing.js';

const { values } = parseArgs({
  options: {
    expressions: { type: 'string' },
    modules: { type: 'string' },
    parse: { type: 'string' },
    failures: { type: 'string' },
  },
});

const line: string[] = [];
const failures: Outcome[] = [];

function tally(name: string, outcomes: readonly Outcome[]): void {
  const failed = outcomes.filter((one) => !one.passed);
  failures.push(...failed);
  line.push(`${name}: ${outcomes.length - failed.length}/${outcomes.length}`);
  const compared = outcomes.filter((one) => one.passed && one.sameMessage !== undefined);
  if (compared.length > 0) {
    const same = compared.filter((one) => one.sameMessage).length;
    console.log(`${name}: ${same} of ${compared.length} errors have the recorded summary`);
  }
}

if (values.expressions !== undefined) {
  const bytes = readFileSync(values.expressions);
  const text = (values.expressions.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const cases = text.split('\n').filter((one) => one.trim() !== '');
  tally(
    'expressions',
    cases.map((one) => runExpression(JSON.parse(one) as ExpressionCase)),
  );
}
if (values.modules !== undefined) {
  const folders = moduleCases(resolve(values.modules)).filter((folder) => existsSync(`${folder}/expected.json`));
  tally('modules', folders.map(runModule));
}
if (values.parse !== undefined) {
  const folder = resolve(values.parse);
  const outcomes: Outcome[] = [];
  for (const path of terraformFiles(folder)) outcomes.push(await runParse(path, folder));
  tally('parsed', outcomes);
}
if (values.failures !== undefined) {
  const rows = failures.map(({ id, expected, actual }) => JSON.stringify({ id, expected, actual }));
  writeFileSync(values.failures, rows.map((row) => `${row}\n`).join(''));
}
console.log(line.join(', '));
