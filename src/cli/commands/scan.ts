import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { UsageError } from '#analysis/usage-error.js';
import { deliver, noteUnread, render } from '../deliver.js';
import { exitStatusOf, type ExitStatus } from '../exit-status.js';
import { addAnalysisFlags, addFailOnFlag, addReportFlags, analysisOptions, type AnalysisFlags } from '../flags.js';
import { withProgress } from '../progress.js';
import { nearest } from '../suggest.js';
import type { Invocation } from '../invocation.js';

export function addScan(program: Command, { terminal, load }: Invocation, end: (status: ExitStatus) => void): void {
  const command = program
    .command('scan', { isDefault: true })
    .summary('attack paths and findings')
    .description(
      'Finds the attack paths that the Terraform below a folder would create, and where resources fall short.',
    )
    .argument('[dir]', 'a folder with Terraform files, or one above such folders', '.')
    .allowExcessArguments();
  addFailOnFlag(addReportFlags(addAnalysisFlags(command), 'scan'));
  command.action(async (dir: string, flags: AnalysisFlags) => {
    checkFolders(command.args, program);
    const analysis = await load();
    const options = analysisOptions(dir, flags, terminal.env);
    const work = () => analysis.scan(options);
    const result = flags.quiet ? await work() : await withProgress(terminal.stderr, `Analysing ${dir}`, work);
    await deliver(await render('scan', result, { terminal, flags, root: dir }), terminal, flags);
    noteUnread(result, terminal, flags);
    end(exitStatusOf(result, flags.failOn));
  });
}

/** `chokepoint hardn infra` is read as the names of folders: where there is no such folder, a command may have been meant. */
function checkFolders([first, ...others]: readonly string[], program: Command): void {
  if (first !== undefined && !first.includes('/') && !existsSync(first)) {
    const meant = nearest(
      first,
      program.commands.map((command) => command.name()),
    );
    const whole = [meant, ...others].join(' ');
    if (meant) throw new UsageError(`There is no command or folder ${first}.`, `Did you mean chokepoint ${whole}?`);
  }
  if (others.length > 0)
    throw new UsageError(
      `Only one folder at a time is analysed, and these are ${others.length + 1}: ${[first, ...others].join(', ')}.`,
      'Name a folder above them all, and choose among them with --root-module.',
    );
}
