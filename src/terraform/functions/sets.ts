import { DYNAMIC, type Type } from '#model/type.js';
import type { Value } from '#model/value.js';
import { convert, unify } from '#model/values/convert.js';
import { equalKnown } from '#model/values/equality.js';
import { isFailure } from '#model/values/failure.js';
import {
  dependenciesOf,
  isSequence,
  isWhollyKnown,
  list,
  set,
  tuple,
  typeOf,
  unknown,
  withMarksOf,
} from '#model/values/make.js';
import { hashText } from '#model/values/order.js';
import { anything, fault, type Fault, type FunctionSpec, isFault, parameter, type Result } from './define.js';
import { commonSetType } from './mappings.js';
import { hasUnknownLength } from './sequences.js';

const ANY_SET: Type = { kind: 'set', element: DYNAMIC };

function elementsOf(value: Value): readonly Value[] {
  return isSequence(value) ? value.elements : [];
}

/** Membership by the text that orders sets, then by equality. */
class Members {
  readonly #buckets = new Map<string, Value[]>();

  constructor(values: readonly Value[]) {
    for (const value of values) {
      const key = hashText(value);
      const bucket = this.#buckets.get(key);
      if (bucket) bucket.push(value);
      else this.#buckets.set(key, [value]);
    }
  }

  has(value: Value): boolean {
    return this.#buckets.get(hashText(value))?.some((other) => equalKnown(other, value)) ?? false;
  }
}

type Combine = (first: readonly Value[], next: readonly Value[]) => readonly Value[];

function setOperation(name: string, combine: Combine, withUnknowns: boolean): FunctionSpec {
  const binary = name === 'setsubtract';
  const first = parameter(binary ? 'a' : 'first_set', ANY_SET);
  return {
    name,
    params: binary ? [first, parameter('b', ANY_SET)] : [first],
    ...(binary ? {} : { variadic: parameter('other_sets', ANY_SET) }),
    returns: (args) => commonSetType(args) ?? fault('given sets must all have compatible element types'),
    apply: (args) => {
      const type = commonSetType(args);
      if (!type) return fault('given sets must all have compatible element types');
      const sets: (readonly Value[])[] = [];
      for (const [at, arg] of args.entries()) {
        const converted = convert(arg, type);
        if (isFailure(converted)) return fault(converted.detail, at);
        if (!withUnknowns && !isWhollyKnown(converted))
          return unknown(type, { dependsOn: dependenciesOf(...args), notNull: true });
        sets.push(elementsOf(converted));
      }
      const [start = [], ...others] = sets;
      return set(others.reduce(combine, start), 'element' in type ? type.element : DYNAMIC);
    },
  };
}

function intersect(first: readonly Value[], next: readonly Value[]): readonly Value[] {
  const members = new Members(next);
  return first.filter((value) => members.has(value));
}

function subtract(first: readonly Value[], next: readonly Value[]): readonly Value[] {
  const members = new Members(next);
  return first.filter((value) => !members.has(value));
}

const setproduct: FunctionSpec = {
  name: 'setproduct',
  params: [],
  variadic: anything('sets', { allowMarked: true, allowUnknown: true }),
  returns: DYNAMIC,
  apply: (args, { limits }) => {
    if (args.length < 2) return fault('at least two arguments are required');
    if (args.some((arg) => arg.kind === 'unknown' && arg.type.kind === 'dynamic'))
      return withMarksOf(unknown(DYNAMIC, { dependsOn: dependenciesOf(...args) }), ...args);
    const type = productType(args);
    if (isFault(type)) return type;
    if (args.some((arg) => arg.kind === 'unknown' || hasUnknownLength(arg))) {
      return withMarksOf(unknown(type, { dependsOn: dependenciesOf(...args), notNull: true }), ...args);
    }
    const total = args.reduce((product, arg) => product * elementsOf(arg).length, 1);
    if (total * args.length > limits.elements) {
      return fault(`the product has ${total} elements, more than can be computed here`);
    }
    return product(args, type);
  },
};

function productType(args: readonly Value[]): Extract<Type, { element: Type }> | Fault {
  const elements: Type[] = [];
  let ordered = true;
  for (const [at, arg] of args.entries()) {
    const type = typeOf(arg);
    if (type.kind === 'set' || type.kind === 'list') {
      elements.push(type.element);
      ordered &&= type.kind === 'list';
    } else if (type.kind === 'tuple') {
      const unified = type.elements.length === 0 ? DYNAMIC : unify(type.elements, true);
      if (!unified) return fault('all elements must be of the same type', at);
      elements.push(unified);
    } else {
      return fault('a set or a list is required', at);
    }
  }
  return { kind: ordered ? 'list' : 'set', element: { kind: 'tuple', elements } };
}

function product(args: readonly Value[], type: Extract<Type, { element: Type }>): Result {
  const columns: (readonly Value[])[] = [];
  for (const [at, arg] of args.entries()) {
    const element = type.element.kind === 'tuple' ? (type.element.elements[at] ?? DYNAMIC) : DYNAMIC;
    const column = elementsOf(arg).map((value) => convert(value, element));
    const wrong = column.find((value) => isFailure(value));
    if (wrong && isFailure(wrong)) return fault(wrong.detail, at);
    columns.push(column.filter((value) => !isFailure(value)));
  }
  let rows: (readonly Value[])[] = [[]];
  for (const column of columns) rows = rows.flatMap((row) => column.map((value) => [...row, value]));
  const tuples = rows.map((row) => tuple(row));
  return withMarksOf((type.kind === 'list' ? list : set)(tuples, type.element), ...args);
}

export const SET_FUNCTIONS: readonly FunctionSpec[] = [
  setOperation('setunion', (first, next) => [...first, ...next], true),
  setOperation('setintersection', intersect, false),
  setOperation('setsubtract', subtract, false),
  setproduct,
];
