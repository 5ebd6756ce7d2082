import { DYNAMIC, NUMBER, STRING, type Type } from '#model/type.js';
import type { SequenceValue, Value } from '#model/value.js';
import { convert, unify } from '#model/values/convert.js';
import { equalKnown } from '#model/values/equality.js';
import { isFailure } from '#model/values/failure.js';
import {
  dependenciesOf,
  isSequence,
  isWhollyKnown,
  list,
  nullOf,
  tuple,
  typeOf,
  unknown,
  withMarksOf,
} from '#model/values/make.js';
import { compareStrings, hashText } from '#model/values/order.js';
import { withAlternatives } from '#model/values/partly.js';
import { equalTypes, typeName } from '#model/values/types.js';
import { anything, fault, type Fault, type FunctionSpec, isFault, parameter, type Result } from './define.js';
import { elementsOf, elementTypeOf, unknownOf } from './elements.js';
import { integerOf, textOf } from './integers.js';

/** Functions that pick, order and join the elements of lists, sets and tuples. Elements keep their own origins. */
const ANY_LIST: Type = { kind: 'list', element: DYNAMIC };
export const STRINGS: Type = { kind: 'list', element: STRING };

const element: FunctionSpec = {
  name: 'element',
  params: [anything('list', { allowMarked: true }), parameter('index', NUMBER)],
  mayBeNull: true,
  returns: ([from]) => elementTypeOf(from),
  apply: ([from, position]) => {
    if (!from || !position) throw new Error('element has two arguments');
    if (from.kind !== 'list' && from.kind !== 'tuple')
      return fault(`cannot read elements from ${typeName(typeOf(from))}`);
    const index = integerOf(position, undefined, 'invalid index: ');
    if (typeof index !== 'number') return index;
    const { elements } = from;
    if (elements.length === 0) return fault('cannot use element function with an empty list');
    const at = index % elements.length;
    // Of a list, terraform counts from the end; of a tuple, it stumbles.
    const picked = elements[at < 0 && from.kind === 'list' ? at + elements.length : at];
    if (!picked) return fault(`panic in function implementation: runtime error: index out of range [${at}]`);
    return withMarksOf(picked, from);
  },
};

const concat: FunctionSpec = {
  name: 'concat',
  params: [],
  variadic: anything('seqs', { allowMarked: true }),
  returns: (args) =>
    args.length > 0 && args.every((arg) => typeOf(arg).kind === 'list') ? (commonList(args) ?? DYNAMIC) : DYNAMIC,
  apply: (args) => {
    if (args.length === 0) return fault('at least one argument is required');
    const wrong = args.findIndex((arg) => arg.kind !== 'list' && arg.kind !== 'tuple');
    const common = args.every((arg) => arg.kind === 'list') ? commonList(args) : undefined;
    if (common) return concatLists(args, common);
    const culprit = args[wrong];
    if (culprit) return fault(`all arguments must be lists or tuples; got ${typeName(typeOf(culprit))}`, wrong);
    return withMarksOf(tuple(args.flatMap(elementsOf)), ...args);
  },
};

function commonList(args: readonly Value[]): Type | undefined {
  return unify(args.map(typeOf), true);
}

function concatLists(args: readonly Value[], type: Type): Result {
  const elements: Value[] = [];
  for (const [at, arg] of args.entries()) {
    const converted = convert(arg, type);
    if (isFailure(converted)) return fault(converted.detail, at);
    elements.push(...elementsOf(converted));
  }
  return withMarksOf(list(elements, 'element' in type ? type.element : DYNAMIC), ...args);
}

const coalescelist: FunctionSpec = {
  name: 'coalescelist',
  params: [],
  variadic: anything('vals', { allowUnknown: true, allowNull: true }),
  returns: DYNAMIC,
  apply: (args) => {
    if (args.length === 0) return fault('at least one argument is required');
    const types = args.map(typeOf);
    if (
      !args.some((arg) => arg.kind === 'unknown') &&
      types.some((type) => type.kind !== 'list' && type.kind !== 'tuple')
    ) {
      return fault('coalescelist arguments must be lists or tuples');
    }
    const [first] = types;
    const same = first && types.every((type) => equalTypes(type, first));
    for (const arg of args) {
      if (arg.kind === 'unknown') return unknownOf(same ? first : DYNAMIC, ...args);
      if (elementsOf(arg).length > 0) return arg;
    }
    return fault('no non-null arguments');
  },
};

const coalesce: FunctionSpec = {
  name: 'coalesce',
  params: [],
  variadic: anything('vals', { allowUnknown: true, allowNull: true }),
  returns: DYNAMIC,
  apply: (args) => {
    const type = unify(args.map(typeOf), true);
    if (!type) return fault('all arguments must have the same type');
    const open: Value[] = [];
    const result = () => withAlternatives(unknownOf(type, ...args), open);
    for (const arg of args) {
      const converted = convert(arg, type);
      if (isFailure(converted) || converted.kind === 'null') continue;
      if (converted.kind === 'string' && converted.value === '') continue;
      if (open.length === 0 && converted.kind !== 'unknown') return converted;
      open.push(converted);
      if (isSurelyText(converted)) return result();
    }
    return open.length > 0 ? result() : fault('no non-null, non-empty-string arguments');
  },
};

/** Known, or an unknown that can be neither null nor empty: an ARN or id that a resource has, a text of which a piece is known. */
function isSurelyText(value: Value): boolean {
  if (value.kind !== 'unknown') return true;
  if (value.parts) return value.parts.some((part) => typeof part === 'string');
  const [attribute, ...deeper] = value.ref?.path ?? [];
  return deeper.length === 0 && (attribute === 'arn' || attribute === 'id');
}

const compact: FunctionSpec = {
  name: 'compact',
  params: [parameter('list', STRINGS, { whollyKnown: true })],
  returns: STRINGS,
  apply: ([from]) =>
    list(
      elementsOf(from).filter((item) => item.kind !== 'null' && textOf(item) !== ''),
      STRING,
    ),
};

const distinct: FunctionSpec = {
  name: 'distinct',
  params: [parameter('list', ANY_LIST, { whollyKnown: true })],
  returns: ([from]) => (from ? typeOf(from) : ANY_LIST),
  apply: ([from]) => list(distinctOf(elementsOf(from)), elementTypeOf(from)),
};

function distinctOf(values: readonly Value[]): readonly Value[] {
  const buckets = new Map<string, Value[]>();
  return values.filter((value) => {
    const key = hashText(value);
    const bucket = buckets.get(key);
    if (!bucket) buckets.set(key, [value]);
    else if (bucket.some((other) => equalKnown(other, value))) return false;
    else bucket.push(value);
    return true;
  });
}

const chunklist: FunctionSpec = {
  name: 'chunklist',
  params: [parameter('list', ANY_LIST, { allowMarked: true }), parameter('size', NUMBER)],
  returns: ([from]) => ({ kind: 'list', element: from ? typeOf(from) : ANY_LIST }),
  apply: ([from, sizeValue]) => {
    const size = sizeValue ? integerOf(sizeValue, undefined, 'invalid size: ') : 0;
    if (typeof size !== 'number') return size;
    if (size < 0) return fault('the size argument must be positive');
    const type = from ? typeOf(from) : ANY_LIST;
    const elements = elementsOf(from);
    const chunks: Value[] = [];
    const step = size === 0 ? elements.length : size;
    for (let at = 0; at < elements.length; at += step)
      chunks.push(list(elements.slice(at, at + step), elementTypeOf(from)));
    return withMarksOf(list(chunks, type), ...(from ? [from] : []));
  },
};

const flatten: FunctionSpec = {
  name: 'flatten',
  params: [anything('list', { allowMarked: true })],
  returns: DYNAMIC,
  apply: ([from], { limits }) => {
    if (!from || !isSequence(from)) return fault('can only flatten lists, sets and tuples');
    const found: Flattened = { elements: [], marked: [], known: true };
    flattenInto(from, found);
    if (found.elements.length > limits.elements) return fault(`the result has more than ${limits.elements} elements`);
    const result = found.known ? tuple(found.elements) : unknownOf(DYNAMIC, from);
    return withMarksOf(result, ...found.marked);
  },
};

interface Flattened {
  readonly elements: Value[];
  readonly marked: Value[];
  known: boolean;
}

function flattenInto(from: SequenceValue, found: Flattened): void {
  if (from.sensitive || from.ephemeral) found.marked.push(from);
  if (hasUnknownLength(from)) found.known = false;
  for (const item of from.elements) {
    if (isSequence(item)) flattenInto(item, found);
    else if (item.kind === 'unknown' && isListLike(item.type)) found.known = false;
    else found.elements.push(item);
  }
}

function isListLike(type: Type): boolean {
  return type.kind === 'dynamic' || type.kind === 'list' || type.kind === 'set' || type.kind === 'tuple';
}

/** A set with unknown elements: they may turn out equal to others. */
export function hasUnknownLength(value: Value): boolean {
  return value.kind === 'set' && value.elements.length > 1 && !isWhollyKnown(value);
}

const reverse: FunctionSpec = {
  name: 'reverse',
  params: [anything('list', { allowMarked: true })],
  returns: ([from]) => reversedType(from),
  apply: ([from]) => {
    const type = reversedType(from);
    if (isFault(type) || !from) return isFault(type) ? type : fault('no list');
    const elements = elementsOf(from).toReversed();
    return withMarksOf(type.kind === 'list' ? list(elements, type.element) : tuple(elements), from);
  },
};

function reversedType(from: Value | undefined): Type | Fault {
  const type = from ? typeOf(from) : DYNAMIC;
  if (type.kind === 'tuple') return { kind: 'tuple', elements: type.elements.toReversed() };
  if (type.kind === 'list' || type.kind === 'set') return { kind: 'list', element: type.element };
  if (type.kind === 'dynamic') return DYNAMIC;
  return fault(`can only reverse list or tuple values, not ${typeName(type)}`, 0);
}

const slice: FunctionSpec = {
  name: 'slice',
  params: [anything('list', { allowMarked: true }), parameter('start_index', NUMBER), parameter('end_index', NUMBER)],
  returns: ([from]) => (from && typeOf(from).kind === 'list' ? typeOf(from) : DYNAMIC),
  apply: ([from, startValue, endValue]) => {
    if (!from || !startValue || !endValue) throw new Error('slice has three arguments');
    if (from.kind === 'set') {
      return fault(
        'cannot slice a set, because its elements do not have indices; explicitly convert to a list if the ordering of the result is not important',
        0,
      );
    }
    if (from.kind !== 'list' && from.kind !== 'tuple') return fault('must be a list or tuple value', 0);
    const { length } = from.elements;
    const start = sliceIndex(startValue, 'start', 1, length);
    if (typeof start !== 'number') return start;
    const end = sliceIndex(endValue, 'end', 2, length);
    if (typeof end !== 'number') return end;
    if (start > end) return fault('start index must not be greater than end index', 1);
    const elements = from.elements.slice(start, end);
    return withMarksOf(from.kind === 'tuple' ? tuple(elements) : list(elements, elementTypeOf(from)), from);
  },
};

function sliceIndex(value: Value, side: string, argument: number, length: number): number | Fault {
  const index = integerOf(value, argument, `invalid ${side} index: `);
  if (typeof index !== 'number') return index;
  if (index < 0) return fault(`${side} index must not be less than zero`, argument);
  if (index > length) return fault(`${side} index must not be greater than the length of the list`, argument);
  return index;
}

const sort: FunctionSpec = {
  name: 'sort',
  params: [parameter('list', STRINGS, { whollyKnown: true })],
  returns: STRINGS,
  apply: ([from]) => {
    const elements = elementsOf(from);
    const empty = elements.findIndex((item) => item.kind === 'null');
    if (empty >= 0) return fault(`given list element ${empty} is null; a null string cannot be sorted`);
    return list(
      elements.toSorted((a, b) => compareStrings(textOf(a), textOf(b))),
      STRING,
    );
  },
};

const one: FunctionSpec = {
  name: 'one',
  params: [anything('list')],
  mayBeNull: true,
  returns: ([from]) => {
    const type = from ? typeOf(from) : DYNAMIC;
    if (type.kind === 'tuple') return type.elements[0] ?? DYNAMIC;
    return 'element' in type ? type.element : DYNAMIC;
  },
  apply: ([from]) => {
    if (from && isSequence(from)) {
      if (hasUnknownLength(from)) return unknown(elementTypeOf(from), { dependsOn: dependenciesOf(from) });
      const [only] = from.elements;
      if (!only) return nullOf(from.kind === 'tuple' ? DYNAMIC : elementTypeOf(from));
      if (from.elements.length === 1) return only;
    }
    return fault('must be a list, set, or tuple value with either zero or one elements', 0);
  },
};

/** `list` and `map` are gone from the language; terraform still says what to write in their place. */
function removed(name: string, instead: string): FunctionSpec {
  return {
    name,
    params: [],
    variadic: anything('vals', { allowUnknown: true, allowNull: true }),
    returns: DYNAMIC,
    apply: () =>
      fault(
        `the "${name}" function was deprecated in Terraform v0.12 and is no longer available; use ${instead} syntax to write a literal ${name}`,
      ),
  };
}

export const SEQUENCE_FUNCTIONS: readonly FunctionSpec[] = [
  element,
  concat,
  coalesce,
  coalescelist,
  compact,
  distinct,
  chunklist,
  flatten,
  reverse,
  slice,
  sort,
  one,
  removed('list', 'tolist([ ... ])'),
  removed('map', 'tomap({ ... })'),
];
