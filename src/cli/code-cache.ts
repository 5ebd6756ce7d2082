/**
 * V8's code cache of the bundled command, which saves compiling it at every start: a third of the time of a small scan.
 *
 * V8 crashes on a cache of another build of itself, or one with a flipped bit, instead of refusing it. So none is shipped: a
 * first run writes it into the user's cache folder, named after all that it depends on, and a later one takes it only if it
 * is whole and nobody else could have written it.
 * https://nodejs.org/docs/latest-v20.x/api/vm.html#new-vmscriptcode-options
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Caches of other versions of Node and of the command: the newest stay. */
const MOST_KEPT = 12;

const PREFIX = 'code-';
const DIGEST_BYTES = 32;
/** Its group or others may write to it. */
const WRITABLE_BY_OTHERS = 0o022;

/** What a cache belongs to: another of any of these is another cache. */
export interface CodeKey {
  readonly source: string;
  /** Which part of the program a run compiles. */
  readonly command: string;
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export class CodeCache {
  private readonly folder: string | undefined;
  private readonly name: string;

  constructor({ source, command, execArgv, env }: CodeKey) {
    this.folder = folderOf(env);
    const parts = [process.version, process.arch, process.platform, ...execArgv, env['NODE_OPTIONS'] ?? ''];
    const key = createHash('sha256').update(source);
    for (const part of [command, ...parts]) key.update('\0').update(part);
    this.name = `${PREFIX}${key.digest('hex').slice(0, 32)}`;
  }

  /** Undefined where there is none that can be trusted. */
  read(): Buffer | undefined {
    if (this.folder === undefined) return undefined;
    try {
      if (!isOwn(statSync(this.folder))) return undefined;
      return intact(readOwn(join(this.folder, this.name)));
    } catch {
      return undefined;
    }
  }

  /** Where there is no folder for it, or no room, the next run compiles again. */
  write(data: Buffer): void {
    if (this.folder === undefined) return;
    const temporary = join(this.folder, `${PREFIX}${process.pid}-${Date.now()}.tmp`);
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      if (!isOwn(statSync(this.folder))) return;
      writeFileSync(temporary, Buffer.concat([digestOf(data), data]), { flag: 'wx', mode: 0o600 });
      renameSync(temporary, join(this.folder, this.name));
      sweep(this.folder);
    } catch {
      // What was begun and could not be ended goes with a later sweep.
    }
  }
}

/** `CHOKEPOINT_CODE_CACHE` names another folder, or none if it is empty. */
function folderOf(env: CodeKey['env']): string | undefined {
  const named = env['CHOKEPOINT_CODE_CACHE'];
  if (named !== undefined) return named === '' ? undefined : named;
  return join(userCache(env), 'chokepoint');
}

function userCache(env: CodeKey['env']): string {
  if (env['XDG_CACHE_HOME']) return env['XDG_CACHE_HOME'];
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') return env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  return join(homedir(), '.cache');
}

/** On Windows the folder of a user is closed to others by its access control list, and there are no such owners. */
function isOwn({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  return process.getuid === undefined || (uid === process.getuid() && (mode & WRITABLE_BY_OTHERS) === 0);
}

function readOwn(path: string): Buffer {
  // Not through a symbolic link, and without waiting for somebody who writes to a pipe.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(file);
    if (!found.isFile() || !isOwn(found)) throw new Error(`${path} is not this user's file`);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function intact(file: Buffer): Buffer | undefined {
  const data = file.subarray(DIGEST_BYTES);
  return data.length > 0 && digestOf(data).equals(file.subarray(0, DIGEST_BYTES)) ? data : undefined;
}

function digestOf(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

function sweep(folder: string): void {
  const caches = readdirSync(folder)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => ({ path: join(folder, name), written: statSync(join(folder, name)).mtimeMs }))
    .toSorted((a, b) => b.written - a.written);
  for (const { path } of caches.slice(MOST_KEPT)) rmSync(path, { force: true });
}
