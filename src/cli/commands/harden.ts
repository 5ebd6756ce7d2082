import type { Command } from 'commander';
import type { HardenOptions } from '#analysis/options.js';
import { UsageError } from '#analysis/usage-error.js';
import type { Analysis } from '../analysis.js';
import { deliver, noteUnread, openDelivery, render } from '../deliver.js';
import { exitStatusOf, type ExitStatus } from '../exit-status.js';
import { accountSnapshot, addAccountFlags, type AccountFlags } from '../account-flags.js';
import {
  type AccountChoice,
  accountOrAlias,
  addAnalysisFlags,
  addFailOnFlag,
  addReportFlags,
  analysisOptions,
  collect,
  type AnalysisFlags,
} from '../flags.js';
import { withProgress } from '../progress.js';
import type { Invocation } from '../invocation.js';
import { nearest } from '../suggest.js';

interface HardenFlags extends Omit<AnalysisFlags, 'account'>, AccountFlags {
  readonly account?: AccountChoice;
  readonly write?: boolean;
  readonly all?: boolean;
  readonly control?: readonly string[];
}

export function addHarden(program: Command, { terminal, load }: Invocation, end: (status: ExitStatus) => void): void {
  const command = program
    .command('harden')
    .summary('the cheapest edits that cut every attack path, as a diff')
    .description(
      'Plans the cheapest edits that cut every attack path, and proves them by analysing the edited sources.',
    )
    .argument('[dir]', 'a folder with Terraform files, or above such folders', '.')
    .option('--write', 'write the edits into the files, once the proof holds')
    .option('--all', "add every finding's edit, also those that close no path")
    .option('--control <id>', 'only the edits of this control (repeatable)', collect);
  addFailOnFlag(addReportFlags(addAccountFlags(addAnalysisFlags(command, accountOrAlias())), 'harden'));
  command.action(async (dir: string, given: HardenFlags) => {
    const analysis = await load();
    checkControls(given.control ?? [], analysis);
    const { account, ...others } = given;
    const flags = { ...others, ...(account instanceof Map ? { account } : {}) };
    const options: HardenOptions = {
      ...analysisOptions(dir, flags, terminal.env),
      ...(flags.all ? { all: true } : {}),
      ...(flags.control ? { controls: flags.control } : {}),
    };
    if (account === true || flags.snapshot !== undefined) {
      checkAlone(command, flags);
      const result = await analysis.hardenAccount({ ...options, snapshot: await accountSnapshot(flags, terminal) });
      await deliver(await render('harden', result, { terminal, flags, root: dir }), terminal, flags);
      return end(exitStatusOf(result, flags.failOn));
    }
    const work = () => analysis.harden(options);
    const outcome = flags.quiet ? await work() : await withProgress(terminal.stderr, `Analysing ${dir}`, work);
    const { result } = outcome;
    const written = flags.write === true;
    // The text quotes the sources as they were: it is made before they change, and printed after.
    const text = await render('harden', result, { terminal, flags, root: dir, written });
    // It is opened before a file is edited: what is wrong with --output shows while all is as it was.
    const output = await openDelivery(terminal, flags);
    try {
      if (written) await outcome.write();
    } catch (error) {
      await output.discard();
      throw error;
    }
    await output.write(text);
    noteUnread(result, terminal, flags);
    end(exitStatusOf(written ? outcome.after() : result, flags.failOn));
  });
}

/** There is no file of an account to write. */
function checkAlone({ args }: Command, { write }: Pick<HardenFlags, 'write'>): void {
  if (args.length === 0 && write !== true) return;
  throw new UsageError(
    'What to change in an account is printed, and nothing is written: a folder and --write do not go with it.',
    'Leave out --account and --snapshot, or the folder and --write.',
  );
}

function checkControls(ids: readonly string[], { controls }: Analysis): void {
  const known = new Set(controls.map(({ id }) => id));
  for (const id of ids) {
    if (known.has(id)) continue;
    const meant = nearest(id, known);
    const hint = meant ? `Did you mean ${meant}?` : `The controls are ${[...known].join(', ')}.`;
    throw new UsageError(`There is no control ${id}.`, hint);
  }
}
