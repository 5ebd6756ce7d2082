import { readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';

const MAXIMUM_BYTES = 16 * 1024 * 1024;

/** Reads lines of the files that a result names; only of files inside the root, each read once. */
export function lineReader(root: string): (file: string, line: number) => string | undefined {
  const known = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = known.get(file);
    if (lines === undefined) {
      lines = linesOf(root, file);
      known.set(file, lines);
    }
    return lines[line - 1];
  };
}

/** None where the file can't be read: the report then does without them. */
function linesOf(root: string, file: string): readonly string[] {
  try {
    const base = realpathSync(root);
    const path = realpathSync(resolve(base, file));
    const inside = path.startsWith(base.endsWith(sep) ? base : base + sep);
    if (!inside || statSync(path).size > MAXIMUM_BYTES) return [];
    return readFileSync(path, 'utf8')
      .replace(/^\ufeff/, '')
      .split(/\r?\n/);
  } catch {
    return [];
  }
}
