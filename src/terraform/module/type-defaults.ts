/**
 * Fills in the defaults of `optional()` attributes before a value is converted to its type.
 * https://github.com/hashicorp/hcl/blob/main/ext/typeexpr/defaults.go
 */
import type { Member, UnknownValue, Value } from '#model/value.js';
import { object } from '#model/values/make.js';
import type { TypeDefaults } from './definition.js';

export function applyDefaults(value: Value, defaults: TypeDefaults | undefined): Value {
  if (!defaults) return value;
  switch (value.kind) {
    case 'map':
    case 'object':
      return isCollection(defaults) ? mapEntries(value, defaults) : fillObject(value, defaults);
    case 'list':
    case 'set':
    case 'tuple': {
      const elements = value.elements.map((element, at) => applyDefaults(element, childAt(defaults, String(at))));
      // The elements may have different types until they are converted.
      return { ...value, kind: 'tuple', elements };
    }
    case 'unknown':
      return value.oneOf || value.members ? fillUnknown(value, defaults) : value;
    default:
      return value;
  }
}

/** What is known of an unknown. */
function fillUnknown({ oneOf, members, ...rest }: UnknownValue, defaults: TypeDefaults): Value {
  const fill = (member: Member, at: number): Member => {
    const name = member.key?.kind === 'string' ? member.key.value : String(at);
    return { ...member, value: applyDefaults(member.value, childAt(defaults, name)) };
  };
  return {
    ...rest,
    ...(oneOf ? { oneOf: oneOf.map((each) => applyDefaults(each, defaults)) } : {}),
    ...(members
      ? { members: { entries: members.entries.map(fill), ...(members.rest ? { rest: fill(members.rest, -1) } : {}) } }
      : {}),
  };
}

function isCollection(defaults: TypeDefaults): boolean {
  return defaults.children.has('') && defaults.values.size === 0;
}

function childAt(defaults: TypeDefaults, name: string): TypeDefaults | undefined {
  return defaults.children.get('') ?? defaults.children.get(name);
}

function mapEntries(value: Extract<Value, { kind: 'map' | 'object' }>, defaults: TypeDefaults): Value {
  const entries = Array.from(value.entries, ([name, entry]): [string, Value] => [
    name,
    applyDefaults(entry, childAt(defaults, name)),
  ]);
  return { ...object(entries), ...carriedFrom(value) };
}

function fillObject(value: Extract<Value, { kind: 'map' | 'object' }>, defaults: TypeDefaults): Value {
  const entries = new Map<string, Value>();
  for (const [name, entry] of value.entries) {
    const fallback = entry.kind === 'null' ? defaults.values.get(name) : undefined;
    entries.set(name, applyDefaults(fallback ?? entry, defaults.children.get(name)));
  }
  for (const [name, fallback] of defaults.values) {
    if (!entries.has(name)) entries.set(name, applyDefaults(fallback, defaults.children.get(name)));
  }
  return { ...object(entries), ...carriedFrom(value) };
}

function carriedFrom(value: Value): Partial<Pick<Value, 'origin' | 'ref' | 'sensitive' | 'ephemeral'>> {
  return {
    ...(value.origin ? { origin: value.origin } : {}),
    ...(value.ref ? { ref: value.ref } : {}),
    ...(value.sensitive ? { sensitive: true } : {}),
    ...(value.ephemeral ? { ephemeral: true } : {}),
  };
}
