import { resolve } from 'node:path';
import { redactorOf } from '#analysis/result/redact.js';
import type { Result } from '#analysis/result/result.js';
import type { CommandName, Printed, ReportContext } from '#report/format.js';
import { formatsOf, printerOf } from '#report/formats.js';
import { UsageError } from '#analysis/usage-error.js';
import { counted } from '#report/words.js';
import type { ReportFlags } from './flags.js';
import { openOutput, type Output } from './output.js';
import { repeatedFlags } from './repeated-flags.js';
import { lineReader } from './sources.js';
import { hasColor, widthOf, type Terminal } from './terminal.js';

/** The columns of a report in a file. */
const FILE_WIDTH = 100;

interface Asked {
  readonly terminal: Terminal;
  readonly flags: ReportFlags;
  /** The folder that it is about. */
  readonly root: string;
  readonly written?: boolean;
}

/** What a command has printed, in the format asked for. */
export async function render<Name extends CommandName>(
  command: Name,
  printed: Printed[Name],
  { terminal, flags, root, written = false }: Asked,
): Promise<string> {
  const print = await printerOf(command, flags.format);
  if (!print) {
    const names = formatsOf(command).map(({ name }) => name);
    throw new UsageError(`${command} has no format ${flags.format}.`, `It has ${names.join(', ')}.`);
  }
  return print(printed, { ...contextFor(root, terminal, flags, redactorOf(printed)), written });
}

function contextFor(
  root: string,
  terminal: Terminal,
  flags: ReportFlags,
  redact: (text: string) => string,
): ReportContext {
  const { stdout, env } = terminal;
  const toFile = flags.output !== undefined;
  const repeated = repeatedFlags(flags);
  return {
    readLine: lineReader(resolve(root), redact),
    width: toFile ? FILE_WIDTH : widthOf(stdout, env),
    color: !toFile && hasColor(stdout, env, flags.color),
    flags: { analysis: redact(repeated.analysis), plan: repeated.plan },
    written: false,
  };
}

/** Where a result goes: stdout, or the file of `--output`, which can be written as far as anybody can tell. */
export async function openDelivery(terminal: Terminal, flags: ReportFlags): Promise<Output> {
  const { output: file, quiet } = flags;
  if (file === undefined) {
    return {
      write: async (text) => {
        terminal.stdout.write(text);
      },
      discard: async () => {},
    };
  }
  const { write, discard } = await openOutput(file);
  return {
    discard,
    write: async (text) => {
      await write(text);
      if (!quiet) terminal.stderr.write(`Wrote ${file}\n`);
    },
  };
}

export async function deliver(text: string, terminal: Terminal, flags: ReportFlags): Promise<void> {
  const { write } = await openDelivery(terminal, flags);
  await write(text);
}

/** Says on stderr why the status is 2 although there is a result. */
export function noteUnread(result: Result, terminal: Terminal, flags: ReportFlags): void {
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors === 0 || flags.quiet) return;
  terminal.stderr.write(
    `${counted(errors, 'error')} in the sources: the result is about the rest. See the diagnostics.\n`,
  );
}
