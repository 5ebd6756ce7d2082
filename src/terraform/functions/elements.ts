import { DYNAMIC, type Type } from '#model/type.js';
import type { UnknownValue, Value } from '#model/value.js';
import { dependenciesOf, isSequence, typeOf, unknown } from '#model/values/make.js';

export function elementsOf(value: Value | undefined): readonly Value[] {
  return value && isSequence(value) ? value.elements : [];
}

export function elementTypeOf(value: Value | undefined): Type {
  const type = value && typeOf(value);
  return type && 'element' in type ? type.element : DYNAMIC;
}

export function unknownOf(type: Type, ...from: readonly Value[]): UnknownValue {
  return unknown(type, { dependsOn: dependenciesOf(...from), notNull: true });
}
