/**
 * The provider configurations of a plan: `provider_config` has their expressions, constants as values, all else by the
 * names in it. https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
import { ValueBody } from '../evaluate/value-view.js';
import type { BodyView } from '#model/resource.js';
import { DYNAMIC } from '#model/type.js';
import type { Value } from '#model/value.js';
import { isRecord, type Json, list, member, record } from './json-shape.js';
import { plannedAttribute } from './planned-value.js';

export function plannedProviders(configurations: Json): ReadonlyMap<string, BodyView> {
  const found = new Map<string, BodyView>();
  for (const [key, configuration] of Object.entries(configurations)) {
    const name = providerName(key);
    if (!found.has(name)) found.set(name, new ValueBody(valuesOf(record(configuration, 'expressions')), undefined));
  }
  return found;
}

/** `aws.audit` of `module.a:aws.audit`. */
export function providerName(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1);
}

/** An expression is an object with `constant_value` or `references`, a block an object of expressions, or a list of such. */
function valueOf(expression: unknown): Value {
  if (Array.isArray(expression)) return { kind: 'tuple', elements: expression.map(valueOf) };
  if (Object.hasOwn(record({ expression }, 'expression'), 'constant_value')) {
    return plannedAttribute(
      { value: member(expression, 'constant_value'), unknown: false, sensitive: false },
      undefined,
      [],
    );
  }
  const names = list(expression, 'references').filter((name) => typeof name === 'string');
  if (isRecord(expression) && names.length === 0) {
    return { kind: 'object', entries: valuesOf(expression) };
  }
  return { kind: 'unknown', type: DYNAMIC, dependsOn: names.map((name) => ({ address: name, path: [] })) };
}

function valuesOf(expressions: Json): ReadonlyMap<string, Value> {
  return new Map(Object.entries(expressions).map(([name, expression]) => [name, valueOf(expression)]));
}
