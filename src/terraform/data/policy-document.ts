/**
 * `aws_iam_policy_document`, computed as the provider does, with every part knowing where it was written.
 * https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/iam/policy_document_data_source.go
 */
import type { BodyView, NestedBlock } from '#model/resource.js';
import { DYNAMIC, STRING } from '#model/type.js';
import type { Member, Members, Origin, UnknownValue, Value } from '#model/value.js';
import { dependenciesOf, isWhollyKnown } from '#model/values/inspect.js';
import { joinMembers, mapMembers, membersOf, withAlternatives, withMembers } from '#model/values/partly.js';
import { readJson } from '#model/json/read.js';
import { writeJson } from './policy-json.js';

/** Entries in the provider's order; a statement's parts are not sorted by name. */
type Parts = Map<string, Value>;

const DEFAULT_VERSION = '2012-10-17';

export function policyDocument(attribute: string, body: BodyView): Value | undefined {
  if (attribute !== 'json' && attribute !== 'minified_json') return undefined;
  const document = documentOf(body);
  const origin = body.origin ? { origin: body.origin } : {};
  if (isWhollyKnown(document)) {
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
  for (const name of ['source_json', 'source_policy_documents']) merger.add(body.attribute(name));
  merger.statements(body.blocks('statement').map((block) => ({ value: statementOf(block), ...maybeOf(block) })));
  for (const name of ['override_json', 'override_policy_documents']) merger.add(body.attribute(name));
  const parts: Parts = new Map();
  parts.set('Version', body.attribute('version') ?? merger.version ?? { kind: 'string', value: DEFAULT_VERSION });
  const id = body.attribute('policy_id') ?? merger.id;
  if (id && id.kind !== 'null') parts.set('Id', id);
  if (merger.list.length > 0) {
    parts.set('Statement', { kind: 'tuple', elements: merger.list.map(perhaps), ...originOf(body) });
  }
  return { kind: 'object', entries: parts, ...originOf(body) };
}

function maybeOf(block: NestedBlock): { readonly maybe?: true } {
  return block.maybe ? { maybe: true } : {};
}

/** A member of a list as a value: one of which nobody knows whether it is there is itself or null. */
function perhaps({ value, maybe }: Member): Value {
  if (!maybe) return value;
  const absent: Value = { kind: 'null', type: DYNAMIC };
  const either = { kind: 'unknown', type: DYNAMIC, dependsOn: dependenciesOf(value), ...originOf(value) } as const;
  return withAlternatives(either, [value, absent]);
}

/** Statements of several documents; a statement with the `Sid` of an earlier one takes its place. */
class Merger {
  list: readonly Member[] = [];
  version: Value | undefined;
  id: Value | undefined;

  /** The documents that an attribute holds, one or a list. */
  add(texts: Value | undefined): void {
    if (!texts) return;
    const { entries, rest } = isText(texts) ? { entries: [{ value: texts }], rest: undefined } : membersOf(texts);
    for (const { value, maybe } of [...entries, ...(rest ? [rest] : [])]) this.#document(value, maybe);
  }

  #document(text: Value, maybe: boolean | undefined): void {
    if (text.kind === 'null') return;
    const { value: read, problem } = readJson(text);
    const document = read ?? text;
    if ('entries' in document) {
      this.version = document.entries.get('Version') ?? this.version;
      this.id = document.entries.get('Id') ?? this.id;
    }
    const { entries, rest } = statementsIn(document);
    const found = [...entries, ...(rest ? [rest] : [])];
    this.statements(maybe ? found.map((each) => ({ ...each, maybe })) : found);
    // What could not be made out of the text is a statement that isn't known.
    if (problem?.unknown)
      this.statements([{ value: { ...UNKNOWN, ...(problem.origin ? { origin: problem.origin } : {}) } }]);
  }

  statements(statements: readonly Member[]): void {
    const merged = [...this.list];
    for (const statement of statements) {
      const sid = sidOf(statement.value);
      const at = sid === undefined || statement.maybe ? -1 : merged.findIndex(({ value }) => sidOf(value) === sid);
      if (at >= 0) merged[at] = statement;
      else merged.push(statement);
    }
    this.list = merged;
  }
}

const UNKNOWN: UnknownValue = { kind: 'unknown', type: DYNAMIC, dependsOn: [] };

function isText(value: Value): boolean {
  return value.kind === 'string' || (value.kind === 'unknown' && value.type.kind === 'string');
}

/** The statements of a document; where nothing is known of it, it stands for a statement that isn't known either. */
function statementsIn(document: Value): Members {
  if (document.kind === 'string') return { entries: [] };
  if (document.kind === 'unknown' && document.oneOf) {
    const all = joinMembers(document.oneOf.map(statementsIn));
    return mapMembers(all, (each) => ({ ...each, maybe: true }));
  }
  const isOpen = document.kind === 'unknown' && !document.members;
  if (isOpen) return { entries: [{ value: document }] };
  const found = membersOf(document).entries.filter(({ key }) => key?.kind === 'string' && key.value === 'Statement');
  return joinMembers(found.map(({ value }) => ('entries' in value ? { entries: [{ value }] } : membersOf(value))));
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
  if (value.kind !== 'unknown') return value;
  const { parts, oneOf, members } = value;
  if (!parts && !oneOf && !members) return value;
  return {
    ...value,
    ...(parts ? { parts: parts.map((part) => (typeof part === 'string' ? part.replaceAll('&{', '${') : part)) } : {}),
    ...(oneOf ? { oneOf: oneOf.map(withPolicyVariables) } : {}),
    ...(members
      ? { members: mapMembers(members, (each) => ({ ...each, value: withPolicyVariables(each.value) })) }
      : {}),
  };
}

function principalsOf(blocks: readonly NestedBlock[]): Value | undefined {
  const [first] = blocks;
  if (!first) return undefined;
  const members = blocks.map((block): Member => {
    const identifiers = block.attribute('identifiers');
    const elements = identifiers ? elementsOf(identifiers).map(withPolicyVariables) : [];
    const value: Value = { kind: 'tuple', elements, ...originOf(identifiers ?? block) };
    return { key: block.attribute('type') ?? UNKNOWN_NAME, value, ...maybeOf(block) };
  });
  return isOpen(members) ? mappingOf(members, first) : byType(members, first);
}

function byType(members: readonly Member[], block: NestedBlock): Value {
  const lists = new Map<string, Value>();
  for (const { key, value } of members) {
    const name = key?.kind === 'string' ? key.value : '';
    const elements = [...elementsOf(lists.get(name)), ...elementsOf(value)];
    lists.set(name, { kind: 'tuple', elements, ...originOf(value) });
  }
  const anyone = elementsOf(lists.get('*'));
  const [only] = anyone;
  if (lists.size === 1 && anyone.length === 1 && only?.kind === 'string' && only.value === '*') return only;
  const entries = Array.from(lists, ([name, list]): [string, Value] => [name, stringList(list, false) ?? list]);
  return { kind: 'object', entries: new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1))), ...originOf(block) };
}

const UNKNOWN_NAME: Value = { kind: 'unknown', type: STRING, dependsOn: [] };

/** Not all names are known, or not all entries are surely there. */
function isOpen(members: readonly Member[]): boolean {
  return members.some(({ key, maybe }) => maybe || key?.kind !== 'string');
}

/** Entries of which not everything is known. */
function mappingOf(entries: readonly Member[], block: NestedBlock): Value {
  const dependsOn = dependenciesOf(...entries.flatMap(({ key, value }) => (key ? [key, value] : [value])));
  return withMembers({ kind: 'unknown', type: DYNAMIC, dependsOn, notNull: true, ...originOf(block) }, { entries });
}

function conditionsOf(blocks: readonly NestedBlock[]): Value | undefined {
  const [first] = blocks;
  if (!first) return undefined;
  const tests = new Map<string, Map<string, Value>>();
  const members: Member[] = [];
  let isKnown = true;
  for (const block of blocks) {
    const test = block.attribute('test') ?? UNKNOWN_NAME;
    const variable = block.attribute('variable') ?? UNKNOWN_NAME;
    const values = block.attribute('values');
    const elements = values ? elementsOf(values).map(withPolicyVariables) : [];
    const clause: Member = { key: variable, value: oneOrMore(elements, values) };
    members.push({ key: test, value: mappingOf([clause], block), ...maybeOf(block) });
    isKnown &&= variable.kind === 'string';
    if (test.kind !== 'string' || variable.kind !== 'string') continue;
    const variables = tests.get(test.value) ?? new Map<string, Value>();
    const before = variables.get(variable.value);
    variables.set(variable.value, oneOrMore(before ? [...elementsOf(before), ...elements] : elements, values));
    tests.set(test.value, variables);
  }
  if (!isKnown || isOpen(members)) return mappingOf(members, first);
  const entries = Array.from(tests, ([test, variables]): [string, Value] => [
    test,
    { kind: 'object', entries: sortedByName(variables), ...originOf(first) },
  ]);
  return { kind: 'object', entries: sortedByName(new Map(entries)), ...originOf(first) };
}

function sortedByName(entries: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  return new Map([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function elementsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  if ('elements' in value) return value.elements;
  return value.kind === 'null' ? [] : [value];
}

/** One value by itself, several as a list. */
function oneOrMore(elements: readonly Value[], from: Value | undefined): Value {
  const [only, more] = elements;
  return only && !more ? only : { kind: 'tuple', elements, ...(from ? originOf(from) : {}) };
}

function originOf(from: { readonly origin?: Origin }): { readonly origin?: Origin } {
  return from.origin ? { origin: from.origin } : {};
}
