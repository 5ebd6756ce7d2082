import { readJson } from '#model/json/read.js';
import { type Diagnostic, sourceRange } from '#model/diagnostic.js';
import type { Resource } from '#model/resource.js';
import type { Origin, Value } from '#model/value.js';
import { supplyFor } from '../assumption.js';
import { display, literal, type SymbolicString, symbolic, symbolicOf } from '../symbolic.js';
import { elementsIn, entriesIn, entryOf, isMappingLike, type Part, possibilities } from './document-parts.js';
import type { ConditionClause, Located, PolicyDocument, PrincipalPattern, Statement } from './policy.js';

/**
 * Policy documents from values: `jsonencode`d ones stay structured, text is parsed with positions, and every element
 * keeps the place where it was written. A part that can't be known is lost, and only that: a statement of which nothing is
 * known is left out and told, everything else says what is not known of it. What is wrong is a diagnostic and left out too.
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

type Draft = PolicyDocument & {
  statements: Statement[];
  incomplete: boolean;
  lost: boolean;
  version: string | undefined;
};

class Reader {
  readonly #source: PolicySource;
  readonly #value: Value;
  readonly #document: Draft;

  constructor(source: PolicySource, value: Value) {
    const { id, resource, attribute } = source;
    this.#source = source;
    this.#value = value;
    const draft = { statements: [], version: undefined, incomplete: false, lost: false };
    this.#document = { id, resource, attribute, value, ...draft };
  }

  document(): PolicyDocument {
    const { value, problem } = readJson(this.#value);
    if (problem?.unknown) this.#lost('a part of its text', problem.origin, this.#value);
    else if (problem) this.#report(problem.message, problem.origin);
    for (const root of possibilities(value)) this.#root(root.value, root.maybe);
    if (!value) this.#document.incomplete = true;
    return this.#document;
  }

  #root(root: Value, maybe: Value | undefined): void {
    const document = this.#document;
    if (!isMappingLike(root)) {
      document.incomplete = true;
      if (root.kind === 'unknown') document.lost = true;
      else if (!maybe) this.#report('a policy is a JSON object', root.origin);
      return;
    }
    document.version ??= literalOf(entryOf(root, 'Version')?.value);
    const list = entryOf(root, 'Statement');
    if (!list && root.kind !== 'unknown' && !maybe) this.#report('the policy has no Statement', root.origin);
    for (const [at, element] of list ? elementsIn(list).entries() : []) {
      const path = element === list ? 'Statement' : `Statement[${at}]`;
      for (const each of possibilities(element.value)) {
        this.#statement(each.value, { index: at, path, maybe: each.maybe ?? element.maybe ?? maybe });
      }
    }
  }

  #statement(value: Value, place: Place): void {
    if (!isMappingLike(value)) {
      if (value.kind === 'unknown') this.#lost('a statement', value.origin, value);
      else if (!place.maybe) this.#report('a statement is a JSON object', value.origin);
      return;
    }
    const effects = this.#effects(value);
    const maybe = place.maybe ?? (effects.length > 1 ? entryOf(value, 'Effect')?.value : undefined);
    for (const effect of effects) this.#add(value, { ...place, maybe }, effect);
  }

  #add(value: Value, { index, path, maybe }: Place, effect: Statement['effect']): void {
    const { id, statements } = this.#document;
    const same = statements.filter((each) => each.index === index).length;
    const strings = (name: string) => this.#strings(entryOf(value, name), `${path}.${name}`);
    statements.push({
      id: `${id}#${index}${same > 0 ? `.${same}` : ''}`,
      index,
      sid: literalOf(entryOf(value, 'Sid')?.value),
      effect,
      actions: strings('Action'),
      notActions: strings('NotAction'),
      resources: strings('Resource'),
      notResources: strings('NotResource'),
      principals: this.#principals(entryOf(value, 'Principal'), `${path}.Principal`),
      notPrincipals: this.#principals(entryOf(value, 'NotPrincipal'), `${path}.NotPrincipal`),
      conditions: this.#conditions(entryOf(value, 'Condition'), `${path}.Condition`),
      origin: value.origin ?? this.#value.origin,
      document: this.#document,
      ...(maybe ? { maybe } : {}),
    });
  }

  /** Both where it may be either. */
  #effects(statement: Value): readonly Statement['effect'][] {
    const value = entryOf(statement, 'Effect')?.value;
    const text = literalOf(value);
    if (text === 'Allow' || text === 'Deny') return [text];
    this.#document.incomplete = true;
    if (value?.kind === 'unknown') return ['Allow', 'Deny'];
    this.#report('the Effect of a statement is "Allow" or "Deny"', value?.origin ?? statement.origin);
    return [];
  }

  #strings(part: Part | undefined, path: string): readonly Located[] {
    const value = part?.value;
    return (part ? elementsIn(part) : []).flatMap((each, index) => {
      const text = symbolicOf(each.value);
      if (!text) {
        if (each.value.kind !== 'null') this.#report(`an element of ${path} is a string`, each.value.origin);
        return [];
      }
      const isUnknown = each.value.kind === 'unknown';
      if (isUnknown && !text.parts.some((piece) => typeof piece === 'string') && path.includes('Action'))
        this.#document.incomplete = true;
      const origin = each.value.origin ?? value?.origin ?? this.#value.origin;
      const unknown = each.maybe ?? (isUnknown ? each.value : undefined);
      return [
        {
          text: this.#source.canonical(text),
          origin,
          path: each === part ? path : `${path}[${index}]`,
          ...(unknown ? { unknown } : {}),
          ...(each.maybe ? { maybe: true } : {}),
        },
      ];
    });
  }

  #principals(part: Part | undefined, path: string): readonly PrincipalPattern[] | undefined {
    if (!part) return undefined;
    return possibilities(part.value).flatMap(({ value, maybe = part.maybe }) => {
      const whole = maybe ? { value, maybe } : { value };
      if (value.kind === 'string') {
        return this.#strings(whole, path).map((id) => ({ type: literal(id.text) === '*' ? '*' : 'AWS', id }) as const);
      }
      if (isMappingLike(value)) return this.#principalTypes(whole, path);
      this.#document.incomplete = true;
      if (value.kind === 'unknown') return this.#strings(whole, path).map((id) => ({ type: '?', id }) as const);
      if (value.kind !== 'null') this.#report(`${path} is "*" or a JSON object`, value.origin);
      return [];
    });
  }

  #principalTypes(part: Part, path: string): readonly PrincipalPattern[] {
    return entriesIn(part).flatMap(({ key, ...ids }) => {
      const name = literalOf(key);
      const type = name === undefined ? '?' : PRINCIPAL_TYPES.get(name);
      if (!type) {
        this.#report(`${path} has no type "${name}"`, ids.value.origin);
        return [];
      }
      return this.#strings(ids, `${path}.${name ?? '?'}`).map((id) => ({ type, id }));
    });
  }

  #conditions(part: Part | undefined, path: string): readonly ConditionClause[] {
    if (!part) return [];
    if (!isMappingLike(part.value) && part.value.kind !== 'unknown') {
      this.#report(`${path} is a JSON object`, part.value.origin);
      return [this.#unknownClause(part)];
    }
    return entriesIn(part).flatMap(({ key, ...block }) => {
      const operator = literalOf(key) ?? UNKNOWN_NAME;
      if (block.value.kind === 'null') return [];
      if (!isMappingLike(block.value)) return [{ ...this.#unknownClause(block), operator }];
      return entriesIn(block).map((entry) => this.#clause(operator, entry, `${path}.${operator}`));
    });
  }

  #clause(operator: string, { key, ...values }: Part & { readonly key?: Value }, path: string): ConditionClause {
    const text = symbolicOf(key);
    const name = text ? display(text) : UNKNOWN_NAME;
    const openKey = key?.kind !== 'string';
    const unknown = values.maybe ?? (openKey ? key : undefined);
    return {
      operator,
      key: name,
      values: this.#strings({ value: values.value }, `${path}.${name}`),
      origin: values.value.origin ?? key?.origin ?? this.#value.origin,
      ...(unknown ? { unknown } : {}),
      ...(openKey ? { openKey } : {}),
      ...(values.maybe ? { maybe: true } : {}),
    };
  }

  /** A condition of which nothing is known: no operator has this name, so it stays undecided. */
  #unknownClause({ value, maybe }: Part): ConditionClause {
    this.#document.incomplete = true;
    const text = symbolicOf(value) ?? symbolic();
    const { origin } = value;
    const values = text.key === '' ? [] : [{ text, origin }];
    return { operator: UNKNOWN_NAME, key: UNKNOWN_NAME, values, origin, unknown: maybe ?? value, openKey: true };
  }

  #report(message: string, origin: Origin | undefined): void {
    this.#tell('malformed-policy', {
      summary: `Malformed policy document in ${this.#name()}: ${message}`,
      detail: 'AWS would reject this policy. The analysis uses the part that it could read; the rest grants nothing.',
      origin,
    });
  }

  #lost(what: string, origin: Origin | undefined, unknown: Value): void {
    this.#document.lost = true;
    this.#tell('unknown-policy-part', {
      summary: `Part of the policy document in ${this.#name()} is unknown: ${what}`,
      detail: `The analysis uses the rest of the document; this part neither grants nor denies anything. ${supplyFor(unknown)}`,
      origin,
    });
  }

  #name(): string {
    return this.#source.id.replace(/:([^:]*)$/, '.$1');
  }

  #tell(code: string, { summary, detail, origin }: Note): void {
    this.#document.incomplete = true;
    const where = origin ?? this.#value.origin ?? this.#source.resource?.origin;
    const source = where ? { source: sourceRange(where.file, where) } : {};
    this.#source.report({ severity: 'warning', code, summary, detail, ...source });
  }
}

interface Note {
  readonly summary: string;
  readonly detail: string;
  readonly origin: Origin | undefined;
}

interface Place {
  readonly index: number;
  readonly path: string;
  readonly maybe: Value | undefined;
}

const UNKNOWN_NAME = '?';

const PRINCIPAL_TYPES: ReadonlyMap<string, PrincipalPattern['type']> = new Map([
  ['AWS', 'AWS'],
  ['Service', 'Service'],
  ['Federated', 'Federated'],
  ['CanonicalUser', 'CanonicalUser'],
  ['*', '*'],
]);

function literalOf(value: Value | undefined): string | undefined {
  const text = symbolicOf(value);
  return text && literal(text);
}
