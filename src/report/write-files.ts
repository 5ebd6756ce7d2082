import { randomUUID } from 'node:crypto';
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { UsageError } from './usage-error.js';

/**
 * Writes all files or none: each new text goes to a temporary file beside its own first, and only when all are there are
 * they renamed into place. Refuses where a file is no longer as it was analysed, or lies outside the root.
 */
export async function writeFiles(
  root: string,
  files: ReadonlyMap<string, string>,
  originals: ReadonlyMap<string, string>,
): Promise<void> {
  const base = await realpath(root);
  const staged: { readonly temporary: string; readonly path: string }[] = [];
  try {
    for (const [name, text] of files) {
      const path = await checkedPath(base, name, originals.get(name));
      const temporary = join(dirname(path), `.chokepoint-${randomUUID()}.tmp`);
      staged.push({ temporary, path });
      await writeFile(temporary, text, { flag: 'wx' });
      await chmod(temporary, (await stat(path)).mode);
    }
    for (const { temporary, path } of staged) await rename(temporary, path);
  } catch (error) {
    await Promise.all(staged.map(({ temporary }) => rm(temporary, { force: true })));
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `The edits could not be written: ${error instanceof Error ? error.message : String(error)}.`,
      'Check the permissions of the folder.',
    );
  }
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
