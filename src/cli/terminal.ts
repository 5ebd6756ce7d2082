/** The streams and the environment that a command runs in; tests give their own. */
export interface Terminal {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

const DEFAULT_WIDTH = 80;
const MINIMUM_WIDTH = 60;
/** Wider lines are harder to read, however wide the window is. */
const MAXIMUM_WIDTH = 120;

/** Columns to fill: the terminal's, else those of `COLUMNS`, else 80. */
export function widthOf(stream: OutputStream, env: Terminal['env']): number {
  const named = Number.parseInt(env['COLUMNS'] ?? '', 10);
  const columns = stream.isTTY && stream.columns ? stream.columns : named > 0 ? named : DEFAULT_WIDTH;
  return Math.min(MAXIMUM_WIDTH, Math.max(MINIMUM_WIDTH, columns));
}

/** Colours where a person looks on, unless they were declined: https://no-color.org, https://force-color.org */
export function hasColor(stream: OutputStream, env: Terminal['env'], wanted: boolean): boolean {
  if (!wanted || (env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}
