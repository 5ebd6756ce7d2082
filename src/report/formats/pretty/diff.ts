import type { Paint } from '../../paint.js';

/** A unified diff, coloured by the first character of each line as git does. */
export function diffLines(paint: Paint, diff: string): string[] {
  return diff
    .replace(/\n$/, '')
    .split('\n')
    .filter((line) => !/^(Index: |=+$|diff --git )/.test(line))
    .map((line) => styled(paint, line));
}

function styled(paint: Paint, line: string): string {
  if (line.startsWith('--- ') || line.startsWith('+++ ')) return paint.bold(line);
  if (line.startsWith('@@')) return paint.cyan(line);
  if (line.startsWith('-')) return paint.red(line);
  if (line.startsWith('+')) return paint.green(line);
  return line;
}
