import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '#report/usage-error.js';

/**
 * The files of `--var-file`, relative to the scanned folder as the analysis wants them. Named relative to the working
 * directory, as for terraform, or to the scanned folder, as for `terraform -chdir`.
 */
export function variableFiles(files: readonly string[], root: string): string[] {
  if (files.length === 0 || !existsSync(root)) return [...files];
  const base = realpathSync(root);
  return files.map((file) => {
    const found = [resolve(file), join(base, file)].find((path) => existsSync(path));
    if (found === undefined) throw new UsageError(`There is no variable file ${file}.`, 'Check the path.');
    const path = relative(base, realpathSync(found));
    if (isAbsolute(path) || path.split(sep)[0] === '..') {
      throw new UsageError(
        `The variable file ${file} lies outside ${root}, where nothing is read.`,
        'Copy it into the folder, or name a folder that holds both.',
      );
    }
    return path.split(sep).join('/');
  });
}
