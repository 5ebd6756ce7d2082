/**
 * Attribute access and indexing, with the errors that HCL gives.
 * https://github.com/hashicorp/hcl/blob/main/ops.go
 */
import type { Span } from '#hcl/syntax.js';
import { toSafeInteger } from '#model/number.js';
import { DYNAMIC, NUMBER, STRING, type Type } from '#model/type.js';
import type { Reference, UnknownValue, Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { alternativesOf, memberAt, settled, withAlternatives } from '#model/values/partly.js';
import { typeName } from '#model/values/types.js';
import { inheritVia } from './provenance.js';
import { fail, type Scope } from './scope.js';
import { noteWorkspaces } from './workspace.js';

export function getAttribute(object: Value, name: string, scope: Scope, span: Span): Value {
  switch (object.kind) {
    case 'null':
      return fail(
        scope,
        span,
        'Attempt to get attribute from null value',
        'This value is null, so it does not have any attributes.',
      );
    case 'unknown':
      return unknownAttribute(object, name, scope, span);
    case 'object':
    case 'map': {
      const found = object.entries.get(name);
      if (found !== undefined) return marked(inheritVia(found, object), object);
      if (object.kind === 'map')
        return fail(
          scope,
          span,
          'Missing map element',
          `This map does not have an element with the key ${JSON.stringify(name)}.`,
        );
      return fail(
        scope,
        span,
        'Unsupported attribute',
        `This object does not have an attribute named ${JSON.stringify(name)}.`,
      );
    }
    default:
      return fail(scope, span, 'Unsupported attribute', noAttributes(object));
  }
}

export function index(object: Value, key: Value, scope: Scope, span: Span): Value {
  if (object.kind === 'null') {
    return fail(scope, span, 'Attempt to index null value', 'This value is null, so it does not have any indices.');
  }
  if (key.kind === 'null') return fail(scope, span, 'Invalid index', "Can't use a null value as an indexing key.");
  switch (object.kind) {
    case 'unknown':
      return unknownElement(object, key, scope, span);
    case 'map':
    case 'object':
      return mappingElement(object, key, scope, span);
    case 'list':
    case 'tuple':
      return sequenceElement(object, key, scope, span);
    case 'set':
      return fail(scope, span, 'Invalid index', SET_INDEX);
    default:
      return fail(scope, span, 'Invalid index', 'This value does not have any indices.');
  }
}

const NO_ELEMENT = 'The given key does not identify an element in this collection value';
const SET_INDEX =
  "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set.";

function mappingElement(
  object: Extract<Value, { kind: 'map' | 'object' }>,
  key: Value,
  scope: Scope,
  span: Span,
): Value {
  const name = convert(key, STRING);
  if (isFailure(name)) return fail(scope, span, 'Invalid index', `${NO_ELEMENT}: a string is required.`);
  noteWorkspaces(name, object.entries.keys(), scope.resolver);
  if (name.kind === 'unknown') return unknownKey(object, name, scope, span);
  if (name.kind !== 'string') return fail(scope, span, 'Invalid index', `${NO_ELEMENT}.`);
  const found = object.entries.get(name.value);
  if (found === undefined) return fail(scope, span, 'Invalid index', `${NO_ELEMENT}.`);
  return marked(inheritVia(found, object), object);
}

/** What is known of the key excludes some elements; where it excludes all, `try` goes on. */
function unknownKey(
  object: Extract<Value, { kind: 'map' | 'object' }>,
  key: UnknownValue,
  scope: Scope,
  span: Span,
): Value {
  const possible = new Map([...object.entries].filter(([name]) => mayBe(key, name)));
  if (!scope.doubts) return anyOf(object, key, possible.size > 0 ? possible : object.entries);
  if (possible.size === 0) return fail(scope, span, 'Invalid index', `${NO_ELEMENT}.`);
  scope.doubts.found = true;
  return anyOf(object, key, possible);
}

const UNKNOWN_KEY = '?';

function mayBe(key: Value, name: string): boolean {
  if (key.kind === 'string') return key.value === name;
  if (key.kind !== 'unknown' || name === UNKNOWN_KEY) return true;
  const { parts = [], oneOf } = key;
  if (oneOf) return oneOf.some((each) => mayBe(each, name));
  const [first, last] = [parts[0], parts.at(-1)];
  const known = parts.reduce((length, part) => length + (typeof part === 'string' ? part.length : 0), 0);
  if (known > name.length) return false;
  return !(typeof first === 'string' && !name.startsWith(first)) && !(typeof last === 'string' && !name.endsWith(last));
}

function sequenceElement(
  object: Extract<Value, { kind: 'list' | 'set' | 'tuple' }>,
  key: Value,
  scope: Scope,
  span: Span,
): Value {
  const position = convert(key, NUMBER);
  if (isFailure(position)) return fail(scope, span, 'Invalid index', `${NO_ELEMENT}: a number is required.`);
  if (position.kind === 'unknown') return anyOf(object, position, new Set(object.elements));
  if (position.kind !== 'number') return fail(scope, span, 'Invalid index', `${NO_ELEMENT}.`);
  const at = toSafeInteger(position.value);
  if (at === undefined) return fail(scope, span, 'Invalid index', `${NO_ELEMENT}: indices must be whole numbers.`);
  if (at < 0) {
    return fail(scope, span, 'Invalid index', `${NO_ELEMENT}: a negative number is not a valid index for a sequence.`);
  }
  const found = object.elements[at];
  if (found === undefined) {
    return fail(
      scope,
      span,
      'Invalid index',
      `${NO_ELEMENT}: the given index is greater than or equal to the length of the collection.`,
    );
  }
  return marked(inheritVia(found, object), object);
}

/** What an unknown key selects: any of the elements, each seen as if it were the one. More than a few are not looked at. */
function anyOf(
  object: Extract<Value, { kind: 'list' | 'set' | 'tuple' | 'map' | 'object' }>,
  key: UnknownValue,
  elements: ReadonlyMap<string, Value> | ReadonlySet<Value>,
): Value {
  const result = unknownOf(object, key.dependsOn, elementTypeOf(object));
  if (elements.size > MAX_LOOKED_AT) return result;
  return settled(
    result,
    Array.from(elements.values(), (element) => marked(inheritVia(element, object), object)),
  );
}

const MAX_LOOKED_AT = 64;

/** What is inside a sensitive collection is sensitive. */
function marked(element: Value, container: Value): Value {
  if ((!container.sensitive || element.sensitive) && (!container.ephemeral || element.ephemeral)) return element;
  return {
    ...element,
    ...(container.sensitive ? { sensitive: true } : {}),
    ...(container.ephemeral ? { ephemeral: true } : {}),
  };
}

function unknownAttribute(object: UnknownValue, name: string, scope: Scope, span: Span): Value {
  const result = typedAttribute(object, name, scope, span);
  if (result.kind !== 'unknown') return result;
  return within(object, result, name, (each, own) => getAttribute(each, name, own, span), scope);
}

/** The part of an unknown, with what it may turn out to be where that can be told of the whole. */
function within(
  object: UnknownValue,
  part: UnknownValue,
  at: string | number | undefined,
  select: (alternative: Value, scope: Scope) => Value,
  scope: Scope,
): Value {
  if (object.members) return withAlternatives(part, memberAt(object.members, at));
  if (!object.oneOf) return part;
  const found: Value[] = [];
  for (const alternative of alternativesOf(object)) {
    const own: Scope = { ...scope, failures: [] };
    const selected = select(alternative, own);
    if (own.failures.length === 0) found.push(selected);
  }
  return settled(part, found);
}

function typedAttribute(object: UnknownValue, name: string, scope: Scope, span: Span): Value {
  const type = object.type;
  if (type.kind === 'object') {
    const inner = type.attributes.get(name);
    if (inner) return unknownInside(object, name, inner);
    return fail(
      scope,
      span,
      'Unsupported attribute',
      `This object does not have an attribute named ${JSON.stringify(name)}.`,
    );
  }
  if (type.kind === 'map') return unknownInside(object, name, type.element);
  if (type.kind === 'dynamic') return unknownInside(object, name, DYNAMIC);
  return fail(scope, span, 'Unsupported attribute', noAttributesOfType(type));
}

function unknownElement(object: UnknownValue, key: Value, scope: Scope, span: Span): Value {
  const at = key.kind === 'string' ? key.value : key.kind === 'number' ? toSafeInteger(key.value) : undefined;
  const name = key.kind === 'number' ? String(at ?? '') : key.kind === 'string' ? key.value : undefined;
  const type = elementTypeIn(object.type, name);
  const part = name === undefined ? unknownOf(object, [], type) : unknownInside(object, name, type);
  return within(object, part, at, (each, own) => index(each, key, own, span), scope);
}

/** The unknown that stands for a part of an unknown: its references lead one step further. */
function unknownInside(object: UnknownValue, name: string, type: Type): UnknownValue {
  const further = (reference: Reference): Reference => ({
    address: reference.address,
    path: [...reference.path, name],
  });
  const first = object.dependsOn[0];
  const ref = object.ref ? further(object.ref) : undefined;
  // What is one of several depends on what chooses between them, and that has no such part.
  const chosen = object.oneOf && !ref ? object.dependsOn : undefined;
  const dependsOn = ref ? [ref] : chosen ? chosen : first ? [further(first), ...object.dependsOn.slice(1)] : [];
  return {
    kind: 'unknown',
    type,
    dependsOn,
    ...(ref ? { ref } : {}),
    ...(object.reason === undefined ? {} : { reason: object.reason }),
    ...(object.origin ? { origin: object.origin } : {}),
    ...(object.sensitive ? { sensitive: true } : {}),
    ...(object.ephemeral ? { ephemeral: true } : {}),
  };
}

function unknownOf(object: Value, more: readonly Reference[], type: Type): UnknownValue {
  const own = object.kind === 'unknown' ? object.dependsOn : [];
  return {
    kind: 'unknown',
    type,
    dependsOn: [...more, ...own],
    ...(object.sensitive ? { sensitive: true } : {}),
    ...(object.ephemeral ? { ephemeral: true } : {}),
  };
}

function elementTypeOf(value: Value): Type {
  if (value.kind === 'list' || value.kind === 'set' || value.kind === 'map') return value.elementType ?? DYNAMIC;
  return DYNAMIC;
}

/** The type of what `name` selects in a value of `type`. */
export function elementTypeIn(type: Type, name: string | undefined): Type {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return type.element;
    case 'tuple':
      return name === undefined ? DYNAMIC : (type.elements[Number(name)] ?? DYNAMIC);
    case 'object':
      return name === undefined ? DYNAMIC : (type.attributes.get(name) ?? DYNAMIC);
    default:
      return DYNAMIC;
  }
}

function noAttributes(value: Value): string {
  switch (value.kind) {
    case 'string':
    case 'number':
    case 'bool':
      return `Can't access attributes on a primitive-typed value (${value.kind}).`;
    case 'list':
      return manyAttributes('list', 'list');
    case 'set':
      return manyAttributes('set', 'set');
    default:
      return 'This value does not have any attributes.';
  }
}

function noAttributesOfType(type: Type): string {
  switch (type.kind) {
    case 'string':
    case 'number':
    case 'bool':
      return `Can't access attributes on a primitive-typed value (${typeName(type)}).`;
    case 'list':
    case 'set':
      return manyAttributes(type.kind, type.kind);
    default:
      return 'This value does not have any attributes.';
  }
}

function manyAttributes(kind: string, word: string): string {
  return `Can't access attributes on a ${kind} of objects. Did you mean to access an attribute for a specific element of the ${word}, or across all elements of the ${word}?`;
}
