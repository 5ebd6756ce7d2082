/**
 * Glob patterns as `fileset` takes them: `*`, `?`, `[a-z]`, `[^a]`, `{a,b}`, and `**` for any number of folders.
 * Braces are expanded first; what is left is matched segment by segment in time linear in pattern times name.
 */
type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'star' }
  | { readonly kind: 'any' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

type Segment = readonly Token[] | '**';

export type Glob = readonly Segment[];

const MAX_ALTERNATIVES = 1000;

/** The alternatives that the braces stand for; none if a brace is left open. */
export function expandBraces(pattern: string): readonly string[] {
  const open = findBrace(pattern);
  if (open < 0) return [pattern];
  const parts = alternatives(pattern, open);
  if (!parts) return [];
  const head = pattern.slice(0, open);
  const results: string[] = [];
  for (const choice of parts.choices) {
    results.push(...expandBraces(head + choice + parts.tail));
    if (results.length > MAX_ALTERNATIVES) break;
  }
  return results.slice(0, MAX_ALTERNATIVES);
}

function findBrace(pattern: string): number {
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern[at] === '{') return at;
  }
  return -1;
}

function alternatives(
  pattern: string,
  open: number,
): { readonly choices: readonly string[]; readonly tail: string } | undefined {
  const choices: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < pattern.length; at += 1) {
    const sign = pattern[at];
    if (sign === '\\') at += 1;
    else if (sign === '{') depth += 1;
    else if (sign === ',' && depth === 1) {
      choices.push(pattern.slice(start, at));
      start = at + 1;
    } else if (sign === '}') {
      depth -= 1;
      if (depth === 0) return { choices: [...choices, pattern.slice(start, at)], tail: pattern.slice(at + 1) };
    }
  }
  return undefined;
}

/** The pattern without braces, or undefined if a bracket is left open. */
export function parseGlob(pattern: string): Glob | undefined {
  const segments: Segment[] = [];
  for (const text of pattern.split('/')) {
    const segment = text === '**' ? text : tokens(text);
    if (!segment) return undefined;
    segments.push(segment);
  }
  return segments;
}

function tokens(text: string): readonly Token[] | undefined {
  const found: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (character === '[') {
      const parsed = characterClass(text, at);
      if (!parsed) return undefined;
      found.push(parsed.token);
      at = parsed.end;
      continue;
    }
    if (character === '*') found.push({ kind: 'star' });
    else if (character === '?') found.push({ kind: 'any' });
    else if (character === '\\') found.push({ kind: 'text', text: text.charAt(at + 1) });
    else found.push({ kind: 'text', text: character });
    at += character === '\\' ? 2 : character.length;
  }
  return found;
}

const CLASS = /\[(\^?)((?:\\[\s\S]|[^\]\\])+)\]/uy;
const MEMBER = /(\\[\s\S]|[\s\S])(?:-(\\[\s\S]|[\s\S]))?/gu;

function characterClass(text: string, at: number): { readonly token: Token; readonly end: number } | undefined {
  CLASS.lastIndex = at;
  const match = CLASS.exec(text);
  if (!match) return undefined;
  const bare = (member: string): string => (member.length > 1 && member.startsWith('\\') ? member.slice(1) : member);
  const ranges = [...(match[2] ?? '').matchAll(MEMBER)].map(
    ([, from = '', to]) => [bare(from), bare(to ?? from)] as const,
  );
  return { token: { kind: 'class', negated: match[1] === '^', ranges }, end: at + match[0].length };
}

export function matchesGlob(glob: Glob, path: string): boolean {
  return matchSegments(glob, 0, path.split('/'), 0);
}

function matchSegments(glob: Glob, at: number, names: readonly string[], from: number): boolean {
  const segment = glob[at];
  if (segment === undefined) return from === names.length;
  if (segment === '**') {
    // As the last segment it stands for at least one name, elsewhere for any number.
    if (at === glob.length - 1) return from < names.length;
    for (let next = from; next < names.length; next += 1) if (matchSegments(glob, at + 1, names, next)) return true;
    return false;
  }
  const name = names[from];
  return name !== undefined && matchName(segment, name) && matchSegments(glob, at + 1, names, from + 1);
}

/** Greedy matching that goes back to the last star only. */
function matchName(pattern: readonly Token[], name: string): boolean {
  const characters = [...name];
  let at = 0;
  let place = 0;
  let star = -1;
  let mark = 0;
  while (place < characters.length) {
    const token = pattern[at];
    if (token?.kind === 'star') {
      star = at;
      mark = place;
      at += 1;
    } else if (token && matchesCharacter(token, characters[place] ?? '')) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      at = star + 1;
      mark += 1;
      place = mark;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every((token) => token.kind === 'star');
}

function matchesCharacter(token: Token, character: string): boolean {
  switch (token.kind) {
    case 'text':
      return token.text === character;
    case 'class':
      return token.ranges.some(([from, to]) => character >= from && character <= to) !== token.negated;
    default:
      return true;
  }
}
