import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { harden } from '#index.js';
import { renderPretty } from '#report/formats/pretty/pretty.js';

/**
 * The examples in README.md are what the command prints, so that they are never out of date: a path of three steps, then the first
 * edit, the names of the others, and the proof.
 */
const EXAMPLE = 'examples/ecs-takeover';

export async function readmePage(root: string): Promise<string> {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  const lines = (await printed(root)).split('\n').map((line) => line.trimEnd());
  const path = [`$ chokepoint harden ${EXAMPLE}`, '', ...pathOf(lines)];
  return withBlock(withBlock(text, 'path', path), 'plan', planOf(lines));
}

function withBlock(text: string, name: string, lines: readonly string[]): string {
  const place = new RegExp(`(<!-- ${name}:begin -->\\n)[\\s\\S]*(<!-- ${name}:end -->)`);
  const block = ['```text', ...lines, '```', ''].join('\n');
  return text.replace(place, (_, begin: string, end: string) => begin + block + end);
}

async function printed(root: string): Promise<string> {
  const { result } = await harden({ root: join(root, EXAMPLE) });
  const text = renderPretty(
    { ...result, root: EXAMPLE },
    {
      flags: { analysis: '', plan: '' },
      readLine: (file, line) => readFileSync(join(root, EXAMPLE, file), 'utf8').split('\n')[line - 1],
      width: 96,
      color: false,
      written: false,
    },
  );
  // The time that it took is not the same twice.
  return text.replace(/; \d+ ms$/m, '');
}

const TITLE = /^ (?:CRITICAL|HIGH|MEDIUM|LOW) /;

/** What comes before the paths, and the first path of three steps. */
function pathOf(lines: readonly string[]): string[] {
  const plan = lines.findIndex((line) => line.startsWith('Plan'));
  const titles = lines.flatMap((line, at) => (at < plan && TITLE.test(line) ? [at] : []));
  const paths = titles.map((from, at) => lines.slice(from, titles[at + 1] ?? plan));
  const steps = (path: readonly string[]): number => path.filter((line) => /^ {3}\d \S/.test(line)).length;
  const chosen = paths.find((path) => steps(path) === 3) ?? paths[0] ?? [];
  const others = chosen.findIndex((line) => /^ {5}also /.test(line));
  const shown = others < 0 ? chosen : chosen.slice(0, others + 1);
  const before = chosen === paths[0] ? [] : [' …', ''];
  return [...lines.slice(1, titles[0]), ...before, ...shown, '     …'];
}

function planOf(lines: readonly string[]): string[] {
  const plan = lines.findIndex((line) => line.startsWith('Plan'));
  const proof = lines.findIndex((line) => line.startsWith('Proof'));
  const edits = lines.slice(plan, proof);
  const others = edits.filter((line) => /^ +\d+ \S/.test(line)).slice(1);
  const secondEdit = others[0] === undefined ? edits.length : edits.indexOf(others[0]);
  return [
    ...edits.slice(0, secondEdit),
    ...others,
    ...(others.length > 0 ? ['     …', ''] : []),
    ...lines.slice(proof, proof + 2),
  ];
}
