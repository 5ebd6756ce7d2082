/**
 * Type constraints of variables, `optional()` included.
 * https://developer.hashicorp.com/terraform/language/expressions/type-constraints
 */
import type { Call, Expression, ObjectExpression, SyntaxFile } from '#hcl/syntax.js';
import { evaluate } from '../evaluate/expression.js';
import { constantScope } from '../evaluate/constant-scope.js';
import { BOOL, DYNAMIC, NUMBER, STRING, type Type } from '#model/type.js';
import type { Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { type Failure, isFailure } from '#model/values/failure.js';
import type { TypeDefaults } from './definition.js';

export interface Constraint {
  readonly type: Type;
  readonly defaults: TypeDefaults | undefined;
}

const PRIMITIVES = new Map<string, Type>([
  ['string', STRING],
  ['number', NUMBER],
  ['bool', BOOL],
  ['any', DYNAMIC],
  // Terraform 0.11's names, still accepted.
  ['list', { kind: 'list', element: DYNAMIC }],
  ['map', { kind: 'map', element: DYNAMIC }],
  ['set', { kind: 'set', element: DYNAMIC }],
]);

const ANY: Constraint = { type: DYNAMIC, defaults: undefined };

/** Reads a type constraint; mistakes are added to `failures` and give `any`. */
export function readConstraint(expression: Expression, file: SyntaxFile, failures: Failure[]): Constraint {
  return new Reader(file, failures).read(expression, 0);
}

const MAX_DEPTH = 100;

class Reader {
  readonly #file: SyntaxFile;
  readonly #failures: Failure[];

  constructor(file: SyntaxFile, failures: Failure[]) {
    this.#file = file;
    this.#failures = failures;
  }

  read(expression: Expression, depth: number): Constraint {
    if (depth > MAX_DEPTH) return this.#fault(expression, 'The type constraint is nested too deeply.');
    switch (expression.kind) {
      case 'variable': {
        const type = PRIMITIVES.get(expression.name);
        return type
          ? { type, defaults: undefined }
          : this.#fault(
              expression,
              `The keyword ${JSON.stringify(expression.name)} is not a valid type specification.`,
            );
      }
      case 'call':
        return this.#call(expression, depth);
      case 'parenthesis':
        return this.read(expression.expression, depth + 1);
      case 'template':
        return this.#quoted(expression);
      default:
        return this.#fault(
          expression,
          'A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).',
        );
    }
  }

  /** `"string"` in quotes, as Terraform 0.11 had it. */
  #quoted(expression: Extract<Expression, { kind: 'template' }>): Constraint {
    const [part] = expression.parts;
    const type = expression.parts.length === 1 && part?.kind === 'text' ? PRIMITIVES.get(part.value) : undefined;
    if (!type) return this.#fault(expression, 'The type specification must not be quoted.');
    return { type: 'element' in type ? { kind: type.kind, element: STRING } : type, defaults: undefined };
  }

  #call(call: Call, depth: number): Constraint {
    const [argument] = call.args;
    if (!argument || call.args.length !== 1) {
      return this.#fault(call, `The ${call.name} type constructor requires one argument specifying the element type.`);
    }
    switch (call.name) {
      case 'list':
      case 'set':
      case 'map': {
        const inner = this.read(argument, depth + 1);
        return { type: { kind: call.name, element: inner.type }, defaults: childDefaults([['', inner.defaults]]) };
      }
      case 'tuple':
        return this.#tuple(argument, depth);
      case 'object':
        if (argument.kind === 'object') return this.#object(argument, depth);
        return this.#fault(
          argument,
          'Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types.',
        );
      case 'optional':
        return this.#fault(
          call,
          'Optional attribute modifier is only for object attributes: it can only be used in an object type constraint.',
        );
      default:
        return this.#fault(call, `Keyword ${JSON.stringify(call.name)} is not a valid type constructor.`);
    }
  }

  #tuple(argument: Expression, depth: number): Constraint {
    if (argument.kind !== 'tuple')
      return this.#fault(argument, 'Tuple type constructor requires a list of element types.');
    const inner = argument.elements.map((element) => this.read(element, depth + 1));
    return {
      type: { kind: 'tuple', elements: inner.map((one) => one.type) },
      defaults: childDefaults(inner.map((one, at) => [String(at), one.defaults])),
    };
  }

  #object(expression: ObjectExpression, depth: number): Constraint {
    const attributes = new Map<string, Type>();
    const optional = new Set<string>();
    const values = new Map<string, Value>();
    const children: [string, TypeDefaults | undefined][] = [];
    for (const item of expression.items) {
      const name = attributeName(item.key);
      if (name === undefined) {
        this.#fault(item.key, 'Object constructor map keys must be attribute names.');
        continue;
      }
      const isOptional = item.value.kind === 'call' && item.value.name === 'optional';
      const inner = isOptional ? this.#optional(item.value, name, values, depth) : this.read(item.value, depth + 1);
      if (isOptional) optional.add(name);
      attributes.set(name, inner.type);
      children.push([name, inner.defaults]);
    }
    const sorted = new Map([...attributes].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    const type: Type =
      optional.size > 0 ? { kind: 'object', attributes: sorted, optional } : { kind: 'object', attributes: sorted };
    const inside = childDefaults(children);
    if (values.size === 0) return { type, defaults: inside };
    return { type, defaults: { values, children: inside?.children ?? new Map() } };
  }

  #optional(expression: Expression, name: string, values: Map<string, Value>, depth: number): Constraint {
    if (expression.kind !== 'call') return ANY;
    const [type, fallback, extra] = expression.args;
    if (!type || extra)
      return this.#fault(
        expression,
        'Optional attribute modifier requires the attribute type as its argument, and optionally a default value.',
      );
    const inner = this.read(type, depth + 1);
    if (!fallback) return inner;
    const given = evaluate(fallback, constantScope(this.#file, this.#failures));
    const value = convert(given, inner.type);
    if (isFailure(value)) {
      this.#failures.push({
        kind: 'failure',
        summary: 'Invalid default value for optional attribute',
        detail: `This default value is not compatible with the attribute's type constraint: ${value.detail}.`,
        span: fallback,
        file: this.#file,
      });
      return inner;
    }
    values.set(name, value);
    return inner;
  }

  #fault(expression: Expression, detail: string): Constraint {
    this.#failures.push({
      kind: 'failure',
      summary: 'Invalid type specification',
      detail,
      span: expression,
      file: this.#file,
    });
    return ANY;
  }
}

function attributeName(key: Expression): string | undefined {
  if (key.kind === 'variable') return key.name;
  const part = key.kind === 'template' && key.parts.length === 1 ? key.parts[0] : undefined;
  return part?.kind === 'text' ? part.value : undefined;
}

function childDefaults(list: readonly (readonly [string, TypeDefaults | undefined])[]): TypeDefaults | undefined {
  const children = new Map<string, TypeDefaults>();
  for (const [name, defaults] of list) if (defaults) children.set(name, defaults);
  return children.size === 0 ? undefined : { values: new Map(), children };
}
