import { BOOL, DYNAMIC, NUMBER, type Type } from '#model/type.js';
import { convert, unify } from '#model/values/convert.js';
import { equalOrUnknown } from '#model/values/equality.js';
import { isFailure } from '#model/values/failure.js';
import { bool, isSequence, list, number, typeOf } from '#model/values/make.js';
import { anything, fault, type FunctionSpec, parameter } from './define.js';
import { elementsOf, elementTypeOf, unknownOf } from './elements.js';

/** Functions that look for elements, or ask something of all of them. */
const ANY_LIST: Type = { kind: 'list', element: DYNAMIC };

const index: FunctionSpec = {
  name: 'index',
  params: [anything('list'), anything('value')],
  returns: NUMBER,
  apply: ([from, wanted]) => {
    if (!from || !wanted || (from.kind !== 'list' && from.kind !== 'tuple'))
      return fault('argument must be a list or tuple');
    if (from.elements.length === 0) return fault('cannot search an empty list');
    for (const [at, item] of from.elements.entries()) {
      const equal = equalOrUnknown(item, wanted);
      if (equal === undefined) return unknownOf(NUMBER, from, wanted);
      if (equal) return number(at);
    }
    return fault('item not found');
  },
};

const contains: FunctionSpec = {
  name: 'contains',
  params: [anything('list'), anything('value')],
  returns: BOOL,
  apply: ([from, wanted]) => {
    if (!from || !wanted || !isSequence(from)) return fault('argument must be list, tuple, or set');
    const equal = from.elements.map((item) => equalOrUnknown(wanted, item));
    if (equal.includes(true)) return bool(true);
    return equal.includes(undefined) ? unknownOf(BOOL, from, wanted) : bool(false);
  },
};

/** `alltrue`: null counts as false; `anytrue`: it counts for nothing. */
function quantifier(name: string, decisive: boolean): FunctionSpec {
  return {
    name,
    params: [parameter('list', { kind: 'list', element: BOOL })],
    returns: BOOL,
    apply: ([from]) => {
      const elements = elementsOf(from);
      let open = false;
      for (const item of elements) {
        if (item.kind === 'unknown') {
          open = true;
          if (!decisive) break;
        } else if (item.kind === 'null' ? !decisive : item.kind === 'bool' && item.value === decisive) {
          return bool(decisive);
        }
      }
      return open ? unknownOf(BOOL, ...elements) : bool(!decisive);
    },
  };
}

const matchkeys: FunctionSpec = {
  name: 'matchkeys',
  params: [
    parameter('values', ANY_LIST, { whollyKnown: true }),
    parameter('keys', ANY_LIST, { whollyKnown: true }),
    parameter('searchset', ANY_LIST),
  ],
  returns: ([values]) => (values ? typeOf(values) : ANY_LIST),
  apply: ([values, keys, searched]) => {
    if (!values || !keys || !searched) throw new Error('matchkeys has three arguments');
    const type = unify([typeOf(keys), typeOf(searched)], true);
    if (!type) return fault('keys and searchset must be of the same type');
    if (elementsOf(values).length !== elementsOf(keys).length)
      return fault('length of keys and values should be equal');
    const own = convert(keys, type);
    const wanted = convert(searched, type);
    if (isFailure(own) || isFailure(wanted)) return fault('keys and searchset must be of the same type');
    const matches = elementsOf(values).filter((_, at) => {
      const key = elementsOf(own)[at];
      return key && elementsOf(wanted).some((item) => equalOrUnknown(key, item) === true);
    });
    return list(matches, elementTypeOf(values));
  },
};

export const SEARCH_FUNCTIONS: readonly FunctionSpec[] = [
  index,
  contains,
  quantifier('alltrue', false),
  quantifier('anytrue', true),
  matchkeys,
];
