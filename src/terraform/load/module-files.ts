/**
 * The Terraform files of one folder.
 * https://developer.hashicorp.com/terraform/language/files
 */
import { parseFile } from '#hcl/parse/parse.js';
import type { SyntaxFile } from '#hcl/syntax.js';
import { posix } from 'node:path';
import { type Entry, type FileSystem, type ReadFault, readText, type TextFault } from './file-system.js';
import { parseJsonFile } from './json-syntax.js';
import { hasTemplateTags, templatesNote } from './rendered.js';
import { type Diagnostics, diagnostic } from './report.js';

/** A file's place among the others: overrides are laid over the rest, in order. */
export interface ModuleFile {
  readonly file: SyntaxFile;
  readonly override: boolean;
}

const EXTENSIONS = ['.tf.json', '.tofu.json', '.tf', '.tofu'] as const;

export function extensionOf(name: string): string | undefined {
  if (name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'))) return undefined;
  return EXTENSIONS.find((extension) => name.endsWith(extension));
}

/** The names of the files that count, in order: `x.tofu` takes the place of `x.tf`, `x.tofu.json` that of `x.tf.json`. */
export function terraformFileNames(entries: readonly Entry[]): readonly string[] {
  const names = new Set(entries.filter((entry) => !entry.folder).map((entry) => entry.name));
  return [...names].filter((name) => {
    const extension = extensionOf(name);
    if (extension === '.tf') return !names.has(`${name.slice(0, -3)}.tofu`);
    if (extension === '.tf.json') return !names.has(`${name.slice(0, -8)}.tofu.json`);
    return extension !== undefined;
  });
}

function isOverride(name: string): boolean {
  const base = name.slice(0, -(extensionOf(name)?.length ?? 0));
  return base === 'override' || base.endsWith('_override');
}

export interface FileSource {
  readonly files: FileSystem;
  readonly cache: Map<string, SyntaxFile>;
  readonly diagnostics: Diagnostics;
}

/** Reads and parses the files of a folder; what can't be read is reported and left out. */
export function readModuleFiles(source: FileSource, folder: string): readonly ModuleFile[] | ReadFault {
  const entries = source.files.list(folder);
  if (typeof entries === 'string') return entries;
  const result: ModuleFile[] = [];
  for (const entry of entries)
    if (entry.outside && extensionOf(entry.name)) reportFault(source, joinPath(folder, entry.name), 'outside');
  for (const name of terraformFileNames(entries.filter((entry) => !entry.outside))) {
    const file = readSyntaxFile(source, joinPath(folder, name));
    if (file) result.push({ file, override: isOverride(name) });
  }
  return result;
}

export function joinPath(folder: string, name: string): string {
  return posix.join(folder, name);
}

/** One parsed file. A text that was parsed before is not parsed again. */
export function readSyntaxFile(source: FileSource, path: string): SyntaxFile | undefined {
  const found = readText(source.files, path);
  if (typeof found === 'string') {
    reportFault(source, path, found);
    return undefined;
  }
  const known = source.cache.get(path);
  const file = known?.text === found.text ? known : parseAny(path, found.text);
  if (file !== known) source.cache.set(path, file);
  if (file.diagnostics.length > 0 && hasTemplateTags(file.text)) {
    const note = templatesNote([path]);
    if (note) source.diagnostics.add(note);
    return file;
  }
  for (const fault of file.diagnostics) {
    const { summary, detail } = fault;
    source.diagnostics.add(diagnostic({ code: 'syntax-error', summary, detail }, { file, span: fault }));
  }
  return file;
}

function parseAny(path: string, text: string): SyntaxFile {
  return path.endsWith('.json') ? parseJsonFile(path, text) : parseFile(path, text);
}

const FAULTS: Readonly<Record<TextFault, readonly [summary: string, detail: string]>> = {
  missing: ['Failed to read file', 'The file does not exist.'],
  outside: [
    'File outside the scanned folder',
    'The file is, or is a symbolic link to, something outside the scanned folder. It was not read.',
  ],
  'too-large': ['File too large', 'The file is larger than 16 MiB. It was not read.'],
  unreadable: ['Failed to read file', 'The file could not be read; check its permissions.'],
  'not-a-file': ['Failed to read file', 'This is not a regular file.'],
  'not-utf8': [
    'Invalid character encoding',
    'The file is not in UTF-8. Terraform files must be; save it in UTF-8 and try again.',
  ],
  encrypted: [
    'File encrypted',
    'The file is encrypted by git-crypt, and its contents are not known. Unlock it and scan again.',
  ],
};

/** Terraform reads such files, or people do before they run it. */
const FINE_FOR_TERRAFORM: ReadonlySet<TextFault> = new Set(['outside', 'too-large', 'encrypted']);

export function reportFault(source: { readonly diagnostics: Diagnostics }, path: string, fault: TextFault): void {
  const [summary, detail] = FAULTS[fault];
  const at = { file: path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  source.diagnostics.add({
    severity: FINE_FOR_TERRAFORM.has(fault) ? 'warning' : 'error',
    code: `file-${fault}`,
    summary,
    detail: `${path}: ${detail}`,
    source: at,
  });
}
