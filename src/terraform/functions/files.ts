import { homedir } from 'node:os';
import { posix } from 'node:path';
import { BOOL, STRING, type Type } from '#model/type.js';
import type { TextFile, Value } from '#model/value.js';
import { bool, set, string } from '#model/values/make.js';
import { quoted } from '#model/values/order.js';
import type { FunctionContext } from './context.js';
import { type Fault, fault, type FunctionSpec, parameter, type Result } from './define.js';
import { utf8Text } from './encoding.js';
import { expandBraces, matchesGlob, parseGlob } from './globs.js';
import { HASHES, type HashEncoding, hashOf } from './hash.js';
import { textOf } from './integers.js';

/** Functions on files and paths. Only files inside the scanned root are read; the context sees to that. */
const PATH = parameter('path', STRING);

interface Contents {
  readonly bytes: Uint8Array;
  readonly file: TextFile;
}

const NO_FILE =
  'this function works only with files that are distributed as part of the configuration source code, so if this file will be created by a resource in this configuration you must instead obtain this result from an attribute of that resource';

/** The file, or why it can't be read, as `file` words it. */
export function readSource(path: string, context: FunctionContext): Contents | Fault {
  const read = context.readFile(path);
  if (!('kind' in read)) return read;
  switch (read.summary) {
    case 'not-found':
      return fault(`no file exists at ${quoted(path)}; ${NO_FILE}`, 0);
    case 'directory':
      return fault(`failed to read file: read ${posix.normalize(path)}: is a directory`, 0);
    default:
      return fault(read.detail, 0);
  }
}

function isContents(read: Contents | Fault): read is Contents {
  return 'bytes' in read;
}

const file: FunctionSpec = {
  name: 'file',
  params: [PATH],
  returns: STRING,
  apply: ([path], context) => {
    const read = readSource(textOf(path), context);
    if (!isContents(read)) return read;
    const text = utf8Text(read.bytes);
    return text === undefined ? notText(textOf(path)) : textValue(text, read.file);
  },
};

export function notText(path: string): Fault {
  return fault(
    `contents of ${quoted(path)} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead`,
  );
}

function textValue(text: string, source: TextFile): Value {
  if (source.text !== text) return string(text);
  return string(text, { segments: [{ at: 0, length: text.length, file: source, start: 0, end: text.length }] });
}

const filebase64: FunctionSpec = {
  name: 'filebase64',
  params: [PATH],
  returns: STRING,
  apply: ([path], context) => {
    const read = readSource(textOf(path), context);
    return isContents(read) ? string(Buffer.from(read.bytes).toString('base64')) : read;
  },
};

function fileHash(name: string, algorithm: string, encoding: HashEncoding): FunctionSpec {
  const own = name.startsWith('base64') ? `filebase64${name.slice('base64'.length)}` : `file${name}`;
  return {
    name: own,
    params: [PATH],
    returns: STRING,
    apply: ([pathValue], context) => {
      const path = textOf(pathValue);
      const read = context.readFile(path);
      if (!('kind' in read)) return string(hashOf(algorithm, encoding, read.bytes));
      const clean = posix.normalize(path);
      if (read.summary === 'not-found') return fault(`open ${clean}: no such file or directory`);
      return fault(read.summary === 'directory' ? `read ${clean}: is a directory` : read.detail);
    },
  };
}

const fileexists: FunctionSpec = {
  name: 'fileexists',
  params: [PATH],
  returns: BOOL,
  apply: ([pathValue], context) => {
    const path = posix.normalize(textOf(pathValue));
    const read = context.readFile(path);
    if (!('kind' in read)) return bool(true);
    const directory = read.summary === 'directory' || path === '.';
    if (read.summary === 'not-found' && !directory) return bool(false);
    return fault(directory ? `${quoted(path)} is a directory, not a file` : read.detail);
  },
};

const NAMES: Type = { kind: 'set', element: STRING };

const fileset: FunctionSpec = {
  name: 'fileset',
  params: [PATH, parameter('pattern', STRING)],
  returns: NAMES,
  apply: ([pathValue, patternValue], context) => {
    const path = posix.normalize(textOf(pathValue));
    const pattern = posix.join(path, textOf(patternValue));
    const found = new Set<string>();
    for (const choice of expandBraces(pattern)) {
      const problem = collect(choice, path, context, found);
      if (problem) return fault(`failed to glob pattern ${quoted(pattern)}: ${problem}`);
    }
    return set(
      [...found].map((name) => string(name)),
      STRING,
    );
  },
};

/** Adds the matches, relative to the path. Folders without a wildcard in their names are not searched but entered. */
function collect(pattern: string, path: string, context: FunctionContext, found: Set<string>): string | undefined {
  const segments = pattern.split('/');
  const wild = segments.slice(0, -1).findIndex((segment) => /[*?[\\]/.test(segment));
  const depth = wild < 0 ? segments.length - 1 : wild;
  const base = segments.slice(0, depth).join('/');
  const glob = parseGlob(segments.slice(depth).join('/'));
  if (!glob) return 'syntax error in pattern';
  const folder = base === '' ? (pattern.startsWith('/') ? '/' : '.') : base;
  const files = context.listFiles(folder);
  if (!isList(files)) return files.summary === 'not-found' ? undefined : files.detail;
  for (const name of files) {
    if (matchesGlob(glob, name)) found.add(posix.relative(path, posix.join(folder, name)));
  }
  return undefined;
}

function isList(files: ReturnType<FunctionContext['listFiles']>): files is readonly string[] {
  return Array.isArray(files);
}

function onPath(name: string, change: (path: string, context: FunctionContext) => Result): FunctionSpec {
  return { name, params: [PATH], returns: STRING, apply: ([path], context) => change(textOf(path), context) };
}

function baseName(path: string): string {
  if (path === '') return '.';
  return posix.basename(path) || '/';
}

function directoryName(path: string): string {
  return posix.normalize(path.slice(0, path.lastIndexOf('/') + 1)).replace(/(.)\/$/, '$1');
}

function expandHome(path: string): Result {
  if (!path.startsWith('~')) return string(path);
  if (path.length > 1 && path[1] !== '/') return fault('cannot expand user-specific home dir');
  return string(posix.join(homedir(), path.slice(1)));
}

export const FILE_FUNCTIONS: readonly FunctionSpec[] = [
  file,
  filebase64,
  ...HASHES.map(([name, algorithm, encoding]) => fileHash(name, algorithm, encoding)),
  fileexists,
  fileset,
  onPath('basename', (path) => string(baseName(path))),
  onPath('dirname', (path) => string(directoryName(path))),
  onPath('abspath', (path, { cwd }) => string(posix.resolve(cwd, path))),
  onPath('pathexpand', expandHome),
];
