import type { LoadAnalysis } from './analysis.js';
import type { Terminal } from './terminal.js';

/** Where a command runs, and what it calls. */
export interface Invocation {
  readonly terminal: Terminal;
  readonly load: LoadAnalysis;
}
