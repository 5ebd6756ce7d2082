import { BOOL, DYNAMIC, NUMBER, STRING, type Type } from '#model/type.js';
import type { Value } from '#model/value.js';
import { canConvert, constraintName, convert, equalTypes, typeName } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { bool, dependenciesOf, mapChildren, markSensitive, nullOf, typeOf, unknown } from '#model/values/make.js';
import { mismatch } from '#model/values/mismatch.js';
import { quoted } from '#model/values/order.js';
import { anything, fault, type Fault, type FunctionSpec } from './define.js';

/** `tostring` and its like, and the functions on marks. */
const OPEN = { allowNull: true, allowUnknown: true, allowMarked: true } as const;

function conversion(name: string, type: Type): FunctionSpec {
  return {
    name,
    params: [anything('v', OPEN)],
    mayBeNull: true,
    returns: type,
    apply: ([value]) => {
      if (!value) throw new Error(`${name} has an argument`);
      const from = typeOf(value);
      if (!equalTypes(from, type) && !canConvert(from, type, true)) return impossible(from, type);
      const converted = convert(value, type);
      return isFailure(converted) ? unsuitable(value, from, type) : converted;
    },
  };
}

function impossible(from: Type, to: Type): Fault {
  if (from.kind === to.kind && (from.kind === 'tuple' || from.kind === 'object')) {
    return fault(`incompatible ${from.kind} type for conversion: ${mismatch(from, to)}`, 0);
  }
  return fault(`cannot convert ${typeName(from)} to ${constraintName(to)}`, 0);
}

function unsuitable(value: Value, from: Type, to: Type): Fault {
  if (value.sensitive) return fault(`cannot convert this sensitive ${typeName(from)} to ${constraintName(to)}`, 0);
  const what = value.kind === 'string' ? quoted(value.value) : 'string';
  if (from.kind === 'string' && to.kind === 'bool') {
    return fault(`cannot convert ${what} to bool; only the strings "true" or "false" are allowed`, 0);
  }
  if (from.kind === 'string' && to.kind === 'number') {
    return fault(`cannot convert ${what} to number; given string must be a decimal representation of a number`, 0);
  }
  return fault(`cannot convert ${typeName(from)} to ${constraintName(to)}`, 0);
}

const sensitive: FunctionSpec = {
  name: 'sensitive',
  params: [anything('value', OPEN)],
  mayBeNull: true,
  returns: DYNAMIC,
  apply: ([value]) => (value ? markSensitive(value) : fault('no value')),
};

const nonsensitive: FunctionSpec = {
  name: 'nonsensitive',
  params: [anything('value', OPEN)],
  mayBeNull: true,
  returns: DYNAMIC,
  apply: ([value]) => {
    if (!value) return fault('no value');
    if (!value.sensitive) return value;
    const bare = { ...value };
    Reflect.deleteProperty(bare, 'sensitive');
    return bare;
  },
};

const issensitive: FunctionSpec = {
  name: 'issensitive',
  params: [anything('value', OPEN)],
  returns: BOOL,
  apply: ([value]) => {
    if (value?.sensitive) return bool(true);
    if (value?.kind === 'unknown') return unknown(BOOL, { dependsOn: dependenciesOf(value), notNull: true });
    return bool(false);
  },
};

const ephemeralasnull: FunctionSpec = {
  name: 'ephemeralasnull',
  params: [anything('value', OPEN)],
  mayBeNull: true,
  returns: DYNAMIC,
  apply: ([value]) => (value ? withoutEphemeral(value) : fault('no value')),
};

function withoutEphemeral(value: Value): Value {
  if (value.ephemeral) return nullOf(typeOf(value));
  return mapChildren(value, withoutEphemeral);
}

export const CONVERSION_FUNCTIONS: readonly FunctionSpec[] = [
  conversion('tostring', STRING),
  conversion('tonumber', NUMBER),
  conversion('tobool', BOOL),
  conversion('tolist', { kind: 'list', element: DYNAMIC }),
  conversion('toset', { kind: 'set', element: DYNAMIC }),
  conversion('tomap', { kind: 'map', element: DYNAMIC }),
  sensitive,
  nonsensitive,
  issensitive,
  ephemeralasnull,
];
