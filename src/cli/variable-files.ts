import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { GivenFile } from '#terraform/resource.js';
import { UsageError } from '#report/usage-error.js';

/**
 * The files of `--var-file`, relative to the scanned folder as the analysis wants them. Named relative to the working
 * directory, as for terraform, or to the scanned folder, as for `terraform -chdir`. The analysis reads nothing outside
 * the folder, but the user may name such a file: then its text is passed on.
 */
export function variableFiles(files: readonly string[], root: string): (string | GivenFile)[] {
  if (files.length === 0 || !existsSync(root)) return [...files];
  const base = realpathSync(root);
  return files.map((file) => {
    const found = [resolve(file), join(base, file)].find((path) => existsSync(path));
    if (found === undefined) throw new UsageError(`There is no variable file ${file}.`, 'Check the path.');
    const way = relative(base, realpathSync(found));
    const name = way.split(sep).join('/');
    return isAbsolute(way) || way.split(sep)[0] === '..' ? { name, text: textOf(found, file) } : name;
  });
}

function textOf(path: string, named: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The variable file ${named} can't be read: ${why}.`, 'It must be a file, in UTF-8.');
  }
}
