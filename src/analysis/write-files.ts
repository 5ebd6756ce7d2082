/**
 * Writes all files or none. Every text goes to a temporary file beside its own first; only when all are there are they renamed
 * into place, each with a second name for the file that it replaces, so that it can be put back. A rename is atomic: whenever
 * the process ends, each file is the old one or the new one. What an ended process left is swept up by the next.
 */
import { randomUUID } from 'node:crypto';
import { chmod, copyFile, link, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { UsageError } from './usage-error.js';

interface Staged {
  /** As the user knows it: relative to the root. */
  readonly name: string;
  readonly path: string;
  /** Holds the new text. */
  readonly temporary: string;
  /** A second name of the file as it was. */
  readonly backup: string;
}

type Rename = (from: string, to: string) => Promise<void>;

/**
 * Throws {@link UsageError} where a file is no longer as it was analysed, lies outside the root, or can't be written; its
 * message says what is on disk then. `rename` is there for tests.
 */
export async function writeFiles(
  root: string,
  files: ReadonlyMap<string, string>,
  originals: ReadonlyMap<string, string>,
  renameFile: Rename = rename,
): Promise<void> {
  const base = await realpath(root);
  const staged: Staged[] = [];
  const swept = new Set<string>();
  let stuck: readonly Staged[] = [];
  try {
    for (const [name, text] of files) {
      const path = await checkedPath(base, name, originals.get(name));
      if (!swept.has(dirname(path))) await sweep(dirname(path));
      swept.add(dirname(path));
      const one = { name, path, temporary: nameBeside(path), backup: nameBeside(path) };
      staged.push(one);
      await stage(one, text);
    }
    await replaceAll(staged, renameFile);
  } catch (error) {
    if (error instanceof HalfWritten) stuck = error.stuck;
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The edits could not be written: ${messageOf(error)}. All files are as they were.`, CHECK);
  } finally {
    await discard(staged, stuck);
  }
}

const CHECK = 'Check the permissions of the files and their folders.';

async function stage({ path, temporary, backup }: Staged, text: string): Promise<void> {
  const { mode } = await stat(path);
  const file = await open(temporary, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  // The mode that a file is opened with is narrowed by the umask.
  await chmod(temporary, mode);
  // Not every file system has hard links.
  await link(path, backup).catch(() => copyFile(path, backup));
}

async function replaceAll(staged: readonly Staged[], renameFile: Rename): Promise<void> {
  const replaced: Staged[] = [];
  try {
    for (const one of staged) {
      await renameFile(one.temporary, one.path);
      replaced.push(one);
    }
  } catch (error) {
    const stuck = await putBack(replaced, renameFile);
    if (stuck.length > 0) throw new HalfWritten(error, stuck);
    throw error;
  }
}

/** Those that could not be. */
async function putBack(replaced: readonly Staged[], renameFile: Rename): Promise<readonly Staged[]> {
  const stuck: Staged[] = [];
  for (const one of replaced.toReversed()) {
    await renameFile(one.backup, one.path).catch(() => stuck.unshift(one));
  }
  return stuck;
}

/** The worst that can happen. What the files held is kept beside them. */
class HalfWritten extends UsageError {
  readonly stuck: readonly Staged[];

  constructor(cause: unknown, stuck: readonly Staged[]) {
    const names = stuck.map(({ name }) => name).join(', ');
    super(
      `The edits could not be written: ${messageOf(cause)}. Written, and could not be restored: ${names}. All other files are as they were.`,
      `Their old contents are kept beside them: ${stuck.map(({ backup }) => backup).join(', ')}.`,
    );
    this.stuck = stuck;
  }
}

async function discard(staged: readonly Staged[], stuck: readonly Staged[]): Promise<void> {
  await Promise.all(
    staged.flatMap((one) => [
      rm(one.temporary, { force: true }),
      ...(stuck.includes(one) ? [] : [rm(one.backup, { force: true })]),
    ]),
  );
}

/** The real path, so that a symbolic link stays a link to the changed file. */
async function checkedPath(base: string, name: string, original: string | undefined): Promise<string> {
  const path = await realpath(join(base, name));
  if (!path.startsWith(base + sep))
    throw new UsageError(`${name} leads out of the scanned folder.`, 'It is not written to.');
  if ((await readFile(path, 'utf8')) !== original) {
    throw new UsageError(`${name} has changed since it was analysed.`, 'Nothing was written. Run the command again.');
  }
  return path;
}

/** Neither Terraform nor a scan reads a file of such a name. The process is in it, so that another sees whether it has ended. */
function nameBeside(path: string): string {
  return join(dirname(path), `.chokepoint-${process.pid}-${randomUUID()}.tmp`);
}

const LEFT = /^\.chokepoint-(\d+)-[\da-f-]{36}\.tmp$/;

/** Removes what a process left that was killed while it wrote. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = LEFT.exec(name)?.[1];
    if (pid !== undefined && hasEnded(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
