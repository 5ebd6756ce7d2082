import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(ROOT, 'dist/cli.js');
/** Not that of the user who runs the tests. */
const CODE_CACHE = join(ROOT, 'node_modules/.cache/chokepoint');

export interface BuiltRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a user does. */
export function chokepoint(argv: readonly string[], cwd: string = ROOT): BuiltRun {
  if (!existsSync(CLI)) throw new Error('dist/cli.js is not there: npm run build:bundle');
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], CHOKEPOINT_CODE_CACHE: CODE_CACHE };
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...argv], {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

/** A new folder with these files. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-'));
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

/** A copy of a folder of the repository, to be changed freely. */
export function copyOf(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'chokepoint-'));
  cpSync(join(ROOT, folder), copy, { recursive: true });
  return copy;
}

/** The text of every file below a folder, by path. */
export function textsBelow(folder: string): Map<string, string> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, 'latin1')]));
}
