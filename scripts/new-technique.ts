import { createInterface } from 'node:readline/promises';
import { runScaffold } from './scaffold.js';
import { rowQuestions } from './scaffold-row.js';

const OWN_CODE = '--own-code';

const args = process.argv.slice(2);
if (args.includes(OWN_CODE) || (await wantsCode()))
  runScaffold(
    'technique',
    args.filter((each) => each !== OWN_CODE),
  );

/** Most techniques are a row. Who has nobody to ask says so by the flag. */
async function wantsCode(): Promise<boolean> {
  console.log(rowQuestions());
  if (!process.stdin.isTTY) {
    console.error(`If none of these: npm run new:technique -- ${OWN_CODE} GROUP/ID`);
    process.exitCode = 2;
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('None of these: write a technique with its own code? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
