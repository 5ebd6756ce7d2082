import { DYNAMIC, NUMBER, STRING, type Type } from '#model/type.js';
import type { MappingValue, Value } from '#model/value.js';
import { convert, unify } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import {
  dependenciesOf,
  isMapping,
  isSequence,
  list,
  map,
  number,
  object,
  string,
  tuple,
  typeOf,
  unknown,
  withMarksOf,
} from '#model/values/make.js';
import { compareStrings, quoted } from '#model/values/order.js';
import { equalTypes, typeName } from '#model/values/types.js';
import { anything, fault, type FunctionSpec, parameter, type Result } from './define.js';
import { graphemes } from '#hcl/parse/graphemes.js';
import { textOf } from './integers.js';
import { hasUnknownLength, STRINGS } from './sequences.js';

/** Functions on maps and objects, and those on any collection. Elements keep their own origins. */
function elementTypeOf(value: Value): Type {
  const type = typeOf(value);
  return 'element' in type ? type.element : DYNAMIC;
}

const length: FunctionSpec = {
  name: 'length',
  params: [anything('value', { allowUnknown: true, allowMarked: true })],
  returns: NUMBER,
  apply: ([value]) => {
    if (!value) throw new Error('length has an argument');
    const size = sizeOf(value);
    if (isUnknownSize(size))
      return withMarksOf(unknown(NUMBER, { dependsOn: dependenciesOf(value), notNull: true }), value);
    return typeof size === 'number' ? withMarksOf(number(size), value) : size;
  },
};

function isUnknownSize(size: number | Result | undefined): size is undefined {
  return size === undefined;
}

function sizeOf(value: Value): number | Result | undefined {
  if (value.kind === 'string') return graphemes(value.value).length;
  if (isSequence(value)) return hasUnknownLength(value) ? undefined : value.elements.length;
  if (isMapping(value)) return value.entries.size;
  const type = typeOf(value);
  if (type.kind === 'tuple') return type.elements.length;
  if (type.kind === 'object') return type.attributes.size;
  if (type.kind === 'number' || type.kind === 'bool') {
    return fault('argument must be a string, a collection type, or a structural type');
  }
  return undefined;
}

const keys: FunctionSpec = {
  name: 'keys',
  params: [anything('inputMap', { allowMarked: true, allowUnknown: true })],
  returns: STRINGS,
  apply: ([from]) => {
    if (!from) throw new Error('keys has an argument');
    const type = typeOf(from);
    if (type.kind === 'object') {
      return withMarksOf(tuple([...type.attributes.keys()].sort(compareStrings).map((name) => string(name))), from);
    }
    if (type.kind === 'dynamic' && from.kind === 'unknown')
      return withMarksOf(unknown(DYNAMIC, { dependsOn: dependenciesOf(from) }), from);
    if (type.kind !== 'map') return fault('must have map or object type', 0);
    const result = isMapping(from)
      ? list(
          [...from.entries.keys()].map((name) => string(name)),
          STRING,
        )
      : unknown(STRINGS, { dependsOn: dependenciesOf(from), notNull: true });
    return withMarksOf(result, from);
  },
};

const values: FunctionSpec = {
  name: 'values',
  params: [anything('mapping', { allowMarked: true })],
  returns: ([from]) => (from && typeOf(from).kind === 'map' ? { kind: 'list', element: elementTypeOf(from) } : DYNAMIC),
  apply: ([from]) => {
    if (!from || !isMapping(from)) return fault('values() requires a map as the first argument');
    const elements = [...from.entries.values()];
    return withMarksOf(from.kind === 'object' ? tuple(elements) : list(elements, elementTypeOf(from)), from);
  },
};

const lookup: FunctionSpec = {
  name: 'lookup',
  params: [
    anything('inputMap', { allowMarked: true, allowUnknown: true }),
    parameter('key', STRING, { allowMarked: true, allowUnknown: true }),
  ],
  variadic: anything('default', { allowUnknown: true, allowNull: true, allowMarked: true }),
  returns: DYNAMIC,
  apply: (args) => {
    const [from, key, fallback] = args;
    if (!from || !key) throw new Error('lookup has two arguments or more');
    if (args.length > 3) return fault(`lookup() takes two or three arguments, got ${args.length}`);
    const type = typeOf(from);
    if (type.kind !== 'map' && type.kind !== 'object' && type.kind !== 'dynamic') {
      return fault('lookup() requires a map as the first argument', 0);
    }
    const element = type.kind === 'map' ? type.element : DYNAMIC;
    const converted = fallback && convert(fallback, element);
    if (converted && isFailure(converted)) {
      return fault('the default value must have the same type as the map elements', 2);
    }
    if (!isMapping(from) || key.kind === 'unknown') {
      return withMarksOf(unknown(element, { dependsOn: dependenciesOf(from, key) }), from, key);
    }
    const found = from.entries.get(textOf(key)) ?? converted;
    return found ? withMarksOf(found, from, key) : notFound(from, key);
  },
};

function notFound(from: MappingValue, key: Value): Result {
  const name = key.sensitive ? '(sensitive value)' : quoted(textOf(key));
  if (from.kind === 'object') return fault(`the given object has no attribute ${quoted(textOf(key))}`, 0);
  return fault(`lookup failed to find key ${name}`);
}

const merge: FunctionSpec = {
  name: 'merge',
  params: [],
  variadic: anything('maps', { allowNull: true, allowMarked: true }),
  returns: (args) => {
    const [first] = args.map(typeOf);
    return first?.kind === 'map' && args.every((arg) => equalTypes(typeOf(arg), first)) ? first : DYNAMIC;
  },
  apply: (args) => {
    const entries = new Map<string, Value>();
    const types = args.map((arg) => (arg.kind === 'null' && arg.type.kind !== 'map' ? EMPTY : typeOf(arg)));
    const wrong = args
      .map(typeOf)
      .find((type) => type.kind !== 'map' && type.kind !== 'object' && type.kind !== 'dynamic');
    if (wrong) return fault(`arguments must be maps or objects, got ${quoted(typeName(wrong))}`);
    for (const arg of args) {
      if (!isMapping(arg)) continue;
      for (const [key, value] of arg.entries) entries.set(key, value);
    }
    const [first] = types;
    const oneMap = first?.kind === 'map' && types.every((type) => equalTypes(type, first));
    return withMarksOf(oneMap ? map(entries, first.element) : object(entries), ...args);
  },
};

const EMPTY: Type = { kind: 'object', attributes: new Map() };

const zipmap: FunctionSpec = {
  name: 'zipmap',
  params: [
    parameter('keys', STRINGS, { allowMarked: true, whollyKnown: true }),
    anything('values', { allowMarked: true }),
  ],
  returns: ([, from]) =>
    from && typeOf(from).kind === 'list' ? { kind: 'map', element: elementTypeOf(from) } : DYNAMIC,
  apply: ([names, from]) => {
    if (!names || !from || (from.kind !== 'list' && from.kind !== 'tuple')) {
      return fault('values argument must be a list or tuple value');
    }
    const own = isSequence(names) ? names.elements : [];
    if (own.length !== from.elements.length) {
      return fault(`number of keys (${own.length}) does not match number of values (${from.elements.length})`);
    }
    const empty = own.findIndex((name) => name.kind === 'null');
    if (empty >= 0) return fault(`keys list has null value at index ${empty}`);
    const entries = new Map<string, Value>();
    for (const [at, value] of from.elements.entries()) entries.set(textOf(own[at]), value);
    const result = from.kind === 'tuple' ? object(entries) : map(entries, elementTypeOf(from));
    return withMarksOf(result, names, from, ...own);
  },
};

const LISTS_BY_KEY: Type = { kind: 'map', element: STRINGS };

const transpose: FunctionSpec = {
  name: 'transpose',
  params: [parameter('values', LISTS_BY_KEY, { whollyKnown: true })],
  returns: LISTS_BY_KEY,
  apply: ([from]) => {
    const found = new Map<string, string[]>();
    for (const [key, items] of from && isMapping(from) ? from.entries : []) {
      if (!isSequence(items)) return fault('input must not contain null list');
      for (const item of items.elements) {
        if (item.kind === 'null') return fault('input list must not contain null string');
        const holders = found.get(textOf(item));
        if (holders) holders.push(key);
        else found.set(textOf(item), [key]);
      }
    }
    const entries = [...found].map(
      ([name, holders]) =>
        [
          name,
          list(
            holders.sort(compareStrings).map((holder) => string(holder)),
            STRING,
          ),
        ] as const,
    );
    return map(entries, STRINGS);
  },
};

/** The type that the result of a set operation has: empty sets of no type have no say. */
export function commonSetType(args: readonly Value[]): Type | undefined {
  const relevant = args.filter(
    (arg) => !(isSequence(arg) && arg.elements.length === 0 && elementTypeOf(arg).kind === 'dynamic'),
  );
  if (relevant.length === 0) return { kind: 'set', element: DYNAMIC };
  const element = unify(relevant.map(elementTypeOf), true);
  return element && { kind: 'set', element };
}

export const MAPPING_FUNCTIONS: readonly FunctionSpec[] = [length, keys, values, lookup, merge, zipmap, transpose];
