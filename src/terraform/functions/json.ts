import { DYNAMIC, STRING } from '#model/type.js';
import { HOLE, type UnknownValue, type Value } from '#model/value.js';
import {
  carried,
  dependenciesOf,
  isMapping,
  isSequence,
  isWhollyKnown,
  nullOf,
  object,
  string,
  tuple,
  unknown,
} from '#model/values/make.js';
import { anything, fault, type FunctionSpec, isFault, parameter, type Result } from './define.js';
import { decodeJson, type JsonText, UNREADABLE } from './json-decode.js';
import { encodeJson } from './json-text.js';

/** `jsonencode` keeps the value beside the text, and `jsondecode` takes it from there: provenance goes through both. */
const jsonencode: FunctionSpec = {
  name: 'jsonencode',
  params: [anything('val', { allowNull: true, allowUnknown: true })],
  returns: STRING,
  apply: ([value]) => {
    if (!value) return fault('no value');
    if (!isWhollyKnown(value)) {
      return unknown(STRING, { dependsOn: dependenciesOf(value), encodes: value, notNull: true });
    }
    const text = encodeJson(value);
    return typeof text === 'string' ? string(text, { encodes: value }) : text;
  },
};

const jsondecode: FunctionSpec = {
  name: 'jsondecode',
  params: [parameter('str', STRING, { allowUnknown: true })],
  mayBeNull: true,
  returns: DYNAMIC,
  apply: ([source]) => {
    if (source?.kind !== 'string' && source?.kind !== 'unknown') return fault('no text');
    if (source.encodes) return decodedShape(source.encodes);
    if (source.kind === 'string') {
      return decodeJson({ text: source.value, segments: source.segments ?? [], holes: [], origin: source.origin });
    }
    return decodePart(source);
  },
};

/** Text that is known in part decodes where all unknowns are inside its strings. */
function decodePart(source: UnknownValue): Result {
  const whole = unknown(DYNAMIC, { dependsOn: dependenciesOf(source) });
  if (!source.parts) return whole;
  const decoded = decodeJson(jsonTextOf(source));
  return isFault(decoded) ? (decoded === UNREADABLE ? whole : decoded) : decoded;
}

function jsonTextOf(source: UnknownValue): JsonText {
  const parts = source.parts ?? [];
  return {
    text: parts.map((part) => (typeof part === 'string' ? part : HOLE)).join(''),
    segments: source.segments ?? [],
    holes: parts.filter((part) => typeof part !== 'string'),
    origin: source.origin,
  };
}

/** What JSON keeps of a value's type: sequences become tuples, mappings objects. */
function decodedShape(value: Value): Value {
  if (isSequence(value)) return tuple(value.elements.map(decodedShape), carried(value));
  if (isMapping(value)) {
    return object(
      [...value.entries].map(([key, entry]) => [key, decodedShape(entry)] as const),
      carried(value),
    );
  }
  return value.kind === 'null' ? nullOf(DYNAMIC, carried(value)) : value;
}

export const JSON_FUNCTIONS: readonly FunctionSpec[] = [jsonencode, jsondecode];
