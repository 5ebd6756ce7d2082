import { resolve } from 'node:path';
import type { Result } from '#analysis/result/result.js';
import { FORMATS } from '#report/formats/formats.js';
import type { ReportContext } from '#report/report.js';
import { UsageError } from '#analysis/usage-error.js';
import { counted } from '#report/formats/pretty/text.js';
import type { ReportFlags } from './flags.js';
import { writeOutput } from './output.js';
import { repeatedFlags } from './repeated-flags.js';
import { lineReader } from './sources.js';
import { hasColor, widthOf, type Terminal } from './terminal.js';

/** The columns of a report in a file. */
const FILE_WIDTH = 100;

/** The text of a result in the format asked for. */
export async function render(
  result: Result,
  { terminal, flags, written }: { terminal: Terminal; flags: ReportFlags; written: boolean },
): Promise<string> {
  const report = await FORMATS.get(flags.format)?.();
  if (!report) throw new UsageError(`There is no format ${flags.format}.`);
  return report(result, { ...contextFor(result.root, terminal, flags), written });
}

export function contextFor(root: string, terminal: Terminal, flags: ReportFlags): ReportContext {
  const { stdout, env } = terminal;
  const toFile = flags.output !== undefined;
  return {
    readLine: lineReader(resolve(root)),
    width: toFile ? FILE_WIDTH : widthOf(stdout, env),
    color: !toFile && hasColor(stdout, env, flags.color),
    flags: repeatedFlags(flags),
    written: false,
  };
}

/** To stdout, or to the file of `--output`. */
export async function deliver(text: string, terminal: Terminal, flags: ReportFlags): Promise<void> {
  if (flags.output === undefined) {
    terminal.stdout.write(text);
    return;
  }
  await writeOutput(flags.output, text);
  if (!flags.quiet) terminal.stderr.write(`Wrote ${flags.output}\n`);
}

/** Says on stderr why the status is 2 although there is a result. */
export function noteUnread(result: Result, terminal: Terminal, flags: ReportFlags): void {
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors === 0 || flags.quiet) return;
  terminal.stderr.write(
    `${counted(errors, 'error')} in the sources: the result is about the rest. See the diagnostics.\n`,
  );
}
