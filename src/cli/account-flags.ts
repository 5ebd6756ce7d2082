import type { Command } from 'commander';
import { UsageError } from '#analysis/usage-error.js';
import { readSnapshot } from '#live/snapshot-file.js';
import type { Snapshot } from '#live/snapshot.js';
import { textInput } from './plan-input.js';
import type { Terminal } from './terminal.js';

/** Which account is read, and how. */
export interface AccountFlags {
  readonly snapshot?: string;
}

export function addAccountFlags(command: Command): Command {
  return command.option(
    '--snapshot <file>',
    'an account as `chokepoint snapshot` wrote it, in the place of a live one (- for standard input)',
  );
}

/** What was read of the account: now, or when the snapshot was taken. */
export async function accountSnapshot({ snapshot: name }: AccountFlags, _terminal: Terminal): Promise<Snapshot> {
  if (name === undefined) throw new UsageError('No account is read yet.', 'Give --snapshot FILE.');
  const { text } = textInput(name, 'snapshot', 'Make it with `chokepoint snapshot -o FILE`.');
  const snapshot = readSnapshot(text);
  if ('fault' in snapshot)
    throw new UsageError(`${name === '-' ? 'Standard input' : name} is no snapshot.`, snapshot.fault);
  return snapshot;
}
