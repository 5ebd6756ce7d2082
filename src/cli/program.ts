import { Command } from 'commander';
import { paintFor } from '#report/paint.js';
import { visible } from '#report/safe-text.js';
import { TOOL } from '#analysis/result/tool.js';
import { addExplain } from './commands/explain.js';
import { addHarden } from './commands/harden.js';
import { addScan } from './commands/scan.js';
import { addTrail } from './commands/trail.js';
import { addSnapshot } from './commands/snapshot.js';
import { addVerify } from './commands/verify.js';
import type { ExitStatus } from './exit-status.js';
import type { Invocation } from './invocation.js';
import { hasColor, widthOf } from './terminal.js';

const EXAMPLES = `
chokepoint DIR is chokepoint scan DIR. The flags: chokepoint scan --help

Examples:
  chokepoint infra                         attack paths and findings below infra/
  chokepoint harden infra                  the edits that cut every path
  chokepoint harden infra --write          the same, written into the files
  chokepoint scan -f json -o result.json   the whole result, for a program
  chokepoint scan --target admin           only paths to account administration
  chokepoint scan --entry aws_iam_user.ci  what a stolen key of this user can do
  chokepoint infra --var-file prod.tfvars  with these values
  terraform show -json tf.plan | chokepoint infra --plan -
                                           with the values of a plan
  chokepoint trail cloudtrail/ infra       which permissions CloudTrail shows in use
  chokepoint verify infra                  the live account against the sources
  chokepoint verify --account              the account by itself
  chokepoint explain remove-docker-socket  what a control does and does not do
  chokepoint explain path-ID infra         one path, with all its evidence
  chokepoint explain                       all techniques and controls

Exit status:
  0  nothing at or above --fail-on
  1  attack paths or findings at or above --fail-on
     (after harden --write: those that remain;
     verify: also where the account is not as the source says)
  2  wrong use, or nothing that could be read
     (what is missing from a result otherwise, the result says)
  3  a fault in chokepoint itself`;

/** The commands and flags. `end` receives the exit status of the command that ran. */
export function programFor(invocation: Invocation, end: (status: ExitStatus) => void): Command {
  const { stdout, stderr, env } = invocation.terminal;
  const program = new Command('chokepoint')
    .description(
      'Finds the attack paths that AWS Terraform would create, computes the cheapest edits that cut them all, writes them into the sources, and proves the result.',
    )
    .version(`${TOOL.name} ${TOOL.version}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .usage('[command] [dir] [flags]')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => widthOf(stdout, env),
      getErrHelpWidth: () => widthOf(stderr, env),
      getOutHasColors: () => hasColor(stdout, env, true),
      getErrHasColors: () => hasColor(stderr, env, true),
      outputError: (text, write) => write(styledError(text, hasColor(stderr, env, true))),
    })
    .showHelpAfterError('chokepoint --help lists the commands and flags.');
  addScan(program, invocation, end);
  addHarden(program, invocation, end);
  addVerify(program, invocation, end);
  addSnapshot(program, invocation, end);
  addExplain(program, invocation, end);
  addTrail(program, invocation, end);
  return program;
}

function styledError(text: string, color: boolean): string {
  const paint = paintFor(color);
  return visible(text).replace(/^error:/, paint.bold(paint.red('error:')));
}
