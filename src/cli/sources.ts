import { readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { repositoryAround } from '#terraform/load/repository.js';

const MAXIMUM_BYTES = 16 * 1024 * 1024;

/** Reads lines of the files that a result names; only of files inside the root or its repository, each read once. */
export function lineReader(root: string): (file: string, line: number) => string | undefined {
  const limit = repositoryAround(root)?.root ?? root;
  const known = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = known.get(file);
    if (lines === undefined) {
      lines = linesOf(root, file, limit);
      known.set(file, lines);
    }
    return lines[line - 1];
  };
}

/** None where the file can't be read: the report then does without them. */
function linesOf(root: string, file: string, limit: string): readonly string[] {
  try {
    const base = realpathSync(limit);
    const path = realpathSync(resolve(realpathSync(root), file));
    const inside = path.startsWith(base.endsWith(sep) ? base : base + sep);
    if (!inside || statSync(path).size > MAXIMUM_BYTES) return [];
    return readFileSync(path, 'utf8')
      .replace(/^\ufeff/, '')
      .split(/\r?\n/);
  } catch {
    return [];
  }
}
