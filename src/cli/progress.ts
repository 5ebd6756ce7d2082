import { visibleLine } from '#report/safe-text.js';
import type { OutputStream } from './terminal.js';

/** Shows a line while the work goes on; only where stderr is a terminal. */
export async function withProgress<T>(stderr: OutputStream, text: string, work: () => Promise<T>): Promise<T> {
  if (stderr.isTTY !== true) return work();
  stderr.write(`${visibleLine(text)} …`);
  try {
    return await work();
  } finally {
    stderr.write('\r\u001b[2K');
  }
}

/** Shows a line with how much of the work is done, now and then; only where stderr is a terminal and there is something to say. */
export async function withPercentage<T>(
  stderr: OutputStream,
  text: string | undefined,
  work: (progress: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  if (stderr.isTTY !== true || text === undefined) return work(() => {});
  const line = visibleLine(text);
  stderr.write(`${line} …`);
  try {
    return await work((done, total) => {
      stderr.write(`\r\u001b[2K${line} … ${Math.floor((100 * done) / Math.max(1, total))} %`);
    });
  } finally {
    stderr.write('\r\u001b[2K');
  }
}
