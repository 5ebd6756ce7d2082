import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { UsageError } from '#report/usage-error.js';
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
    .argument('[dir]', 'a folder with Terraform files, or above such folders', '.');
  addFailOnFlag(addReportFlags(addAnalysisFlags(command)));
  command.action(async (dir: string, flags: AnalysisFlags) => {
    checkFolder(dir, program);
    const analysis = await load();
    const options = analysisOptions(dir, flags, terminal.env);
    const work = () => analysis.scan(options);
    const result = flags.quiet ? await work() : await withProgress(terminal.stderr, `Analysing ${dir}`, work);
    await deliver(await render(result, { terminal, analysis, flags, written: false }), terminal, flags);
    noteUnread(result, terminal, flags);
    end(exitStatusOf(result, flags.failOn));
  });
}

/** `chokepoint hardn` is read as the name of a folder: where there is none, a command may have been meant. */
function checkFolder(dir: string, program: Command): void {
  if (dir.includes('/') || existsSync(dir)) return;
  const meant = nearest(
    dir,
    program.commands.map((command) => command.name()),
  );
  if (meant) throw new UsageError(`There is no command or folder ${dir}.`, `Did you mean chokepoint ${meant}?`);
}
