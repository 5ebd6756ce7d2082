import { createHash } from 'node:crypto';
import { formatNumber } from '#model/number.js';
import type { Origin, Reference, UnknownValue, Value } from '#model/value.js';
import { dependenciesOf } from '#model/values/make.js';

/**
 * A string of which pieces may not be known before apply. A hole has an identity: two strings with the same holes in the
 * same places are the same string, whatever the holes turn out to be.
 */
export interface SymbolicString {
  readonly parts: readonly (string | Hole)[];
  /** Canonical text; equal exactly when the strings are certainly equal. */
  readonly key: string;
}

/**
 * `id` names what the piece stands for: `aws_iam_role.x.name`, `var.bucket`, `lower(var.bucket)`, or one of {@link ACCOUNT},
 * {@link REGION}, {@link PARTITION}. Identity is `id` alone.
 */
export interface Hole {
  readonly id: string;
  /** The attribute that the piece is, where it is one. */
  readonly ref?: Reference;
  /** AWS or the provider makes it up for one resource, of these characters. */
  readonly generated?: RegExp;
  /** Whoever makes the request chooses it, and may choose anything. */
  readonly chosen?: boolean;
  /** What it is one of, where that is known; `undefined`: nothing at all. */
  readonly oneOf?: readonly (SymbolicString | undefined)[];
  /** The function that makes it, of what. */
  readonly made?: Made;
  /** The ARNs of what it is made of: where it is an ARN, it is that of one of these, or of something inside. */
  readonly about?: readonly SymbolicString[];
}

export interface Made {
  readonly name: string;
  readonly inputs: readonly Value[];
  /** It is the element at this index of the list that the function makes. */
  readonly at?: number;
}

/** The account of the default provider; another is `<account:...>` (accounts/). In a request: that of the resource, else of the caller. */
export const ACCOUNT: Hole = { id: '<account>' };
/** Likewise; in a request that is about no resource, one of the caller's choice. */
export const REGION: Hole = { id: '<region>' };
export const PARTITION: Hole = { id: '<partition>' };
/** `amazonaws.com`, or what takes its place in another partition. */
export const DNS_SUFFIX: Hole = { id: '<dns-suffix>' };

export function symbolic(...pieces: readonly (string | Hole | SymbolicString)[]): SymbolicString {
  const parts: (string | Hole)[] = [];
  for (const piece of pieces) {
    for (const part of typeof piece === 'string' || 'id' in piece ? [piece] : piece.parts) {
      const last = parts.at(-1);
      if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
      else if (part !== '') parts.push(part);
    }
  }
  return { parts, key: parts.map((part) => (typeof part === 'string' ? part : `\uE000${keyOf(part)}\uE001`)).join('') };
}

/** What is a wildcard or a policy variable in a text is none in the name of a hole: `(var.a ? "x" : "y")`. */
function keyOf({ id }: Hole): string {
  return id.replaceAll('*', '\uE003').replaceAll('?', '\uE004').replaceAll('$', '\uE005');
}

/** Of nothing that could be named: no two of these are known to be the same. */
const NAMELESS = '\uE002';

export function isNameless({ id }: Hole): boolean {
  return id.includes(NAMELESS);
}

/** Whether a piece is {@link NAMELESS}, so that equal keys say nothing. */
export function hasNameless({ key }: SymbolicString): boolean {
  return key.includes(NAMELESS);
}

/** The whole string, if every piece is known. */
export function literal(text: SymbolicString): string | undefined {
  if (text.parts.length === 0) return '';
  const [first] = text.parts;
  return text.parts.length === 1 && typeof first === 'string' ? first : undefined;
}

/** For people: holes in braces. */
export function display(text: SymbolicString): string {
  return text.parts
    .map((part) => (typeof part === 'string' ? part : `{${part.id.replace(/^<|>$/g, '').replaceAll(NAMELESS, '?')}}`))
    .join('');
}

/** What the open pieces of a text are, or may be. */
export function referencesOf(text: SymbolicString): readonly Reference[] {
  return text.parts.flatMap((part): readonly Reference[] => {
    if (typeof part === 'string') return [];
    const more = part.oneOf ?? [];
    return [...(part.ref ? [part.ref] : []), ...more.flatMap((each) => (each ? referencesOf(each) : []))];
  });
}

/** A string value as pieces; `undefined` for null and for values that are no strings. */
export function symbolicOf(value: Value | undefined): SymbolicString | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'string') return symbolic(value.value);
  if (value.kind === 'number') return symbolic(formatNumber(value.value));
  if (value.kind === 'bool') return symbolic(String(value.value));
  if (value.kind !== 'unknown') return undefined;
  if (value.oneOf || !value.parts) return symbolic(pieceOf(value));
  return symbolic(...value.parts.map((part) => (typeof part === 'string' ? part : pieceOf(part))));
}

const choices = new WeakMap<readonly Value[], Hole | SymbolicString>();

function pieceOf(value: UnknownValue): Hole | SymbolicString {
  const { oneOf } = value;
  if (!oneOf) return holeOf(value);
  let piece = choices.get(oneOf);
  if (!piece) choices.set(oneOf, (piece = choiceOf(value, oneOf) ?? holeOf(value)));
  return piece;
}

/** One of several texts. Where all are the same it is that. */
function choiceOf(value: UnknownValue, alternatives: readonly Value[]): Hole | SymbolicString | undefined {
  const texts = new Map<string, SymbolicString | undefined>();
  for (const each of alternatives) {
    const text = symbolicOf(each);
    texts.set(text?.key ?? '', text?.key === '' ? undefined : text);
  }
  // An instance of which nobody knows whether it exists: where it does, it is not the empty text that stands in for it.
  if (alternatives.some(isPossibleInstance)) texts.delete('');
  const [first, ...more] = texts.values();
  if (first && more.length === 0) return first;
  return first || more.length > 0
    ? { id: identityOf(value) ?? `(${inShort([...texts.keys()].join(' | '))})`, oneOf: [...texts.values()] }
    : undefined;
}

function inShort(text: string): string {
  return text.length <= MAX_IDENTITY ? text : createHash('sha256').update(text).digest('hex').slice(0, 16);
}

const UNKNOWN_INSTANCE = '["?"]';

function isPossibleInstance(value: Value): boolean {
  return value.ref?.address.includes(UNKNOWN_INSTANCE) === true;
}

/** The hole that stands for an attribute of a resource. */
export function holeFor(address: string, attribute: string): Hole {
  return { id: `${address}.${attribute}`, ref: { address, path: [attribute] } };
}

const WELL_KNOWN: readonly (readonly [RegExp, Hole])[] = [
  [/(^|[.:])data\.aws_caller_identity\.[^.]+\.(account_id|id)$/, ACCOUNT],
  [/(^|[.:])data\.aws_region\.[^.]+\.(name|id|region)$/, REGION],
  [/(^|[.:])data\.aws_partition\.[^.]+\.(partition|id)$/, PARTITION],
  [/(^|[.:])data\.aws_partition\.[^.]+\.dns_suffix$/, DNS_SUFFIX],
];

function holeOf(value: UnknownValue): Hole {
  const reference = value.ref ?? (value.dependsOn.length === 1 ? value.dependsOn[0] : undefined);
  const names = (value.ref ? [value.ref] : value.dependsOn).map((each) => [each.address, ...each.path].join('.'));
  // What a function makes of `var.x` is not `var.x`, but it is the same thing wherever it is made in the same way.
  if (!value.ref && value.origin?.kind === 'call') {
    const made = madeBy(value);
    const place = names.length === 0 ? NAMELESS : `${value.origin.file.path}:${value.origin.start}`;
    const id = identityOf(value) ?? `unknown(${names.join(', ')})@${place}`;
    return made ? { id, made } : { id };
  }
  if (!reference) return { id: names.length === 0 ? NAMELESS : `unknown(${names.join(', ')})` };
  const id = names[0] ?? '';
  // Which account or region it is hangs on the provider configuration of the data source.
  return { id: WELL_KNOWN.find(([pattern]) => pattern.test(id))?.[1].id ?? id, ref: reference };
}

function madeBy(value: UnknownValue): Made | undefined {
  const { expression, inputs } = value.origin ?? {};
  if (expression?.kind !== 'call' || !inputs) return undefined;
  const [step, ...deeper] = stepsBehind(value, inputs);
  if (step === undefined) return { name: expression.name, inputs };
  return deeper.length === 0 && /^\d+$/.test(step) ? { name: expression.name, inputs, at: Number(step) } : undefined;
}

/** The steps that lead from what a call makes to the value. */
function stepsBehind(value: UnknownValue, inputs: readonly Value[]): readonly string[] {
  const [reached] = value.dependsOn;
  if (!reached) return [];
  const starts = dependenciesOf(...inputs).filter(
    ({ address, path }) => address === reached.address && path.every((step, at) => reached.path[at] === step),
  );
  return starts.length === 0 ? [] : reached.path.slice(Math.max(...starts.map(({ path }) => path.length)));
}

const identities = new WeakMap<readonly Value[], string | undefined>();

/**
 * What a call, a conditional or an operator makes is the same as what is made in the same way of the same things.
 * `undefined` where that can't be said in short, or would show a secret.
 */
function identityOf(value: UnknownValue): string | undefined {
  const { inputs } = value.origin ?? {};
  if (!inputs || value.origin?.kind !== 'call') return undefined;
  if (!identities.has(inputs)) {
    const written = writtenCall(value.origin, inputs);
    identities.set(inputs, written !== undefined && written.length <= MAX_IDENTITY ? written : undefined);
  }
  const whole = identities.get(inputs);
  return whole && [whole, ...stepsBehind(value, inputs)].join('.');
}

const MAX_IDENTITY = 300;
/** What these give is another thing each time. */
const IMPURE: ReadonlySet<string> = new Set(['bcrypt', 'plantimestamp', 'timestamp', 'uuid']);

function writtenCall({ expression }: Origin, inputs: readonly Value[]): string | undefined {
  const args = inputs.map((each) => written(each));
  const [one, two, three] = args;
  switch (expression?.kind) {
    case 'call':
      if (IMPURE.has(expression.name) || expression.name.includes('::') || args.includes(undefined)) return undefined;
      return `${expression.name}(${args.join(', ')})`;
    case 'conditional':
      return one && two && three ? `(${one} ? ${two} : ${three})` : undefined;
    case 'binary':
      return one && two ? `(${one} ${expression.operator} ${two})` : undefined;
    case 'unary':
      return one && `${expression.operator}${one}`;
    default:
      return undefined;
  }
}

const MAX_WRITTEN = 8;
const MAX_DEPTH = 3;

/** A value as it might be written. */
function written(value: Value, depth = 0): string | undefined {
  if (value.sensitive || depth > MAX_DEPTH) return undefined;
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'list':
    case 'set':
    case 'tuple':
      return listed(
        value.elements.map((each) => () => written(each, depth + 1)),
        '[',
        ']',
      );
    case 'map':
    case 'object':
      if (value.ref) return [value.ref.address, ...value.ref.path].join('.');
      return listed(
        Array.from(value.entries, (entry) => () => assigned(entry, depth)),
        '{ ',
        ' }',
      );
    default:
      return writtenText(symbolicOf(value));
  }
}

function assigned([name, value]: readonly [string, Value], depth: number): string | undefined {
  const text = written(value, depth + 1);
  return text && `${name} = ${text}`;
}

function listed(items: readonly (() => string | undefined)[], open: string, close: string): string | undefined {
  const texts = items.length > MAX_WRITTEN ? [undefined] : items.map((item) => item());
  return texts.includes(undefined) ? undefined : `${open}${texts.join(', ')}${close}`;
}

function writtenText(text: SymbolicString | undefined): string | undefined {
  const [only] = text?.parts ?? [];
  if (text?.parts.length === 1 && typeof only === 'object') return only.id;
  return (
    text && JSON.stringify(text.parts.map((part) => (typeof part === 'string' ? part : `\${${part.id}}`)).join(''))
  );
}
