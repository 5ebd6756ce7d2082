import { posix } from 'node:path';
import type { SyntaxFile } from '#hcl/syntax.js';
import type { OtherRoots } from '../joined/others.js';
import type { FileSystem } from '../load/file-system.js';
import { readSyntaxFile } from '../load/module-files.js';
import type { Diagnostics } from '../load/report.js';
import type { Repository } from '../load/repository.js';
import type { TextFile } from '#model/value.js';

/** What all that is read for one unit shares. */
export interface Reading {
  /** The scanned root, absolute. */
  readonly root: string;
  readonly files: FileSystem;
  readonly repository: Repository | undefined;
  /** Environment variables that were given for `get_env`; those of the process may hold secrets and are not read. */
  readonly environment: ReadonlyMap<string, string>;
  readonly diagnostics: Diagnostics;
  readonly cache: Map<string, SyntaxFile>;
  readonly textFiles: Map<string, TextFile>;
  /** Absent where only what does not depend on other units is asked. */
  readonly others: OtherRoots | undefined;
}

/** A folder relative to the scanned root, as an absolute one. */
export function absolute(reading: Reading, folder: string): string {
  return posix.join(reading.root, folder);
}

/** The path relative to the scanned root of one that the configuration writes, absolute or relative to a folder. */
export function located({ files }: Reading, folder: string, path: string): string | undefined {
  return posix.isAbsolute(path) ? files.resolve(path) : files.resolve(folder, path);
}

export function exists({ files }: Reading, path: string): boolean {
  const found = files.read(path);
  return (
    typeof found !== 'string' || found === 'not-a-file' || found === 'too-large' || typeof files.list(path) !== 'string'
  );
}

/** The configuration file at a path; `undefined` where there is none. */
export function parsed(reading: Reading, path: string): SyntaxFile | undefined {
  return typeof reading.files.read(path) === 'string' ? undefined : readSyntaxFile(reading, path);
}
