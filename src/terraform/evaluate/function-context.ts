/** What functions may ask of the files of the scanned root, and how they render templates. */
import { posix } from 'node:path';
import { parseTemplate } from '#hcl/parse/parse.js';
import { sourceRange } from '#model/diagnostic.js';
import { DEFAULT_LIMITS, type FunctionContext } from '../functions/index.js';
import { decodeUtf8, type FileSystem, type ReadFault } from '../load/file-system.js';
import type { TextFile, Value } from '#model/value.js';
import { type Failure, failure, type Outcome } from '#model/values/failure.js';
import { evaluate } from './expression.js';
import { freeNames } from './free-names.js';
import { type Binding, newBudget, type Resolver, type Scope } from './scope.js';

/** What functions may read, and from where. */
export interface FilePlace {
  readonly files: FileSystem;
  /** Folder of the root module, relative to the scanned root. */
  readonly rootModule: string;
  /** Absolute folder of the root module: `path.cwd`. */
  readonly workingFolder: string;
  /** Files that functions read, by path. */
  readonly textFiles: Map<string, TextFile>;
  /** `&&` and `||` leave out an operand that does not matter, mistakes and all: https://developer.hashicorp.com/terraform/language/expressions/operators#logical-operators */
  readonly shortCircuits: boolean;
}

export function functionContext(program: FilePlace, folder: string): FunctionContext {
  const context: FunctionContext = {
    readFile: (path) => readFile(program, path),
    listFiles: (dir) => listFiles(program, dir),
    moduleDir: moduleDirectory(program.rootModule, folder),
    rootDir: '.',
    cwd: program.workingFolder,
    renderTemplate: (source, vars) => renderTemplate(source, vars, onlyFunctions(context, program)),
    limits: DEFAULT_LIMITS,
  };
  return context;
}

/** `path.module`: the way from the root module. */
function moduleDirectory(rootModule: string, folder: string): string {
  // From a place so deep that no `..` leads above it.
  const base = '/-'.repeat(folder.split('/').length);
  const way = posix.relative(posix.join(base, rootModule), posix.join(base, folder));
  return way === '' ? '.' : way;
}

/** A path of the configuration, relative to the scanned root; `undefined` where it leads out. */
function locate(program: FilePlace, path: string): string | undefined {
  if (!posix.isAbsolute(path)) return program.files.resolve(program.rootModule, path);
  return program.files.resolve(program.rootModule, posix.relative(program.workingFolder, path));
}

function readFile(program: FilePlace, path: string): { readonly bytes: Uint8Array; readonly file: TextFile } | Failure {
  const place = locate(program, path);
  const bytes = place === undefined ? 'outside' : program.files.read(place);
  if (place === undefined || typeof bytes === 'string')
    return refusal(typeof bytes === 'string' ? bytes : 'outside', path);
  let file = program.textFiles.get(place);
  if (!file) {
    file = { path: place, text: decodeUtf8(bytes) ?? '' };
    program.textFiles.set(place, file);
  }
  return { bytes, file };
}

function refusal(fault: ReadFault, path: string): Failure {
  switch (fault) {
    case 'missing':
      return failure('not-found', `no file exists at ${JSON.stringify(path)}`);
    case 'not-a-file':
      return failure('directory', `${path} is not a regular file`);
    case 'outside':
      return failure('outside', `${path} is outside the scanned folder, and was not read`);
    case 'too-large':
      return failure('too-large', `${path} is too large`);
    case 'unreadable':
      return failure('unreadable', `${path} could not be read`);
  }
}

const MAX_LISTED = 20_000;

function listFiles(program: FilePlace, dir: string): readonly string[] | Failure {
  const place = locate(program, dir);
  if (place === undefined) return refusal('outside', dir);
  const found: string[] = [];
  const fault = walk(program.files, place, '', found);
  return fault ? refusal(fault, dir) : found;
}

function walk(files: FileSystem, place: string, prefix: string, found: string[]): ReadFault | undefined {
  const entries = files.list(place);
  if (typeof entries === 'string') return prefix === '' ? entries : undefined;
  for (const entry of entries) {
    if (entry.outside || (entry.folder && entry.link)) continue;
    if (found.length >= MAX_LISTED) return 'too-large';
    if (!entry.folder) found.push(prefix + entry.name);
    else if (walk(files, `${place}/${entry.name}`, `${prefix}${entry.name}/`, found) === 'too-large')
      return 'too-large';
  }
  return undefined;
}

function renderTemplate(source: TextFile, vars: ReadonlyMap<string, Value>, resolver: Resolver): Outcome {
  const { template, diagnostics } = parseTemplate(source.path, source.text);
  const [fault] = diagnostics;
  if (fault) return failure('invalid-template', `${placeIn(source, fault)}: ${fault.summary}; ${fault.detail}.`);
  for (const { name, span } of freeNames(template)) {
    if (vars.has(name)) continue;
    return failure(
      'missing-variable',
      `vars map does not contain key ${JSON.stringify(name)}, referenced at ${placeIn(source, span)}`,
    );
  }
  let names: Binding | undefined;
  for (const [name, value] of vars) names = { name, value, next: names };
  const failures: Failure[] = [];
  const scope: Scope = {
    file: source,
    evaluate,
    resolver,
    names,
    repetition: undefined,
    self: undefined,
    failures,
    budget: newBudget(),
    readOnly: false,
    template: true,
  };
  const value = evaluate(template, scope);
  const [first] = failures;
  if (!first) return value;
  const at = first.span ? `${placeIn(source, first.span)}: ` : '';
  return failure('evaluation', `${at}${first.summary}; ${first.detail}`);
}

function onlyFunctions(functions: FunctionContext, { shortCircuits }: FilePlace): Resolver {
  return {
    functions,
    strict: true,
    shortCircuits,
    requiresProvider: () => false,
    resolve: () => ({ value: { kind: 'unknown', type: { kind: 'dynamic' }, dependsOn: [] }, used: 0 }),
  };
}

function placeIn(source: TextFile, span: { readonly start: number; readonly end: number }): string {
  const { startLine, startColumn, endLine, endColumn } = sourceRange(source, span);
  const to = startLine === endLine ? `${endColumn}` : `${endLine},${endColumn}`;
  return `${source.path}:${startLine},${startColumn}-${to}`;
}
