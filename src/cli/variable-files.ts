import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { decodeUtf8, MAX_FILE_BYTES } from '#terraform/load/file-system.js';
import type { VariableInput } from '#terraform/load/options.js';
import { UsageError } from '#analysis/usage-error.js';
import { readNamedFile, whyUnread } from './named-file.js';

/**
 * What `--var-file` and `--var` give, in their order. Files are named relative to the working directory, as for terraform, or to the
 * scanned folder, as for `terraform -chdir`; the analysis wants them relative to that folder. It reads nothing outside of it, but
 * the user may name such a file: then its text is passed on.
 */
export function variableInputs(
  given: readonly (string | readonly [name: string, value: string])[],
  root: string,
): VariableInput[] {
  return given.map((each) =>
    typeof each === 'string' ? fileInput(each, root) : { variable: each[0], value: each[1] },
  );
}

function fileInput(file: string, root: string): VariableInput {
  if (!existsSync(root)) return file;
  const base = realpathSync(root);
  const found = [resolve(file), join(base, file)].find((path) => existsSync(path));
  if (found === undefined) throw new UsageError(`There is no variable file ${file}.`, 'Check the path.');
  const way = relative(base, realpathSync(found));
  const name = way.split(sep).join('/');
  return isAbsolute(way) || way.split(sep)[0] === '..' ? { name, text: textOf(found, file) } : name;
}

function textOf(path: string, named: string): string {
  const bytes = readNamedFile(path, MAX_FILE_BYTES);
  const text = typeof bytes === 'string' ? undefined : decodeUtf8(bytes);
  if (text !== undefined) return text;
  throw new UsageError(
    `The variable file ${named} can't be read: it is ${whyUnread(typeof bytes === 'string' ? bytes : 'not-utf8', MAX_FILE_BYTES)}.`,
    'It must be a file in UTF-8.',
  );
}
