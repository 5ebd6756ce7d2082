import { paintFor } from '#report/paint.js';
import { visible } from '#report/safe-text.js';
import { UsageError } from '#analysis/usage-error.js';
import { EXIT, type ExitStatus } from './exit-status.js';
import { hasColor, type Terminal } from './terminal.js';

/** Says on stderr what went wrong, and gives the status to end with. */
export function reportProblem(error: unknown, terminal: Terminal, color: boolean): ExitStatus {
  const { stderr, env } = terminal;
  const paint = paintFor(hasColor(stderr, env, color));
  const message = visible(error instanceof Error ? error.message : String(error));
  if (error instanceof UsageError) {
    stderr.write(`${paint.bold(paint.red('error:'))} ${message}\n`);
    if (error.hint !== undefined) stderr.write(`${visible(error.hint)}\n`);
    return EXIT.misuse;
  }
  stderr.write(`${paint.bold(paint.red('internal error:'))} ${message.split('\n')[0] ?? ''}\n`);
  stderr.write('This is a bug in chokepoint, not in your configuration. CONTRIBUTING.md says how to report it.\n');
  if ((env['CHOKEPOINT_DEBUG'] ?? '') === '') stderr.write('CHOKEPOINT_DEBUG=1 prints where it happened.\n');
  else if (error instanceof Error) stderr.write(`${visible(error.stack ?? '')}\n`);
  return EXIT.fault;
}
