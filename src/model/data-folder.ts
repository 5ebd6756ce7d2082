import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAX_LEVELS = 5;
let root: string | undefined;

/** The path of a file in the package's `data/`, be this code in `src/` or bundled into `dist/`. */
export function pathInData(name: string): string {
  root ??= packageRoot();
  const path = join(root, 'data', name);
  if (!existsSync(path)) throw new Error(`data/${name} is missing from the package`);
  return path;
}

function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < MAX_LEVELS; level += 1) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'data'))) return folder;
    folder = dirname(folder);
  }
  throw new Error('the package is incomplete: its data folder is missing');
}
