import type { Command } from 'commander';
import { writeSnapshot } from '#live/snapshot-file.js';
import type { Snapshot } from '#live/snapshot.js';
import { counted } from '#report/words.js';
import { addReadingFlags, readNow, type ReadingFlags } from '../account-flags.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Invocation } from '../invocation.js';
import { openOutput } from '../output.js';

interface SnapshotFlags extends ReadingFlags {
  readonly output: string;
}

export function addSnapshot(program: Command, { terminal }: Invocation, end: (status: ExitStatus) => void): void {
  const command = program
    .command('snapshot')
    .summary('an account as it is now, in a file, for verify without credentials')
    .description(
      'Reads an AWS account and writes what it found, for `verify --snapshot`. Secrets, user data and values of environment variables are not in it.',
    )
    .requiredOption('-o, --output <file>', 'where to write it')
    .option('-q, --quiet', 'no progress, no notes');
  addReadingFlags(command);
  command.action(async (flags: SnapshotFlags) => {
    const output = await openOutput(flags.output);
    const snapshot = await readNow(flags, terminal).catch(async (error: unknown) => {
      await output.discard();
      throw error;
    });
    await output.write(writeSnapshot(snapshot));
    if (flags.quiet !== true) terminal.stderr.write(`${summaryOf(snapshot, flags.output)}\n`);
    end(EXIT.clean);
  });
}

function summaryOf({ accounts, resources, notRead }: Snapshot, file: string): string {
  const ids = accounts.map(({ id }) => id).join(', ');
  const missing = notRead.length > 0 ? `; ${counted(notRead.length, 'call')} gave no answer` : '';
  return `Wrote ${file}: ${counted(resources.length, 'resource')} of account ${ids}${missing}`;
}
