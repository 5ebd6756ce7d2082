import type { Expression } from '#hcl/syntax.js';
import { BOOL, STRING } from '#model/type.js';
import type { Value } from '#model/value.js';
import { number } from '#model/values/make.js';
import { typeName } from '#model/values/types.js';
import { typeOf } from '#model/values/inspect.js';
import { inheritVia } from './provenance.js';
import { fail, type Scope } from './scope.js';

export interface Item {
  readonly key: Value;
  readonly value: Value;
}

/**
 * The keys and values of a collection in Terraform's order; `undefined` where there are none to be known, which has been
 * reported if it is a mistake.
 */
export function iterate(collection: Value, scope: Scope, span: Expression, what: string): readonly Item[] | undefined {
  switch (collection.kind) {
    case 'unknown':
      if (canIterate(collection.type.kind)) return undefined;
      break;
    case 'null':
      fail(scope, span, 'Iteration over null value', `A null value cannot be used as the collection in a ${what}.`);
      return undefined;
    case 'list':
    case 'tuple':
      return collection.elements.map((value, at) => ({ key: number(at), value: inheritVia(value, collection) }));
    case 'set':
      return collection.elements.map((value) => ({ key: value, value: inheritVia(value, collection) }));
    case 'map':
    case 'object':
      return Array.from(collection.entries, ([name, value]) => ({
        key: { kind: 'string', value: name },
        value: inheritVia(value, collection),
      }));
    default:
  }
  fail(
    scope,
    span,
    'Iteration over non-iterable value',
    `A value of type ${typeName(typeOf(collection))} cannot be used as the collection in a ${what}.`,
  );
  return undefined;
}

function canIterate(kind: string): boolean {
  return kind !== STRING.kind && kind !== 'number' && kind !== BOOL.kind;
}
