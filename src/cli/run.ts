import { CommanderError } from 'commander';
import { EXIT, type ExitStatus } from './exit-status.js';
import type { Invocation } from './invocation.js';
import { reportProblem } from './problem.js';
import { programFor } from './program.js';

/** Runs the command line `argv` (without the program's own name) and gives the exit status. Never throws. */
export async function run(argv: readonly string[], invocation: Invocation): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.clean;
  const program = programFor(invocation, (outcome) => {
    status = outcome;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    // Commander has printed its message; help and version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.misuse;
    return reportProblem(error, invocation.terminal, !argv.includes('--no-color'));
  }
}
