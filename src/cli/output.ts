import { randomUUID } from 'node:crypto';
import { type FileHandle, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '#analysis/usage-error.js';

/** Somewhere that a text can go: it is known that it can be written before anything is. */
export interface Output {
  write(text: string): Promise<void>;
  /** Instead of writing: leaves no trace. */
  discard(): Promise<void>;
}

/**
 * A file that is written whole or not at all: beside its place first, then renamed into it. What is no regular file (a device,
 * a pipe), or is one under several names, is written through instead, and so is a symbolic link to what is not there yet.
 * Throws {@link UsageError} where it can't be written.
 */
export async function openOutput(file: string): Promise<Output> {
  try {
    const found = await statOrNone(file);
    if (found === undefined) return (await isLink(file)) ? await throughTo(file) : await besideOf(file, undefined);
    return found.isFile() && found.nlink === 1 ? await besideOf(await realpath(file), found) : await throughTo(file);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

async function besideOf(file: string, found: Stats | undefined): Promise<Output> {
  if (found) await (await open(file, 'r+')).close();
  const temporary = join(dirname(file), `.chokepoint-${randomUUID()}.tmp`);
  const handle = await open(temporary, 'wx', found?.mode);
  const discard = async (): Promise<void> => {
    await handle.close();
    await rm(temporary, { force: true });
  };
  return {
    discard,
    write: async (text) => {
      try {
        await handle.writeFile(text);
        // The mode that a file is opened with is narrowed by the umask.
        if (found) await handle.chmod(found.mode);
        await handle.close();
        await rename(temporary, file);
      } catch (error) {
        await discard();
        throw cannotWrite(file, error);
      }
    },
  };
}

async function throughTo(file: string): Promise<Output> {
  const handle = await open(file, 'w');
  return {
    discard: () => handle.close(),
    write: (text) => writeThrough(handle, file, text),
  };
}

async function writeThrough(handle: FileHandle, file: string, text: string): Promise<void> {
  try {
    await handle.writeFile(text);
  } catch (error) {
    // A reader that has seen enough closes its pipe, as that of stdout may.
    if (codeOf(error) !== 'EPIPE') throw cannotWrite(file, error);
  } finally {
    await handle.close();
  }
}

async function statOrNone(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function isLink(file: string): Promise<boolean> {
  return lstat(file).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function cannotWrite(file: string, error: unknown): UsageError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UsageError(
    `Can't write ${file}: ${reason}.`,
    'Name a file in a folder that exists and that you can write to.',
  );
}
