import { InvalidArgumentError, type Command } from 'commander';
import type { Progress } from '#live/sink.js';
import { isReadFault } from '#live/faults.js';
import { readSnapshot } from '#live/snapshot-file.js';
import type { Simulate } from '#live/verify/decisions.js';
import type { Snapshot } from '#live/snapshot.js';
import type { AccountAccess } from '#live/session.js';
import { UsageError } from '#analysis/usage-error.js';
import { collect } from './flags.js';
import { textInput } from './plan-input.js';
import type { Terminal } from './terminal.js';

/** Which accounts are read, and how. */
export interface ReadingFlags {
  readonly profile?: readonly string[];
  readonly assumeRole?: readonly string[];
  readonly externalId?: string;
  readonly region?: readonly string[];
  readonly quiet?: boolean;
}

export interface AccountFlags extends ReadingFlags {
  readonly snapshot?: string;
}

export function addReadingFlags(command: Command): Command {
  return command
    .option(
      '--region <names>',
      'regions to read, separated by commas, or all (default: that of the environment)',
      regionsOf,
    )
    .option('--profile <name>', 'read the account of this profile of the AWS configuration (repeatable)', collect)
    .option('--assume-role <arn>', 'read the account of this role, with the credentials at hand (repeatable)', collect)
    .option('--external-id <id>', 'the external id that the roles ask for');
}

export function addAccountFlags(command: Command): Command {
  return addReadingFlags(command).option(
    '--snapshot <file>',
    'an account as `chokepoint snapshot` wrote it, in the place of a live one (- for standard input)',
  );
}

/** What was read of the account: now, or when the snapshot was taken. */
export async function accountSnapshot(flags: AccountFlags, terminal: Terminal): Promise<Snapshot> {
  const { snapshot: name } = flags;
  if (name === undefined) return readNow(flags, terminal);
  if (flags.profile || flags.assumeRole || flags.region) {
    throw new UsageError(
      'A snapshot is not read from AWS.',
      'Leave out --profile, --assume-role and --region, or --snapshot.',
    );
  }
  const { text } = textInput(name, 'snapshot', 'Make it with `chokepoint snapshot -o FILE`.');
  const snapshot = readSnapshot(text);
  if ('fault' in snapshot)
    throw new UsageError(`${name === '-' ? 'Standard input' : name} is no snapshot.`, snapshot.fault);
  return snapshot;
}

/** Loads all that speaks to AWS. */
export async function readNow(flags: ReadingFlags, { stderr, env }: Terminal): Promise<Snapshot> {
  const { readAccounts } = await import('#live/account.js');
  const shows = stderr.isTTY === true && flags.quiet !== true;
  try {
    const { snapshot } = await readAccounts({
      accounts: accessesOf(flags, env),
      ...(shows ? { progress: (progress: Progress) => stderr.write(`\r\u001b[2K${lineOf(progress)}`) } : {}),
    });
    return snapshot;
  } catch (error) {
    if (isReadFault(error)) throw new UsageError(error.message, error.hint);
    throw error;
  } finally {
    if (shows) stderr.write('\r\u001b[2K');
  }
}

/** One account is asked: that of the first profile and role. */
export function simulatorFor(flags: ReadingFlags, env: Terminal['env']): Simulate {
  return async (decisions) => {
    const { simulate } = await import('#live/account.js');
    const [access = {}] = accessesOf(flags, env);
    try {
      return await simulate(access, decisions);
    } catch (error) {
      if (isReadFault(error)) throw new UsageError(error.message, error.hint);
      throw error;
    }
  };
}

function lineOf({ service, region, calls, resources }: Progress): string {
  return `Reading ${service} in ${region}: ${resources} resources with ${calls} calls …`;
}

/** One for each profile and each role; where there are both, each role is assumed with each profile. */
export function accessesOf(
  { profile = [], assumeRole = [], externalId, region }: ReadingFlags,
  env: Terminal['env'],
): readonly AccountAccess[] {
  const endpoint = env['AWS_ENDPOINT_URL'];
  const common = {
    ...(externalId === undefined ? {} : { externalId }),
    ...(region ? { regions: region.includes('all') ? ('all' as const) : region } : {}),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  const profiles: readonly (string | undefined)[] = profile.length > 0 ? profile : [undefined];
  const roles: readonly (string | undefined)[] = assumeRole.length > 0 ? assumeRole : [undefined];
  return profiles.flatMap((name) =>
    roles.map((role) => ({
      ...common,
      ...(name === undefined ? {} : { profile: name }),
      ...(role === undefined ? {} : { assumeRole: role }),
    })),
  );
}

function regionsOf(value: string, previous: readonly string[] = []): string[] {
  const names = value.split(',').map((name) => name.trim());
  const wrong = names.find((name) => name !== 'all' && !/^[a-z]{2}(-[a-z]+)+-\d+$/.test(name));
  if (wrong !== undefined) throw new InvalidArgumentError(`${wrong} is no region, as eu-west-1 is.`);
  return [...previous, ...names];
}
