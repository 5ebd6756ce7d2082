import type { Command } from 'commander';
import { deliver, render } from '../deliver.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { addAnalysisFlags, addReportFlags, analysisOptions, type AnalysisFlags } from '../flags.js';
import type { Invocation } from '../invocation.js';
import { withPercentage } from '../progress.js';
import { addTrailFlags, trailSource, type TrailFlags } from '../trail-flags.js';

type Flags = Omit<AnalysisFlags, 'failOn'> & TrailFlags;

export function addTrail(program: Command, { terminal, load }: Invocation, end: (status: ExitStatus) => void): void {
  const command = program
    .command('trail')
    .summary('which permissions CloudTrail shows in use')
    .description(
      'Reads CloudTrail events: which of the permissions that attack paths rest on, and that the edits of a plan take away, are used, by whom and from where. What the trail would not show is said to be not known.',
    )
    .argument('<source>', 'a file or folder with CloudTrail files (.json.gz, .json, .parquet), or a quoted pattern')
    .argument('[dir]', 'a folder with Terraform files, or above such folders', '.');
  addReportFlags(addAnalysisFlags(addTrailFlags(command)), 'trail');
  command.action(async (source: string, dir: string, flags: Flags) => {
    const analysis = await load();
    const options = analysisOptions(dir, flags, terminal.env);
    const result = await withPercentage(terminal.stderr, flags.quiet ? undefined : `Reading ${source}`, (progress) =>
      analysis.trail(trailSource(source, flags, progress), options),
    );
    await deliver(await render('trail', result, { terminal, flags, root: dir }), terminal, flags);
    end(EXIT.clean);
  });
}
