/** Expressions of a module's source as a summary tells them. */
import type { Expression, ForExpression, Splat, Template } from '#hcl/syntax.js';
import type { Told } from '#terraform/summaries/summary.js';
import { written } from '#terraform/summaries/written.js';

const UNKNOWN: Told = { unknown: true };

/** Functions that choose, join or count what they are given. What others make of it is not told. */
const FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'alltrue anytrue can cidrsubnet coalesce coalescelist compact concat contains distinct element flatten jsonencode keys length ' +
    'lookup max merge min one range setproduct setunion slice sort tobool tolist ' +
    'tomap tonumber toset tostring try values zipmap format join lower regex regexall replace split ' +
    'base64encode formatlist reverse substr sum title upper trimprefix trimsuffix startswith endswith jsondecode'
  ).split(' '),
);

/** Names are those of the source, but for local values, which have numbers. */
export class Teller {
  readonly #locals = new Map<string, string>();

  local(name: string): string {
    const known = this.#locals.get(name) ?? `l${this.#locals.size + 1}`;
    this.#locals.set(name, known);
    return known;
  }

  tell(expression: Expression): Told {
    switch (expression.kind) {
      case 'number':
        return Number(expression.text);
      case 'bool':
        return expression.value;
      case 'null':
        return null;
      case 'template':
        return this.#template(expression);
      case 'parenthesis':
        return this.tell(expression.expression);
      case 'tuple':
        return expression.elements.map((element) => this.tell(element));
      case 'object':
        return {
          object: expression.items.map(({ key, value }) => [
            key.kind === 'variable' ? key.name : this.tell(key),
            this.tell(value),
          ]),
        };
      case 'variable':
        return { ref: expression.name };
      default:
        return this.#operation(expression);
    }
  }

  #operation(expression: Expression): Told {
    switch (expression.kind) {
      case 'get-attribute':
        return this.#attribute(expression.object, expression.name);
      case 'index':
        return { at: [this.tell(expression.object), this.tell(expression.key)] };
      case 'splat':
        return this.#splat(expression);
      case 'conditional': {
        const { condition, then, otherwise } = expression;
        return { if: [this.tell(condition), this.tell(then), this.tell(otherwise)] };
      }
      case 'unary': {
        const operand = this.tell(expression.operand);
        if (expression.operator === '!') return { not: operand };
        return typeof operand === 'number' ? -operand : { op: ['-', 0, operand] };
      }
      case 'binary':
        return { op: [expression.operator, this.tell(expression.left), this.tell(expression.right)] };
      case 'call': {
        const { name, args, expand } = expression;
        if (!FUNCTIONS.has(name)) return UNKNOWN;
        return { call: [name, ...args.map((argument) => this.tell(argument))], ...(expand ? { spread: true } : {}) };
      }
      case 'for':
        return this.#for(expression);
      default:
        return UNKNOWN;
    }
  }

  #attribute(object: Expression, name: string): Told {
    if (object.kind === 'variable' && object.name === 'local') return { ref: `local.${this.local(name)}` };
    const of = this.tell(object);
    if (typeof of === 'object' && of !== null && 'ref' in of && /^[\w.-]+$/.test(of.ref))
      return { ref: `${of.ref}.${name}` };
    return { attribute: [of, name] };
  }

  #splat({ object, each }: Splat): Told {
    const steps: (string | number)[] = [];
    for (const step of each) {
      if (step.kind === 'get-attribute') steps.push(step.name);
      else if (step.kind === 'index' && step.key.kind === 'number') steps.push(Number(step.key.text));
      else return UNKNOWN;
    }
    return { splat: [this.tell(object), ...steps] };
  }

  #template({ parts }: Template): Told {
    const told = parts.map((part): Told | undefined => {
      if (part.kind === 'text') return part.value;
      return part.kind === 'interpolation' ? this.tell(part.expression) : undefined;
    });
    const known = told.filter((part) => part !== undefined);
    if (known.length < told.length) return UNKNOWN;
    if (known.every((part) => typeof part === 'string') && parts.every(({ kind }) => kind === 'text'))
      return known.join('');
    return { text: known };
  }

  #for({ keyName, valueName, collection, key, value, group, condition }: ForExpression): Told {
    if (group) return UNKNOWN;
    return {
      for: {
        names: keyName === undefined ? [valueName] : [keyName, valueName],
        over: this.tell(collection),
        ...(key ? { name: this.tell(key) } : {}),
        value: this.tell(value),
        ...(condition ? { if: this.tell(condition) } : {}),
      },
    };
  }
}

/** A type constraint, without layout and comments. */
export function typeText(expression: Expression): string {
  switch (expression.kind) {
    case 'variable':
      return expression.name;
    case 'template':
      return expression.parts.map((part) => (part.kind === 'text' ? part.value : '')).join('');
    case 'call':
      return `${expression.name}(${expression.args.map((argument, at) => (at > 0 ? constant(argument) : typeText(argument))).join(',')})`;
    case 'object':
      return `{${expression.items.map(({ key, value }) => `${key.kind === 'variable' ? key.name : constant(key)}=${typeText(value)}`).join(',')}}`;
    case 'tuple':
      return `[${expression.elements.map(typeText).join(',')}]`;
    case 'parenthesis':
      return typeText(expression.expression);
    default:
      return 'any';
  }
}

/** The default of an optional attribute. */
function constant(expression: Expression): string {
  return written(new Teller().tell(expression));
}
