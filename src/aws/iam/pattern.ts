/**
 * Matching of policy patterns against strings that are known in part.
 *
 * A table over (position in the pattern, position in the text), each cell computed once and only if it is needed: time and
 * memory are at most the product of the two lengths, whatever the wildcards, and near their sum without. The answer has three values. `*` takes any stretch of the text; a hole takes
 * a stretch too that it may stand for, but then the answer is `maybe` at best, unless it meets itself. The region
 * and the partition are the ones this configuration is applied in: anything that has their form counts as them. An account
 * number may be another's.
 *
 * A hole that is one of a few texts is tried as each of them, in the pattern and in the text at once.
 */
import { labelIn } from '#model/address.js';
import {
  ACCOUNT,
  DNS_SUFFIX,
  hasNameless,
  type Hole,
  isNameless,
  PARTITION,
  REGION,
  type SymbolicString,
  symbolic,
} from '../symbolic.js';
import { type Match, overChoices } from './choices.js';
import { barredAt } from './unknown-piece.js';

export interface MatchOptions {
  /** `*` and `?` are themselves. */
  readonly exact?: boolean;
  readonly ignoreCase?: boolean;
  /**
   * The text stands for many (`arn:aws:s3:::bucket/*` for the objects of a bucket), and it is enough that the pattern
   * covers some of them. Otherwise it has to cover all.
   */
  readonly some?: boolean;
  /** What is known of names that are taken; it settles what the texts leave open. */
  readonly names?: Names;
}

export interface Names {
  /** Whether the pattern is surely the name of something, and the text surely that of something else. */
  areApart(pattern: SymbolicString, text: SymbolicString): boolean;
}

/** A star or question mark that a policy variable stands for (`${*}`, `${?}`): no wildcard. */
export const LITERAL_STAR = '\uE010';
export const LITERAL_QUESTION = '\uE011';

/** More than any ARN or condition value needs; beyond it the answer is `maybe`. */
const MAX_CELLS = 4_000_000;
/** Results are kept for each pattern of a policy, since many requests are compared with the same patterns. */
const MAX_CACHED = 10_000;
type Caches = readonly WeakMap<SymbolicString, Map<string, Match>>[];
const newCaches = (): Caches => [0, 1, 2, 3, 4, 5, 6, 7].map(() => new WeakMap());
const plainCaches = newCaches();
const namedCaches = new WeakMap<Names, Caches>();

export function matches(pattern: SymbolicString, text: SymbolicString, options: MatchOptions = {}): Match {
  if (pattern.key === '*' && !options.exact) return 'yes';
  if (pattern.key === text.key && !options.some && !/[*?]/.test(text.key) && !hasNameless(text)) return 'yes';
  if (differsAtOnce(pattern, text, options)) return 'no';
  const cache = cacheOf(pattern, options);
  const known = cache?.get(text.key);
  if (known) return known;
  const result = decide(pattern, text, options);
  if (cache && cache.size < MAX_CACHED) cache.set(text.key, result);
  return result;
}

function cacheOf(pattern: SymbolicString, options: MatchOptions): Map<string, Match> | undefined {
  const caching = cachesFor(options.names)[
    (options.exact ? 1 : 0) + (options.ignoreCase ? 2 : 0) + (options.some ? 4 : 0)
  ];
  let cache = caching?.get(pattern);
  if (!cache) caching?.set(pattern, (cache = new Map()));
  return cache;
}

function cachesFor(names: Names | undefined): Caches {
  if (!names) return plainCaches;
  let caches = namedCaches.get(names);
  if (!caches) namedCaches.set(names, (caches = newCaches()));
  return caches;
}

/** The answer in full, which the quick ways out of {@link matches} only come to sooner. */
export function decide(pattern: SymbolicString, text: SymbolicString, options: MatchOptions): Match {
  const result = solve(tokensOf('pattern', pattern, options), tokensOf('text', text, options));
  if (result !== 'maybe') return result;
  const chosen = overChoices(pattern, text, (left, right) => matches(left, right, options));
  if (chosen) return chosen;
  return isElsewhere(pattern, text, options) || options.names?.areApart(pattern, text) ? 'no' : result;
}

/** A pattern that begins with what a function made of ARNs is about these, and what is inside of them. */
function isElsewhere(pattern: SymbolicString, text: SymbolicString, options: MatchOptions): boolean {
  const [first] = pattern.parts;
  if (typeof first !== 'object' || !first.about || typeof text.parts[0] !== 'string') return false;
  const within = { ...options, some: true };
  return !first.about.some((arn) =>
    ['', '/*', ':*'].some((rest) => matches(symbolic(arn, rest), text, within) !== 'no'),
  );
}

/** The quick way out for most pairs: beginnings that differ before any wildcard. A hole that both have takes nothing away. */
function differsAtOnce(pattern: SymbolicString, text: SymbolicString, options: MatchOptions): boolean {
  for (const [at, left] of pattern.parts.entries()) {
    const right = text.parts[at];
    if (typeof left === 'string' && typeof right === 'string') {
      const outcome = compareStart(left, right, options);
      if (outcome === 'differs') return true;
      if (outcome === 'open' || left.length !== right.length) break;
    } else if (typeof left === 'string' || typeof right !== 'object' || !areSame(left, right)) {
      break;
    }
  }
  return endsOtherwise(pattern, text, options);
}

/** Likewise from the end, which is where two names differ when one ARN is written in full and the other is not. */
function endsOtherwise(pattern: SymbolicString, text: SymbolicString, options: MatchOptions): boolean {
  const [left, right] = [pattern.parts.at(-1), text.parts.at(-1)];
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  const most = Math.min(left.length, right.length);
  for (let back = 1; back <= most; back += 1) {
    const compared = compareStart(left.charAt(left.length - back), right.charAt(right.length - back), options);
    if (compared !== 'same') return compared === 'differs';
  }
  return false;
}

/** `open` where a wildcard decides. */
function compareStart(left: string, right: string, options: MatchOptions): 'differs' | 'same' | 'open' {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const one = left.charAt(at);
    const other = right.charAt(at);
    if (!options.exact && (one === '*' || one === '?')) return 'open';
    if (options.some && other === '*') return 'open';
    if (one === other) continue;
    if (one === LITERAL_STAR || one === LITERAL_QUESTION) return 'open';
    if (!options.ignoreCase || one.toLowerCase() !== other.toLowerCase()) return 'differs';
  }
  return 'same';
}

function areSame(one: Hole, other: Hole): boolean {
  return one.id === other.id && !isNameless(one);
}

/** `bars`: characters that it can't hold where it stands. */
type PlacedHole = Hole & { readonly bars?: string };
type Token = string | PlacedHole;
const STAR: Hole = { id: '<star>' };
const ANY: Hole = { id: '<any character>' };
/** In the text: whatever takes part in the match. */
const SOME: Hole = { id: '<some>' };

/** What AWS put behind the name of a secret, of the resource and of a data source that looks it up: a name is that of one secret. */
function areOneSuffix(one: Hole, other: Hole): boolean {
  const isOne = one.ref?.path[0] === 'suffix' && other.ref?.path[0] === 'suffix';
  return isOne && [one, other].some(({ ref }) => ref !== undefined && DATA.test(ref.address));
}

const DATA = /(^|[.:])data\./;

type Side = 'pattern' | 'text';
const tokenCaches = new Map<string, WeakMap<SymbolicString, readonly Token[]>>();

/** The characters and holes of a string, as they count on that side; kept, since all strings are compared often. */
function tokensOf(side: Side, text: SymbolicString, options: MatchOptions): readonly Token[] {
  const kind = `${side}${options.exact ? 'e' : ''}${options.ignoreCase ? 'i' : ''}${options.some ? 's' : ''}`;
  let cache = tokenCaches.get(kind);
  if (!cache) tokenCaches.set(kind, (cache = new WeakMap()));
  let found = cache.get(text);
  if (!found) {
    const read = side === 'pattern' ? patternToken : textToken;
    cache.set(text, (found = tokens(text, options.ignoreCase).map((token) => read(token, options))));
  }
  return found;
}

function patternToken(token: Token, options: MatchOptions): Token {
  if (token === LITERAL_STAR) return '*';
  if (token === LITERAL_QUESTION) return '?';
  if (options.exact) return token;
  return token === '*' ? STAR : token === '?' ? ANY : token;
}

function textToken(token: Token, options: MatchOptions): Token {
  return options.some && token === '*' ? SOME : token;
}

function tokens(text: SymbolicString, ignoreCase: boolean | undefined): Token[] {
  return text.parts.flatMap((part, at): Token[] => {
    if (typeof part === 'string') return (ignoreCase ? part.toLowerCase() : part).split('');
    const bars = barredAt(text.parts, at);
    return [bars === '' ? part : { ...part, bars }];
  });
}

const NO = 0;
const MAYBE = 1;
const YES = 2;

interface Table {
  readonly pattern: readonly Token[];
  readonly text: readonly Token[];
  at(pattern: number, text: number): number;
}

/** Longer ones are filled from the end, so that the stack stays shallow. */
const MAX_RECURSION = 1_000;

function solve(pattern: readonly Token[], text: readonly Token[]): Match {
  const width = text.length + 1;
  if ((pattern.length + 1) * width > MAX_CELLS) return 'maybe';
  // 0: not computed yet; else the result plus one.
  const cells = new Uint8Array((pattern.length + 1) * width);
  const table: Table = {
    pattern,
    text,
    at(i, j) {
      const known = cells[i * width + j] ?? 0;
      if (known > 0) return known - 1;
      const result = cell(table, i, j);
      cells[i * width + j] = result + 1;
      return result;
    },
  };
  if (pattern.length + text.length > MAX_RECURSION) {
    for (let i = pattern.length; i >= 0; i -= 1) for (let j = text.length; j >= 0; j -= 1) table.at(i, j);
  }
  return (['no', 'maybe', 'yes'] as const)[table.at(0, 0)] ?? 'no';
}

/** How surely the pattern from `i` matches the text from `j`. */
function cell(table: Table, i: number, j: number): number {
  const wanted = table.pattern[i];
  const found = table.text[j];
  if (wanted === undefined && found === undefined) return YES;
  if (wanted === STAR) return either(table.at(i + 1, j), () => (found === undefined ? NO : table.at(i, j + 1)));
  if (found === SOME) return Math.max(table.at(i, j + 1), wanted === undefined ? NO : table.at(i + 1, j));
  if (wanted === undefined) return typeof found === 'object' ? absorb(found, undefined, table.at(i, j + 1)) : NO;
  if (typeof wanted === 'object' && wanted !== ANY) return patternHole(table, wanted, i, j);
  if (typeof found === 'object') return textHole(table, found, i, j);
  return found !== undefined && (wanted === ANY || wanted === found) ? table.at(i + 1, j + 1) : NO;
}

function either(one: number, other: () => number): number {
  return one === YES ? YES : Math.max(one, other());
}

function patternHole(table: Table, hole: PlacedHole, i: number, j: number): number {
  const found = table.text[j];
  if (typeof found === 'object') {
    if (areSame(found, hole) || areOneSuffix(found, hole)) return table.at(i + 1, j + 1);
    if (areDistinct(hole, found) || isOtherArn(hole) || isOtherArn(found)) return NO;
    return Math.min(MAYBE, Math.max(table.at(i + 1, j + 1), table.at(i, j + 1), table.at(i + 1, j)));
  }
  const form = formOf(hole);
  if (form) return plausible(form, table.text, j, (end) => table.at(i + 1, end));
  // What AWS decides for one resource is not what somebody wrote down for another.
  if (isOtherArn(hole) || isGenerated(hole)) return NO;
  return Math.max(
    absorb(hole, undefined, table.at(i + 1, j)),
    found === undefined ? NO : absorb(hole, found, table.at(i, j + 1)),
  );
}

function textHole(table: Table, hole: PlacedHole, i: number, j: number): number {
  const wanted = table.pattern[i];
  if (isOtherArn(hole)) return NO;
  const form = formOf(hole);
  if (form) {
    const whole = plausible(form, table.pattern, i, (end) => table.at(end, j + 1));
    if (whole !== NO) return whole;
  }
  // The six random characters behind the name of a secret: `name-??????` is how AWS says to write them.
  if (wanted === ANY && hole.id.endsWith('.suffix')) return Math.max(table.at(i + 1, j), table.at(i + 1, j + 1));
  const longer = wanted === ANY || (typeof wanted === 'string' && mayHold(hole, wanted)) ? table.at(i + 1, j) : NO;
  return Math.max(absorb(hole, undefined, table.at(i, j + 1)), Math.min(MAYBE, longer));
}

/** What is left of a result once a hole had to stand for `character`, or for nothing more. */
function absorb(hole: PlacedHole, character: string | undefined, rest: number): number {
  if (character !== undefined && !mayHold(hole, character)) return NO;
  return Math.min(MAYBE, rest);
}

/** Whether what a hole stands for may hold the character. What AWS generates for one attribute of a resource holds no separators. */
export function mayHold(hole: PlacedHole, character: string): boolean {
  if (hole.bars?.includes(character)) return false;
  if (hole.generated) return hole.generated.test(character);
  const form = formOf(hole);
  if (form) return form.characters.test(character);
  return !isGenerated(hole) || (character !== ':' && character !== '/');
}

/** Two attributes of two resources of this configuration that AWS generates are not the same. */
function areDistinct(one: Hole, other: Hole): boolean {
  const [form, another] = [formOf(one), formOf(other)];
  if (form && another) return form !== another;
  return isGenerated(one) && isGenerated(other);
}

/** An attribute of a managed resource that AWS decides, and that is a single id or name. */
function isGenerated(hole: Hole): boolean {
  if (hole.generated) return true;
  const attribute = attributeOfResource(hole);
  return attribute !== undefined && !/(arn|url|uri|endpoint|path|json)$/.test(attribute);
}

/**
 * The ARN of a managed resource for which no form is known: that of none of which the form is known. So is `iam_arn`, by which
 * an origin access identity of CloudFront is a principal.
 */
function isOtherArn(hole: Hole): boolean {
  const attribute = attributeOfResource(hole);
  return attribute === 'arn' || attribute === 'iam_arn' || isApplier(hole);
}

/** Who applies a root module was there before the principals that it makes, and needs none of them; those of another it may be. */
function isApplier({ ref }: Hole): boolean {
  if (ref === undefined || labelIn(ref.address) !== '') return false;
  return APPLIER.test(ref.address) && /^(issuer_)?arn$/.test(ref.path[0] ?? '');
}

const APPLIER = /(^|\.)data\.aws_(caller_identity|iam_session_context)\./;

const NO_RESOURCE = /(^|[.:])(var|local|each|count|data|path|terraform|self)\.[^.]+/;

/** A module, of which nobody knows what it hands out. */
const MODULE = /(^|[.:])module\.[^.[]+(\[[^\]]*\])?$/;

function attributeOfResource(hole: Hole): string | undefined {
  if (hole.ref?.path.length !== 1 || NO_RESOURCE.test(hole.ref.address)) return undefined;
  if (MODULE.test(hole.ref.address)) return undefined;
  return hole.ref.path[0];
}

interface Form {
  readonly whole: RegExp;
  readonly characters: RegExp;
  readonly longest: number;
  /** Whether anything of the form is surely what the hole stands for. */
  readonly certain: boolean;
}

const ACCOUNT_FORM: Form = { whole: /^\d{12}$/, characters: /[\d*?]/, longest: 12, certain: false };
const REGION_FORM: Form = { whole: /^[a-z]{2,3}(-[a-z]+)+-\d$/, characters: /[a-z\d*?-]/, longest: 20, certain: true };
const FORMS: ReadonlyMap<string, Form> = new Map([
  [ACCOUNT.id, ACCOUNT_FORM],
  [REGION.id, REGION_FORM],
  [PARTITION.id, { whole: /^aws(-[a-z]+)*$/, characters: /[a-z*?-]/, longest: 12, certain: true }],
  [DNS_SUFFIX.id, { whole: /^amazonaws\.com(\.cn)?$/, characters: /[a-z.*?]/, longest: 16, certain: true }],
]);

/** Accounts and regions of other provider configurations are `<account:...>` and `<region:...>` (accounts/). */
function formOf({ id }: Hole): Form | undefined {
  if (!id.startsWith('<')) return undefined;
  return (
    FORMS.get(id) ?? (id.startsWith('<account:') ? ACCOUNT_FORM : id.startsWith('<region:') ? REGION_FORM : undefined)
  );
}

/** The best result behind a stretch of literal characters from `start` that has the form. */
function plausible(form: Form, among: readonly Token[], start: number, rest: (end: number) => number): number {
  let text = '';
  let best = NO;
  for (let end = start; end < among.length && text.length < form.longest; end += 1) {
    const token = among[end];
    if (typeof token !== 'string') break;
    text += token;
    if (form.whole.test(text)) best = Math.max(best, form.certain ? rest(end + 1) : Math.min(MAYBE, rest(end + 1)));
  }
  return best;
}
