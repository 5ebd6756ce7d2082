import { EXIT, type ExitStatus } from './exit-status.js';
import { reportProblem } from './problem.js';
import { run } from './run.js';
import type { Terminal } from './terminal.js';
import { UsageError } from '#analysis/usage-error.js';

/** Runs a command of this process. */
export function main(): void {
  const terminal = { stdout: process.stdout, stderr: process.stderr, env: process.env };
  watchStreams(terminal);
  void command(process.argv.slice(2), terminal).then((status) => {
    process.exitCode ??= status;
  });
}

export function command(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  return run(argv, { terminal, load: () => import('../index.js') });
}

/**
 * A reader that has seen enough, as `head`, closes the pipe: the command goes on and ends as it would have. Any other fault
 * of stdout means that the result did not arrive.
 */
function watchStreams(terminal: Terminal): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || process.exitCode === EXIT.misuse) return;
    const fault = new UsageError(`The result can't be written: ${error.message}.`, 'Check where stdout leads.');
    process.exitCode = reportProblem(fault, terminal, true);
  });
  // There is nowhere left to say it.
  process.stderr.on('error', () => {});
}
