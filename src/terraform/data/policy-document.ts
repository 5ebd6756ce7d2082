/**
 * `aws_iam_policy_document`, computed as the provider does, with every part knowing where it was written.
 * https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/iam/policy_document_data_source.go
 */
import type { BodyView, NestedBlock } from '../resource.js';
import { STRING } from '../type.js';
import type { Origin, Value } from '../value.js';
import { dependenciesOf, isWhollyKnown } from '../values/inspect.js';
import { decodeJson } from '../evaluate/json-text.js';
import { writeJson } from './policy-json.js';

/** Entries in the provider's order; a statement's parts are not sorted by name. */
type Parts = Map<string, Value>;

const DEFAULT_VERSION = '2012-10-17';

export function policyDocument(attribute: string, body: BodyView): Value | undefined {
  if (attribute !== 'json' && attribute !== 'minified_json') return undefined;
  const document = documentOf(body);
  const origin = body.origin ? { origin: body.origin } : {};
  const certain = body.blocks('statement').every((block) => !block.maybe);
  if (certain && isWhollyKnown(document)) {
    return { kind: 'string', value: writeJson(document, attribute === 'json' ? 2 : 0), encodes: document, ...origin };
  }
  return {
    kind: 'unknown',
    type: STRING,
    dependsOn: dependenciesOf(document),
    notNull: true,
    encodes: document,
    ...origin,
  };
}

function documentOf(body: BodyView): Value {
  const merger = new Merger();
  for (const source of texts(body, 'source_json')) merger.add(source, 'source');
  for (const source of texts(body, 'source_policy_documents')) merger.add(source, 'source');
  merger.statements(body.blocks('statement').map(statementOf));
  for (const source of texts(body, 'override_json')) merger.add(source, 'override');
  for (const source of texts(body, 'override_policy_documents')) merger.add(source, 'override');
  const parts: Parts = new Map();
  parts.set('Version', body.attribute('version') ?? merger.version ?? { kind: 'string', value: DEFAULT_VERSION });
  const id = body.attribute('policy_id') ?? merger.id;
  if (id && id.kind !== 'null') parts.set('Id', id);
  if (merger.list.length > 0) parts.set('Statement', { kind: 'tuple', elements: merger.list, ...originOf(body) });
  return { kind: 'object', entries: parts, ...originOf(body) };
}

/** The documents that an attribute names, one or a list. */
function texts(body: BodyView, name: string): readonly Value[] {
  const value = body.attribute(name);
  if (!value || value.kind === 'null') return [];
  return 'elements' in value ? value.elements : [value];
}

/** Statements of several documents; a statement with the `Sid` of an earlier one takes its place. */
class Merger {
  list: readonly Value[] = [];
  version: Value | undefined;
  id: Value | undefined;

  add(text: Value, _how: 'source' | 'override'): void {
    const document = text.kind === 'string' || text.kind === 'unknown' ? (text.encodes ?? decodeJson(text)) : undefined;
    if (!document || !('entries' in document)) {
      // Not to be known: a statement that may allow anything stands for it.
      if (text.kind === 'unknown') this.list = [...this.list, text];
      return;
    }
    this.version = document.entries.get('Version') ?? this.version;
    this.id = document.entries.get('Id') ?? this.id;
    const statement = document.entries.get('Statement');
    if (statement) this.statements('elements' in statement ? statement.elements : [statement]);
  }

  statements(statements: readonly Value[]): void {
    const merged = [...this.list];
    for (const statement of statements) {
      const sid = sidOf(statement);
      const at = sid === undefined ? -1 : merged.findIndex((other) => sidOf(other) === sid);
      if (at >= 0) merged[at] = statement;
      else merged.push(statement);
    }
    this.list = merged;
  }
}

function sidOf(statement: Value): string | undefined {
  const sid = 'entries' in statement ? statement.entries.get('Sid') : undefined;
  return sid?.kind === 'string' && sid.value !== '' ? sid.value : undefined;
}

function statementOf(block: NestedBlock): Value {
  const parts: Parts = new Map();
  const sid = block.attribute('sid');
  if (sid && sid.kind !== 'null' && !(sid.kind === 'string' && sid.value === '')) parts.set('Sid', sid);
  const effect = block.attribute('effect');
  parts.set(
    'Effect',
    effect && effect.kind !== 'null' ? effect : { kind: 'string', value: 'Allow', ...originOf(block) },
  );
  setList(parts, 'Action', block.attribute('actions'), false);
  setList(parts, 'NotAction', block.attribute('not_actions'), false);
  setList(parts, 'Resource', block.attribute('resources'), true);
  setList(parts, 'NotResource', block.attribute('not_resources'), true);
  setValue(parts, 'Principal', principalsOf(block.blocks('principals')));
  setValue(parts, 'NotPrincipal', principalsOf(block.blocks('not_principals')));
  setValue(parts, 'Condition', conditionsOf(block.blocks('condition')));
  return { kind: 'object', entries: parts, ...originOf(block) };
}

function setList(parts: Parts, name: string, value: Value | undefined, variables: boolean): void {
  const list = value ? stringList(value, variables) : undefined;
  setValue(parts, name, list);
}

function setValue(parts: Parts, name: string, value: Value | undefined): void {
  if (value) parts.set(name, value);
}

/** One string by itself, several in falling order, as the provider writes them. */
function stringList(value: Value, variables: boolean): Value | undefined {
  if (value.kind === 'null') return undefined;
  if (!('elements' in value)) return variables ? withPolicyVariables(value) : value;
  const elements = value.elements.map((element) => (variables ? withPolicyVariables(element) : element));
  const [first, second] = elements;
  if (!first) return undefined;
  if (!second) return first;
  const sorted = elements.toSorted((a, b) => -compareText(a, b));
  return { kind: 'tuple', elements: sorted, ...originOf(value) };
}

function compareText(a: Value, b: Value): number {
  const left = a.kind === 'string' ? a.value : '';
  const right = b.kind === 'string' ? b.value : '';
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `&{aws:username}` stands for `${aws:username}`, which would be a template. */
function withPolicyVariables(value: Value): Value {
  if (value.kind === 'string') {
    return value.value.includes('&{') ? { ...value, value: value.value.replaceAll('&{', '${') } : value;
  }
  if (value.kind !== 'unknown' || !value.parts) return value;
  return {
    ...value,
    parts: value.parts.map((part) => (typeof part === 'string' ? part.replaceAll('&{', '${') : part)),
  };
}

function principalsOf(blocks: readonly NestedBlock[]): Value | undefined {
  const [first] = blocks;
  if (!first) return undefined;
  const byType = new Map<string, Value[]>();
  const origins = new Map<string, { readonly origin?: Origin }>();
  for (const block of blocks) {
    const type = block.attribute('type');
    const identifiers = block.attribute('identifiers');
    const name = type?.kind === 'string' ? type.value : 'AWS';
    const list = byType.get(name) ?? [];
    if (identifiers) list.push(...elementsOf(identifiers).map(withPolicyVariables));
    byType.set(name, list);
    origins.set(name, identifiers ? originOf(identifiers) : originOf(block));
  }
  const anyone = byType.get('*');
  const only = anyone?.[0];
  if (byType.size === 1 && anyone?.length === 1 && only?.kind === 'string' && only.value === '*') return only;
  const entries = Array.from(byType, ([name, list]): [string, Value] => [
    name,
    stringList({ kind: 'tuple', elements: list, ...origins.get(name) }, false) ?? { kind: 'tuple', elements: [] },
  ]);
  return { kind: 'object', entries: new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1))), ...originOf(first) };
}

function conditionsOf(blocks: readonly NestedBlock[]): Value | undefined {
  const [first] = blocks;
  if (!first) return undefined;
  const tests = new Map<string, Map<string, Value>>();
  for (const block of blocks) {
    const test = textOf(block.attribute('test'));
    const variable = textOf(block.attribute('variable'));
    const values = block.attribute('values');
    const variables = tests.get(test) ?? new Map<string, Value>();
    const before = variables.get(variable);
    const elements = values ? elementsOf(values).map(withPolicyVariables) : [];
    const all = before ? [...elementsOf(before), ...elements] : elements;
    const [only, more] = all;
    variables.set(
      variable,
      only && !more ? only : { kind: 'tuple', elements: all, ...(values ? originOf(values) : {}) },
    );
    tests.set(test, variables);
  }
  const entries = Array.from(tests, ([test, variables]): [string, Value] => [
    test,
    { kind: 'object', entries: sortedByName(variables), ...originOf(first) },
  ]);
  return { kind: 'object', entries: sortedByName(new Map(entries)), ...originOf(first) };
}

function sortedByName(entries: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  return new Map([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function elementsOf(value: Value): readonly Value[] {
  if ('elements' in value) return value.elements;
  return value.kind === 'null' ? [] : [value];
}

/** Text of a test or variable; one that is not known keeps its place as `?`. */
function textOf(value: Value | undefined): string {
  return value?.kind === 'string' ? value.value : '?';
}

function originOf(from: { readonly origin?: Origin }): { readonly origin?: Origin } {
  return from.origin ? { origin: from.origin } : {};
}
