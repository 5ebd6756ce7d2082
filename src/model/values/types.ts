import type { Type } from '../type.js';

/** Type equality, names and printing. Rules of https://github.com/zclconf/go-cty/blob/main/docs/types.md */
export function equalTypes(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'list':
    case 'set':
    case 'map':
      return b.kind === a.kind && equalTypes(a.element, b.element);
    case 'tuple':
      return b.kind === 'tuple' && equalElements(a.elements, b.elements);
    case 'object':
      return b.kind === 'object' && equalAttributes(a, b);
    default:
      return a.kind === b.kind;
  }
}

function equalElements(a: readonly Type[], b: readonly Type[]): boolean {
  return a.length === b.length && a.every((type, at) => equalTypes(type, b[at] ?? type));
}

type ObjectType = Extract<Type, { kind: 'object' }>;

function equalAttributes(a: ObjectType, b: ObjectType): boolean {
  if (a.attributes.size !== b.attributes.size) return false;
  for (const [name, type] of a.attributes) {
    const other = b.attributes.get(name);
    if (!other || !equalTypes(type, other)) return false;
    if ((a.optional?.has(name) ?? false) !== (b.optional?.has(name) ?? false)) return false;
  }
  return true;
}

export function isPrimitive(type: Type): boolean {
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool';
}

export type CollectionType = Extract<Type, { element: Type }>;

export function isCollection(type: Type): type is CollectionType {
  return type.kind === 'list' || type.kind === 'set' || type.kind === 'map';
}

export function hasDynamic(type: Type): boolean {
  switch (type.kind) {
    case 'dynamic':
      return true;
    case 'list':
    case 'set':
    case 'map':
      return hasDynamic(type.element);
    case 'tuple':
      return type.elements.some(hasDynamic);
    case 'object':
      return [...type.attributes.values()].some(hasDynamic);
    default:
      return false;
  }
}

/** The type that a value of the constraint has: `optional()` dropped at every depth. */
export function withoutOptional(type: Type): Type {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map': {
      const element = withoutOptional(type.element);
      return element === type.element ? type : { kind: type.kind, element };
    }
    case 'tuple': {
      const elements = type.elements.map(withoutOptional);
      return elements.every((element, at) => element === type.elements[at]) ? type : { kind: 'tuple', elements };
    }
    case 'object':
      return plainObject(type);
    default:
      return type;
  }
}

function plainObject(type: ObjectType): Type {
  let changed = type.optional !== undefined;
  const attributes = new Map<string, Type>();
  for (const [name, attribute] of type.attributes) {
    const plain = withoutOptional(attribute);
    changed ||= plain !== attribute;
    attributes.set(name, plain);
  }
  return changed ? { kind: 'object', attributes } : type;
}

/** The name of a value's type in a message: `list of string`, `object`, `dynamic`. */
export function typeName(type: Type): string {
  return nameWith(type, 'dynamic');
}

/** The name of a type that is asked for: as {@link typeName}, but `any type` for dynamic. */
export function constraintName(type: Type): string {
  return nameWith(type, 'any type');
}

function nameWith(type: Type, dynamic: string): string {
  switch (type.kind) {
    case 'dynamic':
      return dynamic;
    case 'list':
    case 'set':
    case 'map': {
      const element =
        type.element.kind === 'dynamic' && dynamic === 'any type' ? 'any single type' : nameWith(type.element, dynamic);
      return `${type.kind} of ${element}`;
    }
    default:
      return type.kind;
  }
}

/** The type as `type()` prints it in `terraform console`. */
export function formatType(type: Type, depth = 0): string {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return formatCollection(type.kind, type.element, depth);
    case 'tuple':
      return formatMembers(
        'tuple([',
        type.elements.map((element) => formatType(element, depth + 1)),
        '])',
        depth,
      );
    case 'object':
      return formatMembers(
        'object({',
        [...type.attributes].map(([name, attribute]) => `${name}: ${formatType(attribute, depth + 1)}`),
        '})',
        depth,
      );
    default:
      return type.kind;
  }
}

function formatCollection(kind: string, element: Type, depth: number): string {
  if (element.kind !== 'object' && element.kind !== 'tuple') return `${kind}(${formatType(element, depth)})`;
  const inner = formatType(element, depth + 1);
  return `${kind}(\n${indentation(depth + 1)}${inner},\n${indentation(depth)})`;
}

function formatMembers(open: string, members: readonly string[], close: string, depth: number): string {
  if (members.length === 0) return open + close;
  const lines = members.map((member) => `${indentation(depth + 1)}${member},\n`);
  return `${open}\n${lines.join('')}${indentation(depth)}${close}`;
}

function indentation(depth: number): string {
  return '    '.repeat(depth);
}
