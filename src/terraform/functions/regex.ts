import { DYNAMIC, STRING, type Type } from '#model/type.js';
import type { Value } from '#model/value.js';
import { list, nullOf, object, string, tuple } from '#model/values/make.js';
import { fault, type Fault, type FunctionSpec, isFault, parameter } from './define.js';
import { textOf } from './integers.js';
import { findMatches, type Match, parsePattern, type Pattern } from './patterns.js';

/** `regex`, `regexall` and `replace`: RE2 syntax and semantics, so matching time is linear in the text. */
function resultType(pattern: Pattern): Type | Fault {
  const named = pattern.groups.filter((name) => name !== '');
  if (pattern.groups.length === 0) return STRING;
  if (named.length === 0) return { kind: 'tuple', elements: pattern.groups.map(() => STRING) };
  if (named.length < pattern.groups.length) {
    return fault('invalid regexp pattern: cannot mix both named and unnamed capture groups', 0);
  }
  return { kind: 'object', attributes: new Map(named.toSorted().map((name) => [name, STRING])) };
}

function matchValue(match: Match, pattern: Pattern): Value {
  const groups = match.groups.map((group) => (group === undefined ? nullOf(STRING) : string(group)));
  if (groups.length === 0) return string(match.text);
  if (pattern.groups.every((name) => name === '')) return tuple(groups);
  return object(pattern.groups.map((name, at) => [name, groups[at] ?? nullOf(STRING)] as const));
}

function compile(source: Value | undefined): { readonly pattern: Pattern; readonly type: Type } | Fault {
  const pattern = parsePattern(textOf(source));
  if ('error' in pattern) {
    const { code, part } = pattern.error;
    return fault(
      part === undefined ? `error parsing pattern: ${code}` : `invalid regexp pattern: ${code} in ${part}`,
      0,
    );
  }
  const type = resultType(pattern);
  return isFault(type) ? type : { pattern, type };
}

const PARAMS = [parameter('pattern', STRING), parameter('string', STRING)];

function returnType(source: Value | undefined): Type | Fault {
  if (source?.kind !== 'string') return DYNAMIC;
  const compiled = compile(source);
  return 'type' in compiled ? compiled.type : compiled;
}

const regex: FunctionSpec = {
  name: 'regex',
  params: PARAMS,
  returns: ([source]) => returnType(source),
  apply: ([source, text]) => {
    const compiled = compile(source);
    if (!('type' in compiled)) return compiled;
    const [match] = findMatches(compiled.pattern, textOf(text), 1);
    return match ? matchValue(match, compiled.pattern) : fault('pattern did not match any part of the given string');
  },
};

const regexall: FunctionSpec = {
  name: 'regexall',
  params: PARAMS,
  returns: ([source]) => {
    const element = returnType(source);
    return isFault(element) ? element : { kind: 'list', element };
  },
  apply: ([source, text], { limits }) => {
    const compiled = compile(source);
    if (!('type' in compiled)) return compiled;
    const matches = findMatches(compiled.pattern, textOf(text), limits.elements);
    return list(
      matches.map((match) => matchValue(match, compiled.pattern)),
      compiled.type,
    );
  },
};

const replace: FunctionSpec = {
  name: 'replace',
  params: [parameter('str', STRING), parameter('substr', STRING), parameter('replace', STRING)],
  returns: STRING,
  apply: ([value, part, replacement], { limits }) => {
    const text = textOf(value);
    const wanted = textOf(part);
    const result =
      wanted.length > 1 && wanted.startsWith('/') && wanted.endsWith('/')
        ? replacePattern(text, wanted.slice(1, -1), textOf(replacement))
        : replaceLiteral(text, wanted, textOf(replacement), limits.characters);
    if (typeof result !== 'string') return result;
    return value && result === text ? value : string(result);
  },
};

function replaceLiteral(text: string, wanted: string, replacement: string, limit: number): string | Fault {
  const pieces = wanted === '' ? ['', ...text, ''] : text.split(wanted);
  if (pieces.length * replacement.length > limit) return fault('the result is too long');
  if (wanted !== '') return pieces.join(replacement);
  return text === '' ? replacement : pieces.join(replacement);
}

function replacePattern(text: string, source: string, replacement: string): string | Fault {
  const pattern = parsePattern(source);
  if ('error' in pattern) {
    const { code, part } = pattern.error;
    return fault(`error parsing regexp: ${code}${part === undefined ? '' : `: \`${part}\``}`);
  }
  let result = '';
  let at = 0;
  for (const match of findMatches(pattern, text, Number.POSITIVE_INFINITY)) {
    result += text.slice(at, match.start) + expand(replacement, match, pattern);
    at = match.start + match.text.length;
  }
  return result + text.slice(at);
}

const REFERENCE = /\$(?:(\$)|\{(\w+)\}|([\p{L}\p{Nd}_]+))/gu;

/** `$1`, `${1}`, `$name`; the name without braces is as long as possible, and one that is no group is empty. */
function expand(replacement: string, match: Match, pattern: Pattern): string {
  return replacement.replaceAll(REFERENCE, (_, dollar?: string, braced?: string, bare?: string) => {
    if (dollar) return '$';
    const name = braced ?? bare ?? '';
    if (/^\d+$/.test(name)) return name === '0' ? match.text : (match.groups[Number(name) - 1] ?? '');
    return match.groups[pattern.groups.indexOf(name)] ?? '';
  });
}

export const REGEX_FUNCTIONS: readonly FunctionSpec[] = [regex, regexall, replace];
