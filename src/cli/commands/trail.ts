import type { Command } from 'commander';
import { UsageError } from '#analysis/usage-error.js';
import { visibleLine } from '#report/safe-text.js';
import { deliver, render } from '../deliver.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { addAnalysisFlags, addReportFlags, analysisOptions, type AnalysisFlags } from '../flags.js';
import type { Invocation } from '../invocation.js';
import { withPercentage } from '../progress.js';
import { addTrailFlags, trailSource, type TrailFlags } from '../trail-flags.js';

interface Flags extends Omit<AnalysisFlags, 'failOn'>, TrailFlags {
  readonly athena?: string;
  readonly printDdl?: string;
}

export function addTrail(program: Command, { terminal, load }: Invocation, end: (status: ExitStatus) => void): void {
  const command = program
    .command('trail')
    .summary('which permissions CloudTrail shows in use')
    .description(
      'Reads CloudTrail events: which of the permissions that attack paths rest on, and that the edits of a plan take away, are used, by whom and from where. What the trail would not show is said to be not known.',
    )
    .argument('[source]', 'a file or folder with CloudTrail files (.json.gz, .json, .parquet), or a quoted pattern')
    .argument('[dir]', 'a folder with Terraform files, or above such folders', '.')
    .option(
      '--athena <database.table>',
      'ask this table on Amazon Athena instead of files; DIR is the only argument then',
    )
    .option('--print-ddl <location>', 'print the definition of such a table for s3://BUCKET/AWSLogs, and end');
  addReportFlags(addAnalysisFlags(addTrailFlags(command)), 'trail');
  command.action(async (source: string | undefined, dir: string, flags: Flags) => {
    if (flags.printDdl !== undefined) {
      await deliver(await tableText(flags.printDdl, flags), terminal, flags);
      end(EXIT.clean);
      return;
    }
    const [from, folder] = flags.athena === undefined ? [source, dir] : [`athena:${flags.athena}`, source ?? dir];
    if (from === undefined)
      throw new UsageError(
        'Which trail?',
        'Name a folder with CloudTrail files, or a table with --athena DATABASE.TABLE.',
      );
    const analysis = await load();
    const options = analysisOptions(folder, flags, terminal.env);
    const note = (text: string): void => void (flags.quiet || terminal.stderr.write(`${visibleLine(text)}\n`));
    const result = await withPercentage(terminal.stderr, flags.quiet ? undefined : `Reading ${from}`, (progress) =>
      analysis.trail({ ...trailSource(from, flags, progress), note }, options),
    );
    await deliver(await render('trail', result, { terminal, flags, root: folder }), terminal, flags);
    end(EXIT.clean);
  });
}

const EARLIEST = '2013-11-13';

async function tableText(
  location: string,
  { inAccount = [], inRegion = [], since = EARLIEST }: Flags,
): Promise<string> {
  if (!/^s3:\/\/[a-z0-9.-]+(\/[^'"\s]*)?$/.test(location))
    throw new UsageError(
      `${location} is no place in S3.`,
      'It is s3://BUCKET/AWSLogs, or s3://BUCKET/AWSLogs/o-ID of an organisation.',
    );
  if (inAccount.length === 0 || inRegion.length === 0)
    throw new UsageError(
      'A table has the accounts and Regions that it is made for.',
      'Name them with --in-account and --in-region.',
    );
  const { tableDefinition } = await import('#trail/sql/ddl.js');
  return tableDefinition({ location, accounts: inAccount, regions: inRegion, since });
}
