import { run } from './run.js';
import type { ExitStatus } from './exit-status.js';
import type { Terminal } from './terminal.js';

/** Runs a command of this process. */
export function main(): void {
  // A reader that has seen enough, as `head`, closes the pipe; that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  const terminal = { stdout: process.stdout, stderr: process.stderr, env: process.env };
  void command(process.argv.slice(2), terminal).then((status) => {
    process.exitCode = status;
  });
}

export function command(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  return run(argv, { terminal, load: () => import('../index.js') });
}
