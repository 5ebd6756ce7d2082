import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '#analysis/usage-error.js';

/** Writes the file whole or not at all: beside its place first, then renamed into it. */
export async function writeOutput(file: string, text: string): Promise<void> {
  const temporary = join(dirname(file), `.chokepoint-${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `Can't write ${file}: ${reason}.`,
      'Name a file in a folder that exists and may be written to.',
    );
  }
}
