import { diskFileSystem, readText } from '#terraform/load/file-system.js';
import { repositoryAround } from '#terraform/load/repository.js';

/**
 * Reads lines of the files that a result names, as they may be shown; only of files inside the root or its repository, each
 * read once.
 */
export function lineReader(
  root: string,
  redact: (text: string) => string,
): (file: string, line: number) => string | undefined {
  const repository = repositoryAround(root)?.root;
  const files = diskFileSystem(root, repository === undefined ? [] : [repository]);
  const known = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = known.get(file);
    if (lines === undefined) {
      // Where it can't be read, the report does without its lines.
      const found = readText(files, file);
      lines = typeof found === 'string' ? [] : found.text.replace(/^\ufeff/, '').split(/\r?\n/);
      known.set(file, lines);
    }
    const text = lines[line - 1];
    return text === undefined ? undefined : redact(text);
  };
}
