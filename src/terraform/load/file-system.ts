/**
 * Files of the scanned root and of the folders that may be read beside it, and nothing else.
 *
 * Every path is relative to the root, with forward slashes: `../modules/vpc` is a folder beside it. A path that leads out of
 * all these folders, by `..` or by a symbolic link, is refused: what is scanned is untrusted, and
 * `file("../../etc/passwd")` must not show up in a report.
 */
import { isBeside } from '#model/beside.js';
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path';

/** Nothing larger is read: no Terraform file and no policy document comes near it. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

export type ReadFault = 'missing' | 'outside' | 'too-large' | 'unreadable' | 'not-a-file';

export interface Entry {
  readonly name: string;
  readonly folder: boolean;
  /** A symbolic link that leads out of the root; it is not followed. */
  readonly outside: boolean;
  /** A symbolic link to a folder inside the root: what it leads to is found without it. */
  readonly link?: boolean;
}

export interface FileSystem {
  /** Joins and normalises; `undefined` where the result is outside of what may be read. One absolute path is taken as well. */
  resolve(...parts: readonly string[]): string | undefined;
  read(path: string): Uint8Array | ReadFault;
  /** Sorted by name, or why the folder can't be read. */
  list(path: string): readonly Entry[] | ReadFault;
}

function normalized(parts: readonly string[]): string {
  const path = posix.normalize(posix.join(...parts));
  return path === './' ? '.' : path.replace(/\/$/, '');
}

/** Below the root, by its text alone. */
function resolveInRoot(...parts: readonly string[]): string | undefined {
  const path = normalized(parts);
  return isBeside(path) || posix.isAbsolute(path) ? undefined : path;
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** What git keeps for itself; the credentials of a CI job may stand in it. */
const PRIVATE = '.git';

/** The files on disk below `root`, and below the folders `beside` it that may be read as well. All are absolute. */
export function diskFileSystem(root: string, beside: readonly string[] = []): FileSystem {
  const realRoot = realpathOrSelf(root);
  const folders = [realRoot, ...beside.map(realpathOrSelf)];
  const inside = (path: string): boolean =>
    folders.some((folder) => isWithin(folder, path) && !relative(folder, path).split(sep).includes(PRIVATE));
  const resolvePath = (...parts: readonly string[]): string | undefined => {
    const path = normalized(parts);
    if (!isBeside(path) && !posix.isAbsolute(path)) return path;
    const place = posix.isAbsolute(path) ? realpathOrSelf(path) : resolve(realRoot, path);
    return inside(place) ? relative(realRoot, place).split(sep).join('/') || '.' : undefined;
  };
  const locate = (path: string): string | ReadFault => {
    const known = resolvePath(path);
    if (known === undefined) return 'outside';
    try {
      const real = realpathSync.native(join(realRoot, known));
      return inside(real) ? real : 'outside';
    } catch (error) {
      return faultOf(error);
    }
  };
  return {
    resolve: resolvePath,
    read: (path) => {
      const place = locate(path);
      return isFault(place) ? place : readRegularFile(place);
    },
    list: (path) => {
      const place = locate(path);
      return isFault(place) ? place : listFolder(place, inside);
    },
  };
}

/** Files held in memory, by path. */
export function memoryFileSystem(files: ReadonlyMap<string, string | Uint8Array>): FileSystem {
  const encoder = new TextEncoder();
  return {
    resolve: resolveInRoot,
    read: (path) => {
      const known = resolveInRoot(path);
      if (known === undefined) return 'outside';
      const found = files.get(known);
      if (found === undefined) return 'missing';
      return typeof found === 'string' ? encoder.encode(found) : found;
    },
    list: (path) => {
      const known = resolveInRoot(path);
      if (known === undefined) return 'outside';
      return listOf(files.keys(), known === '.' ? '' : `${known}/`);
    },
  };
}

/** `base` with some texts put in the place of, or beside, what it holds. */
export function overlaidFileSystem(base: FileSystem, overlay: ReadonlyMap<string, string>): FileSystem {
  if (overlay.size === 0) return base;
  const top = memoryFileSystem(overlay);
  return {
    resolve: (...parts) => base.resolve(...parts),
    read: (path) => {
      const found = top.read(path);
      return typeof found === 'string' ? base.read(path) : found;
    },
    list: (path) => {
      const below = base.list(path);
      const above = top.list(path);
      if (typeof above === 'string' || above.length === 0) return below;
      if (typeof below === 'string') return below === 'missing' ? above : below;
      const names = new Map(below.map((entry) => [entry.name, entry]));
      for (const entry of above) names.set(entry.name, entry);
      return sorted(names);
    },
  };
}

export type TextFault = ReadFault | 'not-utf8' | 'encrypted';

/** What git-crypt writes at the start of a file. https://github.com/AGWA/git-crypt/blob/0.7.0/commands.cpp */
const ENCRYPTED = '\0GITCRYPT\0';

/** The text of a file, or why there is none. A byte-order mark stays: positions must count it. */
export function readText(files: FileSystem, path: string): { readonly text: string } | TextFault {
  const bytes = files.read(path);
  if (typeof bytes === 'string') return bytes;
  if (String.fromCharCode(...bytes.subarray(0, ENCRYPTED.length)) === ENCRYPTED) return 'encrypted';
  const text = decodeUtf8(bytes);
  return text === undefined ? 'not-utf8' : { text };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function listFolder(place: string, inside: (path: string) => boolean): readonly Entry[] | ReadFault {
  try {
    const entries = readdirSync(place, { withFileTypes: true }).map((entry): Entry => {
      if (!entry.isSymbolicLink()) return { name: entry.name, folder: entry.isDirectory(), outside: false };
      return followLink(join(place, entry.name), entry.name, inside);
    });
    return entries.sort((a, b) => compareNames(a.name, b.name));
  } catch (error) {
    return faultOf(error);
  }
}

function followLink(path: string, name: string, inside: (path: string) => boolean): Entry {
  try {
    const real = realpathSync.native(path);
    return inside(real)
      ? { name, folder: statSync(real).isDirectory(), outside: false, link: true }
      : { name, folder: false, outside: true };
  } catch {
    return { name, folder: false, outside: false };
  }
}

/**
 * A regular file of a bounded size, symbolic links followed. One open file is asked what it is and read, so that nothing changes
 * in between; opening a pipe does not wait for somebody to write to it.
 */
export function readRegularFile(place: string, atMost: number = MAX_FILE_BYTES): Uint8Array | ReadFault {
  let handle: number | undefined;
  try {
    handle = openSync(place, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = fstatSync(handle);
    if (!found.isFile()) return 'not-a-file';
    if (found.size > atMost) return 'too-large';
    const buffer = Buffer.allocUnsafe(found.size);
    let at = 0;
    while (at < found.size) {
      const count = readSync(handle, buffer, at, found.size - at, at);
      if (count === 0) break;
      at += count;
    }
    return buffer.subarray(0, at);
  } catch (error) {
    return faultOf(error);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function listOf(paths: Iterable<string>, prefix: string): readonly Entry[] | ReadFault {
  const names = new Map<string, Entry>();
  for (const path of paths) {
    if (!path.startsWith(prefix)) continue;
    const rest = path.slice(prefix.length);
    const slash = rest.indexOf('/');
    const name = slash < 0 ? rest : rest.slice(0, slash);
    names.set(name, { name, folder: slash >= 0, outside: false });
  }
  return names.size === 0 && prefix !== '' ? 'missing' : sorted(names);
}

function sorted(names: ReadonlyMap<string, Entry>): readonly Entry[] {
  return [...names.values()].sort((a, b) => compareNames(a.name, b.name));
}

/** By code unit, as Go sorts file names. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const FAULTS: ReadonlySet<string> = new Set(['missing', 'outside', 'too-large', 'unreadable', 'not-a-file']);

function isFault(place: string): place is ReadFault {
  return FAULTS.has(place);
}

function faultOf(error: unknown): ReadFault {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  return code === 'EISDIR' ? 'not-a-file' : 'unreadable';
}

function realpathOrSelf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
