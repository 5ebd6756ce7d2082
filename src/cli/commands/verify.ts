import type { Command } from 'commander';
import type { RecordedEdit } from '#live/verify/fixes.js';
import type { VerifyOptions } from '#live/verify/verify.js';
import type { PlanInput } from '#analysis/options.js';
import { UsageError } from '#analysis/usage-error.js';
import { deliver, render } from '../deliver.js';
import { EXIT, exitStatusOf, type ExitStatus } from '../exit-status.js';
import {
  type AccountChoice,
  accountOrAlias,
  addAnalysisFlags,
  addFailOnFlag,
  addReportFlags,
  analysisOptions,
  type AnalysisFlags,
} from '../flags.js';
import type { Invocation } from '../invocation.js';
import { textInput } from '../plan-input.js';
import { withProgress } from '../progress.js';
import { editsIn } from '../recorded-edits.js';
import { accountSnapshot, addAccountFlags, simulatorFor, type AccountFlags } from '../account-flags.js';

interface VerifyFlags extends Omit<AnalysisFlags, 'account'>, AccountFlags {
  readonly account?: AccountChoice;
  readonly state?: PlanInput;
  readonly edits?: readonly RecordedEdit[];
  readonly printPolicy?: boolean;
  readonly simulate?: boolean;
}

export function addVerify(program: Command, { terminal, load }: Invocation, end: (status: ExitStatus) => void): void {
  const command = program
    .command('verify')
    .summary('the live account against the sources, or by itself')
    .description(
      'Reads an AWS account, says what of the sources is so there, whether what they close is closed, and what is open that they do not know. Only describing calls are made. Without a folder that has Terraform: what is open in the account.',
    )
    .argument('[dir]', 'a folder with Terraform files, or above such folders', '.');
  addAnalysisFlags(command, accountOrAlias())
    .option(
      '--state <file>',
      'which resource is which: `terraform show -json` of the state (- for standard input)',
      stateInput,
    )
    .option('--edits <file>', 'asks for each edit of this plan, as `harden -f json` printed it', editsIn);
  command
    .option(
      '--simulate',
      'ask the IAM policy simulator for the permissions that the paths rest on, and tell differences',
    )
    .option('--print-policy', 'print the IAM policy that reading an account takes, and do nothing else');
  addFailOnFlag(addReportFlags(addAccountFlags(command), 'verify'));
  command.action(async (dir: string, flags: VerifyFlags) => {
    const { account, printPolicy = false, ...others } = flags;
    if (printPolicy) {
      const { readerPolicy } = await import('#live/reader-policy.js');
      await deliver(readerPolicy({ simulate: flags.simulate === true }), terminal, flags);
      return end(EXIT.clean);
    }
    const analysis = await load();
    const snapshot = await accountSnapshot(flags, terminal);
    const options: VerifyOptions = {
      ...analysisOptions(dir, { ...others, ...(account instanceof Map ? { account } : {}) }, terminal.env),
      ...compared(flags, command),
      snapshot,
      ...(flags.simulate ? { simulate: simulatorFor(flags, terminal.env) } : {}),
    };
    const work = () => analysis.verify(options);
    const result = flags.quiet ? await work() : await withProgress(terminal.stderr, 'Comparing', work);
    await deliver(await render('verify', result, { terminal, flags: others, root: dir }), terminal, flags);
    end(exitStatusOf(result, flags.failOn));
  });
}

function compared(
  { account, state, edits }: VerifyFlags,
  command: Command,
): Pick<VerifyOptions, 'alone' | 'state' | 'edits'> {
  const isNamed = command.args.length > 0;
  const alone = account === true;
  if (alone && (isNamed || state || edits)) {
    throw new UsageError(
      'An account by itself is compared with nothing: a folder, --state and --edits do not go with it.',
      'Leave out --account, or what it is to be compared with.',
    );
  }
  const without = alone ? { alone } : isNamed ? {} : { alone: 'without-source' as const };
  return { ...without, ...(state ? { state } : {}), ...(edits ? { edits } : {}) };
}

function stateInput(name: string): PlanInput {
  return textInput(name, 'state', 'Make it with `terraform show -json > state.json`.');
}
