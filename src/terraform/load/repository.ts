/**
 * The git repository that the scanned folder belongs to: local modules may lie anywhere in it, and sources that name it mean
 * what is here. git itself is not asked; of its files only `.git/config` is read, and of that only the remotes.
 */
import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { readRegularFile } from './file-system.js';
import { gitPackage } from './module-source.js';

export interface Repository {
  /** The folder that holds `.git`, absolute, symbolic links resolved. */
  readonly root: string;
  /** The packages that its remotes are, as {@link gitPackage} writes them. */
  readonly packages: ReadonlySet<string>;
}

/**
 * The nearest repository around a folder. A home folder that is one (for configuration files, as people do) is none: much
 * besides what belongs to the scanned code lies there.
 */
export function repositoryAround(folder: string): Repository | undefined {
  const home = realpathOrSelf(homedir());
  for (let at = realpathOrSelf(folder); at !== dirname(at) && at !== home; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return { root: at, packages: remotesOf(join(at, '.git', 'config')) };
  }
  return undefined;
}

/** Of a larger one nothing is taken. */
const MAX_CONFIG_BYTES = 1024 * 1024;

/** https://git-scm.com/docs/git-config#_syntax */
function remotesOf(config: string): ReadonlySet<string> {
  const packages = new Set<string>();
  let inRemote = false;
  for (const line of textOf(config).split(/\r?\n/)) {
    const section = /^\s*\[\s*([\w-]+)/.exec(line);
    if (section) inRemote = section[1]?.toLowerCase() === 'remote';
    const url = inRemote ? /^\s*url\s*=\s*"?([^\s"]+)/i.exec(line)?.[1] : undefined;
    const name = url === undefined ? undefined : gitPackage(url);
    if (name !== undefined) packages.add(name);
  }
  return packages;
}

/** Empty where the file can't be read: in a worktree, `.git` is no folder. */
function textOf(path: string): string {
  const found = readRegularFile(path, MAX_CONFIG_BYTES);
  return typeof found === 'string' ? '' : Buffer.from(found).toString('utf8');
}

function realpathOrSelf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
