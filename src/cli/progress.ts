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
