/** What must not be shown is taken out of a result as a whole, so that no format and no way that a text came needs to think of it. */
import { maskLiteralSecrets } from './literal-secrets.js';

type Redact = (text: string) => string;

/** What Terraform prints in the place of a sensitive value. */
const SENSITIVE = '(sensitive)';
const LITERAL = '(secret)';

/** Shorter texts stand in others by chance: only as a whole word they are the secret. */
const DISTINCT_LENGTH = 8;

/** What names something, or says which of several it is. No value is part of it. */
const NAMES: ReadonlySet<string> = new Set([
  'actions',
  'address',
  'applyEffect',
  'certainty',
  'closesPaths',
  'code',
  'control',
  'entryPoint',
  'file',
  'files',
  'id',
  'kind',
  'paths',
  'property',
  'root',
  'rootModule',
  'rootModules',
  'schemaVersion',
  'severity',
  'target',
  'technique',
  'tool',
  'type',
]);

/** What quotes the sources. */
const QUOTES: ReadonlySet<string> = new Set(['value', 'excerpt', 'diff', 'before', 'after']);

const redactors = new WeakMap<object, Redact>();

/** For lines of the sources that a report quotes besides. */
export function redactorOf(result: object): Redact {
  return redactors.get(result) ?? ((text) => maskLiteralSecrets(text, LITERAL));
}

/** What is made of a result hides the same. */
export function asRedacted<T extends object>(result: object, made: T): T {
  redactors.set(made, redactorOf(result));
  return made;
}

/** The result without `secrets`, nor, unless they are to be shown, what looks like one where it quotes the sources. */
export function redacted<T extends object>(result: T, secrets: ReadonlySet<string>, showSecrets = false): T {
  const sensitive = withoutTexts(secrets);
  const quoted: Redact = showSecrets ? sensitive : (text) => maskLiteralSecrets(sensitive(text), LITERAL);
  const clean = within(result, { all: sensitive, quoted }, undefined);
  redactors.set(clean, quoted);
  return clean;
}

function withoutTexts(texts: ReadonlySet<string>): Redact {
  if (texts.size === 0) return (text) => text;
  const longestFirst = [...texts].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(patternOf).join('|'), 'g');
  return (text) => text.replace(pattern, SENSITIVE);
}

function patternOf(text: string): string {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text.length < DISTINCT_LENGTH ? `(?<![\\w-])${escaped}(?![\\w-])` : escaped;
}

interface Redactors {
  readonly all: Redact;
  readonly quoted: Redact;
}

/** What has nothing to hide stays the same object. */
function within<T>(value: T, redactors: Redactors, key: string | undefined): T;
function within(value: unknown, by: Redactors, key: string | undefined): unknown {
  if (key !== undefined && NAMES.has(key)) return value;
  if (typeof value === 'string') return key !== undefined && QUOTES.has(key) ? by.quoted(value) : by.all(value);
  if (Array.isArray(value))
    return unlessSame(
      value,
      value.map((each: unknown) => within(each, by, key)),
    );
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, within(each, by, name)] as const);
  return entries.every(([name, each]) => each === Reflect.get(value, name)) ? value : Object.fromEntries(entries);
}

function unlessSame(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return after.every((each, at) => each === before[at]) ? before : after;
}
