import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { harden, techniques } from '#index.js';
import { renderPretty } from '#report/pretty/pretty.js';

/**
 * The example in README.md is what the command prints, so that it is never out of date: the worst path, the first edit, the
 * names of the others, and the proof.
 */
const EXAMPLE = 'examples/ecs-takeover';
const PLACE = /(<!-- example:begin -->\n)[\s\S]*(<!-- example:end -->)/;

export async function readmePage(root: string): Promise<string> {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const example = excerptOf((await printed(root)).split('\n').map((line) => line.trimEnd()));
  const block = ['```text', `$ chokepoint harden ${EXAMPLE}`, '', ...example, '```', ''].join('\n');
  return text.replace(PLACE, (_, begin: string, end: string) => begin + block + end);
}

async function printed(root: string): Promise<string> {
  const { result } = await harden({ root: join(root, EXAMPLE) });
  const titles = new Map(techniques.map(({ id, title }) => [id, title]));
  const text = renderPretty(
    { ...result, root: EXAMPLE },
    {
      flags: { analysis: '', plan: '' },
      readLine: (file, line) => readFileSync(join(root, EXAMPLE, file), 'utf8').split('\n')[line - 1],
      techniqueTitle: (id) => titles.get(id),
      width: 96,
      color: false,
      written: false,
    },
  );
  // The time that it took is not the same twice.
  return text.replace(/; \d+ ms$/m, '');
}

function excerptOf(lines: readonly string[]): string[] {
  const plan = lines.findIndex((line) => line.startsWith('Plan'));
  const proof = lines.findIndex((line) => line.startsWith('Proof'));
  const secondPath = lines.findIndex((line, at) => at > 0 && /^ {5}also /.test(line));
  const edits = lines.slice(plan, proof);
  const others = edits.filter((line) => /^ +\d+ \S/.test(line)).slice(1);
  const secondEdit = others[0] === undefined ? edits.length : edits.indexOf(others[0]);
  return [
    ...lines.slice(1, secondPath < 0 ? plan : secondPath),
    '     …',
    '',
    ...edits.slice(0, secondEdit),
    ...others,
    ...(others.length > 0 ? ['     …', ''] : []),
    ...lines.slice(proof, proof + 2),
  ];
}
