import { type Diagnostic, sourceRange } from '#terraform/diagnostic.js';
import { readJson } from '#terraform/evaluate/json-text.js';
import type { Resource } from '#terraform/resource.js';
import type { MappingValue, Origin, Value } from '#terraform/value.js';
import { literal, type SymbolicString, symbolicOf } from '../symbolic.js';
import type { ConditionClause, Located, PolicyDocument, PrincipalPattern, Statement } from './policy.js';

/**
 * Policy documents from values: `jsonencode`d ones stay structured, text is parsed with positions, and every element
 * keeps the place where it was written. What can't be known is left out and the document marked incomplete; what is wrong
 * is a diagnostic and left out too.
 * Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicySource {
  readonly id: string;
  readonly resource: Resource | undefined;
  readonly attribute: string;
  readonly canonical: (text: SymbolicString) => SymbolicString;
  readonly report: (diagnostic: Diagnostic) => void;
}

export function parsePolicy(value: Value, source: PolicySource): PolicyDocument {
  const reader = new Reader(source, value);
  return reader.document();
}

/** The document as a structured value, in which an editor finds the lists and elements with their origins. */
export function documentValue(document: PolicyDocument): Value | undefined {
  return readJson(document.value).value;
}

class Reader {
  readonly #source: PolicySource;
  readonly #value: Value;
  #incomplete = false;

  constructor(source: PolicySource, value: Value) {
    this.#source = source;
    this.#value = value;
  }

  document(): PolicyDocument {
    const root = this.#root();
    const version = literalOf(element(root, 'Version'));
    const { id, resource, attribute } = this.#source;
    const statements: Statement[] = [];
    const document = { id, resource, attribute, statements, value: this.#value, version, incomplete: false };
    const list = element(root, 'Statement');
    if (root && !list) this.#report('the policy has no Statement', root.origin);
    for (const [index, each] of sequence(list).entries()) {
      const path = isSequence(list) ? `Statement[${index}]` : 'Statement';
      const statement = this.#statement(each, index, path, document);
      if (statement) statements.push(statement);
    }
    document.incomplete = this.#incomplete;
    return document;
  }

  #root(): MappingValue | undefined {
    const { value, problem } = readJson(this.#value);
    if (problem) this.#report(problem.message, problem.origin);
    if (value?.kind === 'object' || value?.kind === 'map') return value;
    this.#incomplete = true;
    if (value && value.kind !== 'unknown') this.#report('a policy is a JSON object', value.origin);
    return undefined;
  }

  #statement(value: Value, index: number, path: string, document: PolicyDocument): Statement | undefined {
    if (value.kind === 'unknown') this.#incomplete = true;
    if (value.kind !== 'object' && value.kind !== 'map') {
      if (value.kind !== 'unknown') this.#report('a statement is a JSON object', value.origin);
      return undefined;
    }
    const effect = this.#effect(value);
    if (!effect) return undefined;
    const strings = (name: string) => this.#strings(element(value, name), `${path}.${name}`);
    return {
      id: `${document.id}#${index}`,
      index,
      sid: literalOf(element(value, 'Sid')),
      effect,
      actions: strings('Action'),
      notActions: strings('NotAction'),
      resources: strings('Resource'),
      notResources: strings('NotResource'),
      principals: this.#principals(element(value, 'Principal'), `${path}.Principal`),
      notPrincipals: this.#principals(element(value, 'NotPrincipal'), `${path}.NotPrincipal`),
      conditions: this.#conditions(element(value, 'Condition'), `${path}.Condition`),
      origin: value.origin ?? this.#value.origin,
      document,
    };
  }

  #effect(statement: MappingValue): 'Allow' | 'Deny' | undefined {
    const value = element(statement, 'Effect');
    const text = literalOf(value);
    if (text === 'Allow' || text === 'Deny') return text;
    if (value?.kind === 'unknown') this.#incomplete = true;
    else this.#report('the Effect of a statement is "Allow" or "Deny"', value?.origin ?? statement.origin);
    return undefined;
  }

  #strings(value: Value | undefined, path: string): readonly Located[] {
    const single = !isSequence(value);
    return sequence(value).flatMap((each, index) => {
      const text = symbolicOf(each);
      if (!text) {
        if (each.kind !== 'null') this.#report(`an element of ${path} is a string`, each.origin);
        return [];
      }
      if (each.kind === 'unknown' && !each.parts && path.includes('Action')) this.#incomplete = true;
      const origin = each.origin ?? value?.origin ?? this.#value.origin;
      return [{ text: this.#source.canonical(text), origin, path: single ? path : `${path}[${index}]` }];
    });
  }

  #principals(value: Value | undefined, path: string): readonly PrincipalPattern[] | undefined {
    if (value === undefined || value.kind === 'null') return undefined;
    if (value.kind === 'string')
      return this.#strings(value, path).map((id) => ({ type: literal(id.text) === '*' ? '*' : 'AWS', id }));
    if (value.kind !== 'object' && value.kind !== 'map') {
      if (value.kind === 'unknown') this.#incomplete = true;
      else this.#report(`${path} is "*" or a JSON object`, value.origin);
      return [];
    }
    return [...value.entries].flatMap(([name, ids]) => {
      const type = PRINCIPAL_TYPES.get(name);
      if (!type) {
        this.#report(`${path} has no type "${name}"`, ids.origin);
        return [];
      }
      return this.#strings(ids, `${path}.${name}`).map((id) => ({ type, id }));
    });
  }

  #conditions(value: Value | undefined, path: string): readonly ConditionClause[] {
    if (value === undefined || value.kind === 'null') return [];
    if (value.kind !== 'object' && value.kind !== 'map') {
      if (value.kind !== 'unknown') this.#report(`${path} is a JSON object`, value.origin);
      return [this.#unknownClause(value)];
    }
    return [...value.entries].flatMap(([operator, block]) => {
      if (block.kind === 'null') return [];
      if (block.kind !== 'object' && block.kind !== 'map') return [{ ...this.#unknownClause(block), operator }];
      return [...block.entries].map(([key, values]) => ({
        operator,
        key,
        values: this.#strings(values, `${path}.${operator}.${key}`),
        origin: values.origin ?? block.origin,
      }));
    });
  }

  /** A condition of which nothing is known: no operator has this name, so it stays undecided. */
  #unknownClause(value: Value): ConditionClause {
    this.#incomplete = true;
    const text = symbolicOf(value);
    return { operator: '?', key: '?', values: text ? [{ text, origin: value.origin }] : [], origin: value.origin };
  }

  #report(message: string, origin: Origin | undefined): void {
    this.#incomplete = true;
    const where = origin ?? this.#value.origin ?? this.#source.resource?.origin;
    this.#source.report({
      severity: 'warning',
      code: 'malformed-policy',
      summary: `Malformed policy document in ${this.#source.id.replace(/:([^:]*)$/, '.$1')}: ${message}`,
      detail:
        'AWS would refuse this policy. What could be read of it was used; the rest grants nothing in this analysis.',
      ...(where ? { source: sourceRange(where.file, where) } : {}),
    });
  }
}

const PRINCIPAL_TYPES: ReadonlyMap<string, PrincipalPattern['type']> = new Map([
  ['AWS', 'AWS'],
  ['Service', 'Service'],
  ['Federated', 'Federated'],
  ['CanonicalUser', 'CanonicalUser'],
  ['*', '*'],
]);

function element(mapping: MappingValue | undefined, name: string): Value | undefined {
  const value = mapping?.entries.get(name);
  return value?.kind === 'null' ? undefined : value;
}

function isSequence(value: Value | undefined): boolean {
  return value?.kind === 'list' || value?.kind === 'set' || value?.kind === 'tuple';
}

/** IAM takes one element or a list of them. */
function sequence(value: Value | undefined): readonly Value[] {
  if (value === undefined || value.kind === 'null') return [];
  return value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple' ? value.elements : [value];
}

function literalOf(value: Value | undefined): string | undefined {
  const text = symbolicOf(value);
  return text && literal(text);
}
