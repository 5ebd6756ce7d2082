import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Severity } from '#harden/control.js';
import { SEVERITIES, type AnalysisOptions, type PlanInput } from '#analysis/options.js';
import type { CommandName } from '#report/format.js';
import { formatsOf } from '#report/formats.js';
import type { Terminal } from './terminal.js';
import { moduleFolders, rootModuleFolders } from './folders.js';
import { planInput } from './plan-input.js';
import { variableInputs } from './variable-files.js';

/** Flags of the commands that print a result, as commander delivers them. */
export interface ReportFlags {
  readonly format: string;
  readonly output?: string;
  readonly color: boolean;
  readonly quiet?: boolean;
}

/** What `--assume` takes. */
const ASSUMED = new Map([
  ['code-execution', 'an attacker runs code in a workload that the internet reaches (default)'],
  ['ssrf', 'has it send requests only'],
  ['nothing', 'does neither'],
  ['no-internet', 'nobody comes from the internet'],
  ['no-leaks', 'no access key leaks'],
] as const);

export type Assumed = Parameters<(typeof ASSUMED)['get']>[0];

export interface AnalysisFlags extends ReportFlags {
  readonly entry?: readonly string[];
  readonly target?: readonly string[];
  readonly varFile?: readonly Placed<string>[];
  readonly var?: readonly Placed<Pair>[];
  readonly plan?: PlanInput;
  readonly workspace?: string;
  readonly env?: ReadonlyMap<string, string>;
  readonly rootModule?: readonly string[];
  readonly module?: readonly string[];
  readonly downloadModules?: boolean;
  readonly account?: ReadonlyMap<string, string>;
  readonly assume?: readonly Assumed[];
  readonly assumeUnknown: 'open' | 'closed';
  readonly showSecrets?: boolean;
  readonly failOn: Severity;
}

/** What was given, and where on the command line: `--var` and `--var-file` count in their order. */
export interface Placed<T> {
  readonly at: number;
  readonly given: T;
}

export type Pair = readonly [name: string, value: string];

export function addReportFlags(command: Command, name: CommandName): Command {
  const formats = formatsOf(name);
  return command
    .addOption(
      new Option(
        '-f, --format <format>',
        `how to print the result: ${formats.map((each) => `${each.name}, ${each.about}`).join('; ')}`,
      )
        .choices(formats.map((each) => each.name))
        .default(formats[0]?.name),
    )
    .option('-o, --output <file>', 'write the result to a file instead of stdout')
    .option('-q, --quiet', 'print the result only: no progress, no notes')
    .option('--no-color', 'no colours (also: NO_COLOR, or when stdout is no terminal)');
}

const accountOption = (): Option =>
  new Option(
    '--account <alias=id>',
    'the account of a provider configuration, `aws` for the default one (repeatable)',
  ).argParser(collectPair('alias=id'));

/** With an account that can be read: `true` is that account by itself. */
export type AccountChoice = ReadonlyMap<string, string> | true;

export function accountOrAlias(): Option {
  return new Option(
    '--account [alias=id]',
    'the account by itself, whatever Terraform is here; with a value, the account of a provider configuration (repeatable)',
  ).argParser((value: string, previous?: AccountChoice) =>
    collectPair('alias=id')(value, previous instanceof Map ? previous : undefined),
  );
}

export function addAnalysisFlags(command: Command, account = accountOption()): Command {
  let at = 0;
  const placed =
    <T>(read: (value: string) => T) =>
    (value: string, previous: readonly Placed<T>[] = []): Placed<T>[] => [
      ...previous,
      { at: at++, given: read(value) },
    ];
  return command
    .option('--entry <address>', 'start here instead of at the discovered entry points (repeatable)', collect)
    .option(
      '--target <address>',
      'an address, or `admin`: reach this instead of the discovered targets (repeatable)',
      collect,
    )
    .option(
      '--var-file <file>',
      'variable values, as for terraform; it may lie outside of the folder and is not edited then (repeatable)',
      placed((file) => file),
    )
    .option('--var <name=value>', 'one variable, as for terraform (repeatable)', placed(pairOf('name=value')))
    .option('--workspace <name>', 'the workspace, as `terraform workspace select` would (also: TF_WORKSPACE)')
    .option(
      '--env <name=value>',
      'an environment variable that `get_env` of Terragrunt reads (repeatable)',
      collectPair('name=value'),
    )
    .option('--root-module <dir>', 'analyse only this folder, as a root module (repeatable)', collect)
    .option(
      '--module <source=dir>',
      'a folder that has the module of this source, which `terraform init` would fetch (repeatable)',
      collect,
    )
    .option('--download-modules', 'have `terraform get` fetch the modules that are not there; this uses the network')
    .option(
      '--plan <file>',
      'take the values from a plan or state as `terraform show -json` prints it (- for standard input)',
      planInput,
    )
    .addOption(account)
    .option(
      '--assume <what>',
      `where an attacker starts (repeatable): ${[...ASSUMED].map(([name, what]) => `${name}, ${what}`).join('; ')}`,
      collectAssumed,
    )
    .addOption(
      new Option(
        '--assume-unknown <how>',
        'what to make of values that are not known: closed lists the paths that rest on them apart, open counts them and plans for them',
      )
        .choices(['closed', 'open'])
        .default('closed'),
    )
    .option('--show-secrets', 'quote the sources as they are, also what looks like a credential');
}

export function addFailOnFlag(command: Command): Command {
  return command.addOption(
    new Option('--fail-on <severity>', 'exit with 1 from this severity on').choices(SEVERITIES).default('medium'),
  );
}

export function analysisOptions(
  root: string,
  flags: Omit<AnalysisFlags, 'failOn'>,
  env: Terminal['env'],
): AnalysisOptions {
  return {
    root,
    env,
    ...assumptions(flags.assume),
    assumeUnknown: flags.assumeUnknown,
    variables: variableInputs(inOrder(flags), root),
    ...(flags.plan ? { plan: flags.plan } : {}),
    ...(flags.workspace === undefined ? {} : { workspace: flags.workspace }),
    ...(flags.env ? { environment: flags.env } : {}),
    ...(flags.rootModule ? { rootModules: rootModuleFolders(flags.rootModule, root) } : {}),
    ...(flags.downloadModules ? { downloadModules: true } : {}),
    ...(flags.module ? { modules: moduleFolders(flags.module, root) } : {}),
    ...(flags.account ? { accounts: flags.account } : {}),
    ...(flags.showSecrets ? { showSecrets: true } : {}),
    ...(flags.entry ? { entries: flags.entry } : {}),
    ...(flags.target ? { targets: flags.target } : {}),
  };
}

/** Of what is achieved in a workload the last word counts; what is left out adds up. */
function assumptions(words: readonly Assumed[] = []): Pick<AnalysisOptions, 'assume' | 'leaveOut'> {
  const achieved = words.filter((word) => word !== 'no-internet' && word !== 'no-leaks').at(-1);
  const leaveOut = [
    ...(words.includes('no-internet') ? (['internet'] as const) : []),
    ...(words.includes('no-leaks') ? (['leaks'] as const) : []),
  ];
  return { assume: achieved ?? 'code-execution', ...(leaveOut.length > 0 ? { leaveOut } : {}) };
}

function collectAssumed(value: string, previous: readonly Assumed[] = []): Assumed[] {
  const word = [...ASSUMED.keys()].find((each) => each === value);
  if (!word) throw new InvalidArgumentError(`It must be one of ${[...ASSUMED.keys()].join(', ')}.`);
  return [...previous, word];
}

/** The files and values of variables, as they stand on the command line. */
export function inOrder({
  varFile = [],
  var: values = [],
}: Pick<Partial<AnalysisFlags>, 'varFile' | 'var'>): (string | Pair)[] {
  return [...varFile, ...values].toSorted((a, b) => a.at - b.at).map(({ given }) => given);
}

export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

type Pairs = ReadonlyMap<string, string>;

function collectPair(form: string): (value: string, previous?: Pairs) => Pairs {
  const read = pairOf(form);
  return (value, previous = new Map()) => new Map([...previous, read(value)]);
}

function pairOf(form: string): (value: string) => Pair {
  return (value) => {
    const at = value.indexOf('=');
    if (at <= 0) throw new InvalidArgumentError(`It must be ${form}.`);
    return [value.slice(0, at).trim(), value.slice(at + 1)];
  };
}
