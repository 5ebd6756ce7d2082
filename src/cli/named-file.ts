import { readFileSync } from 'node:fs';
import { type ReadFault, readRegularFile } from '#terraform/load/file-system.js';

/** What a shell has opened already, as in `--plan <(terraform show -json tf.plan)`: its end comes by itself. */
const OPEN_DESCRIPTOR = /^\/dev\/(?:fd\/(?<number>\d+)|stdin)$/;

const STANDARD_INPUT = 0;

/**
 * A file that is named on the command line: a regular one, standard input (`-`), or what the shell has opened. Others are
 * refused: a pipe that nobody writes to never ends.
 */
export function readNamedFile(name: string, atMost: number): Uint8Array | ReadFault {
  const descriptor = name === '-' ? STANDARD_INPUT : descriptorOf(name);
  if (descriptor === undefined) return readRegularFile(name, atMost);
  try {
    const read = readFileSync(descriptor);
    return read.length > atMost ? 'too-large' : read;
  } catch {
    return 'unreadable';
  }
}

function descriptorOf(name: string): number | undefined {
  const found = OPEN_DESCRIPTOR.exec(name);
  return found ? Number(found.groups?.['number'] ?? STANDARD_INPUT) : undefined;
}

/** Completes "can't be read: it is …". */
export function whyUnread(fault: ReadFault | 'not-utf8', atMost: number): string {
  switch (fault) {
    case 'missing':
    case 'outside':
      return 'not there';
    case 'too-large':
      return `larger than ${atMost / (1024 * 1024)} MiB`;
    case 'not-a-file':
      return 'no regular file';
    case 'not-utf8':
      return 'not in UTF-8';
    default:
      return 'not readable; check its permissions';
  }
}
