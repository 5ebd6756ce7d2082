import type { RE2JS } from 're2js';
import { re2 } from './packages.js';

/** RE2 patterns. Group names are kept here, since Go admits names (`1a`, duplicates) that the library refuses. */
export interface Pattern {
  readonly compiled: RE2JS;
  /** The name of each capture group, '' for one without. */
  readonly groups: readonly string[];
}

export interface Match {
  readonly start: number;
  readonly text: string;
  /** What each group matched. */
  readonly groups: readonly (string | undefined)[];
}

export interface PatternError {
  /** What is wrong, in RE2's words, and the part of the pattern where it is. */
  readonly error: { readonly code: string; readonly part?: string };
}

/** Longer patterns are refused: they compile to programs of a size that nobody needs. */
const MAX_PATTERN = 20_000;
const cache = new Map<string, Pattern | PatternError>();
const MAX_CACHE = 500;

export function parsePattern(source: string): Pattern | PatternError {
  const known = cache.get(source);
  if (known) return known;
  const parsed = source.length > MAX_PATTERN ? { error: { code: 'expression too long' } } : compile(source);
  if (cache.size >= MAX_CACHE) cache.clear();
  cache.set(source, parsed);
  return parsed;
}

function compile(source: string): Pattern | PatternError {
  const { text, groups } = renameGroups(source);
  const { RE2JS: Re2, RE2JSSyntaxException } = re2();
  try {
    return { compiled: Re2.compile(text), groups };
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) {
      const part = error.getPattern();
      return { error: part ? { code: error.getDescription(), part } : { code: error.getDescription() } };
    }
    throw error;
  }
}

const NAMED = /^\(\?P?<(\w+)>/;

/** Gives every named group a name of our own, and lists the groups in order. */
function renameGroups(source: string): { readonly text: string; readonly groups: readonly string[] } {
  const groups: string[] = [];
  let text = '';
  let inClass = false;
  for (let at = 0; at < source.length; ) {
    const step = stepAt(source, at, inClass);
    inClass = step.inClass;
    const named = step.opens ? NAMED.exec(source.slice(at, at + 200)) : null;
    if (named) {
      groups.push(named[1] ?? '');
      text += `(?P<g${groups.length}>`;
      at += named[0].length;
      continue;
    }
    if (step.opens && source[at + 1] !== '?') groups.push('');
    text += source.slice(at, at + step.length);
    at += step.length;
  }
  return { text, groups };
}

interface Step {
  readonly length: number;
  readonly inClass: boolean;
  readonly opens: boolean;
}

/** One token as far as groups are concerned: an escape, a quoted run, a bracket or a character. */
function stepAt(source: string, at: number, inClass: boolean): Step {
  const character = source[at];
  if (character === '\\') {
    if (source[at + 1] !== 'Q' || inClass) return { length: 2, inClass, opens: false };
    const end = source.indexOf('\\E', at + 2);
    return { length: (end < 0 ? source.length : end + 2) - at, inClass, opens: false };
  }
  if (inClass) return { length: 1, inClass: character !== ']', opens: false };
  if (character !== '[') return { length: 1, inClass, opens: character === '(' };
  // A bracket right after the opening one is a member of the class.
  const lead = /^\[\^?\]?/.exec(source.slice(at, at + 3))?.[0].length ?? 1;
  return { length: lead, inClass: true, opens: false };
}

/** All matches that do not overlap, from the left. An empty match right behind another one does not count. */
export function findMatches(pattern: Pattern, text: string, limit: number): readonly Match[] {
  const matcher = pattern.compiled.matcher(text);
  const matches: Match[] = [];
  let from = 0;
  let lastEnd = -1;
  while (matches.length < limit && from <= text.length && matcher.find(from)) {
    const start = matcher.start();
    const end = matcher.end();
    if (end > start || start !== lastEnd) {
      const groups = pattern.groups.map((_, at) => matcher.group(at + 1) ?? undefined);
      matches.push({ start, text: text.slice(start, end), groups });
      lastEnd = end;
    }
    from = end > start ? end : end + widthAt(text, end);
  }
  return matches;
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
