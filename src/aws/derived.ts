/**
 * Texts that functions make of ARNs and names. The configuration leaves these open and the evaluator with them, but here
 * they are known but for the pieces that AWS decides, and most functions leave such pieces as they are.
 */
import { toSafeInteger } from '#model/number.js';
import type { Value } from '#model/value.js';
import { isFailure, type Outcome } from '#model/values/failure.js';
import { mayHold } from './iam/pattern.js';
import { type Hole, type Made, type SymbolicString, symbolic, symbolicOf } from './symbolic.js';

/** What the configuration knows of the pieces. */
export interface Surroundings {
  readonly fill: (text: SymbolicString) => SymbolicString;
  readonly arnAt: (address: string) => SymbolicString | undefined;
  /** Calls a function of the source. */
  readonly recompute: (name: string, args: readonly Value[]) => Outcome;
}

/** The text that a function makes, as far as it can be told; else a piece that knows what it is made of. */
export function derived(hole: Hole, made: Made, around: Surroundings): SymbolicString | Hole {
  const { made: _, ...rest } = hole;
  const about = aboutOf(made, around);
  return madeOf(made, around) ?? (about ? { ...rest, about } : rest);
}

/** The argument that a function changes, for functions that give text back for text. */
const CHANGED: ReadonlyMap<string, number> = new Map([
  ['basename', 0],
  ['chomp', 0],
  ['dirname', 0],
  ['element', 0],
  ['lower', 0],
  ['regex', 1],
  ['replace', 0],
  ['split', 1],
  ['substr', 0],
  ['title', 0],
  ['trim', 0],
  ['trimprefix', 0],
  ['trimspace', 0],
  ['trimsuffix', 0],
  ['upper', 0],
]);

function changedInput({ name, inputs }: Made): Value | undefined {
  const at = CHANGED.get(name);
  const input = at === undefined ? undefined : inputs[at];
  if (name !== 'element' || input?.kind !== 'unknown') return input;
  const { expression, inputs: inner = [] } = input.origin ?? {};
  return expression?.kind === 'call' ? changedInput({ name: expression.name, inputs: inner }) : input;
}

/** The ARNs of the resources that the text refers to; `undefined` where it may be made of anything. */
function aboutOf(made: Made, { fill, arnAt }: Surroundings): readonly SymbolicString[] | undefined {
  const changed = symbolicOf(changedInput(made));
  if (!changed) return undefined;
  const found: SymbolicString[] = [];
  for (const part of changed.parts) {
    if (typeof part === 'string') continue;
    const filled = fill(symbolic(part)).parts[0];
    const about = typeof filled === 'object' ? filled.about : undefined;
    const arn = part.ref && arnAt(part.ref.address);
    if (about) found.push(...about);
    else if (arn) found.push(arn);
    else return undefined;
  }
  return found.length > 0 ? found : undefined;
}

/** Characters that stand for pieces while a function works on the text. */
const FIRST_PLACEHOLDER = 0xe100;
const LAST_PLACEHOLDER = 0xe1ff;

function madeOf({ name, inputs, at }: Made, around: Surroundings): SymbolicString | undefined {
  if (name === 'element') return elementOfSplit(inputs, around);
  const changed = CHANGED.get(name);
  const text = changed === undefined ? undefined : symbolicOf(inputs[changed]);
  if (!text || changed === undefined) return undefined;
  const holes: Hole[] = [];
  const { parts } = around.fill(text);
  if (parts.some((part) => typeof part === 'string' && !isLiteral(part))) return undefined;
  const coded = parts
    .map((part) => (typeof part === 'string' ? part : String.fromCharCode(FIRST_PLACEHOLDER + holes.push(part) - 1)))
    .join('');
  const others = inputs.map((input, index) => (index === changed ? undefined : input));
  if (holes.length > LAST_PLACEHOLDER - FIRST_PLACEHOLDER || !keeps(name, coded, holes, others)) return undefined;
  const args = inputs.map((input, index): Value => (index === changed ? { kind: 'string', value: coded } : input));
  const result = around.recompute(name, args);
  if (isFailure(result)) return undefined;
  const elements = 'elements' in result ? result.elements : [];
  const one = at === undefined ? result : elements[at % elements.length];
  return one?.kind === 'string' ? decoded(one.value, holes) : undefined;
}

function decoded(text: string, holes: readonly Hole[]): SymbolicString {
  return symbolic(
    ...text.split(/([\uE100-\uE1FF])/).map((piece) => holes[piece.charCodeAt(0) - FIRST_PLACEHOLDER] ?? piece),
  );
}

/** `element(split("/", x), 1)` */
function elementOfSplit(inputs: readonly Value[], around: Surroundings): SymbolicString | undefined {
  const [list, index] = inputs;
  const { expression, inputs: inner = [] } = list?.origin ?? {};
  if (list?.kind !== 'unknown' || expression?.kind !== 'call' || expression.name !== 'split') return undefined;
  const at = index?.kind === 'number' ? toSafeInteger(index.value) : undefined;
  return at === undefined ? undefined : madeOf({ name: 'split', inputs: inner, at }, around);
}

/** Whether the function leaves the pieces as they are, whatever they turn out to be. */
function keeps(name: string, text: string, holes: readonly Hole[], others: readonly (Value | undefined)[]): boolean {
  const rest = others.filter((other) => other !== undefined);
  if (rest.some((other) => other.kind !== 'string' && other.kind !== 'number')) return false;
  const [first = '', second = ''] = rest.map((other) => (other.kind === 'string' ? other.value : ''));
  return holes.length === 0 || (KEEPERS.get(name)?.({ text, holes, first, second }) ?? false);
}

interface Call {
  /** The text that is changed, with one character for each piece. */
  readonly text: string;
  readonly holes: readonly Hole[];
  /** The other arguments. */
  readonly first: string;
  readonly second: string;
}

const KEEPERS: ReadonlyMap<string, (call: Call) => boolean> = new Map<string, (call: Call) => boolean>([
  ['chomp', ({ holes }) => areFree(holes, ' ')],
  ['trimspace', ({ holes }) => areFree(holes, ' ')],
  ['lower', ({ holes }) => areFree(holes, 'A')],
  ['replace', ({ holes, first, second }) => first === second || (!/^\/.+\/$/s.test(first) && areFree(holes, first))],
  ['split', ({ holes, first }) => areFree(holes, first)],
  ['trimprefix', ({ text, first }) => isLiteral(text.slice(0, first.length))],
  ['trimsuffix', ({ text, first }) => isLiteral(text.slice(-first.length))],
]);

/** None of these characters is in any of the pieces. Ids and names hold neither wildcards nor spaces. */
function areFree(holes: readonly Hole[], characters: string): boolean {
  return holes.every((hole) => ![...characters].some((character) => mayBeIn(hole, character)));
}

function mayBeIn(hole: Hole, character: string): boolean {
  if (character === '*' || character === '?') return false;
  const isAttribute = hole.generated !== undefined || hole.ref?.path.length === 1;
  return !(isAttribute && character === ' ') && mayHold(hole, character);
}

function isLiteral(text: string): boolean {
  return !/[\uE100-\uE1FF]/.test(text);
}
