/**
 * `count` and `for_each`: which instances a resource or module call has.
 *
 * What can't be known gives one instance of unknown key, never none: an attack path through it must not be missed.
 * https://developer.hashicorp.com/terraform/language/meta-arguments/for_each
 */
import { UNKNOWN_KEY } from '#model/address.js';
import type { PlacedAttribute } from '../module/content.js';
import { toSafeInteger } from '#model/number.js';
import { DYNAMIC, NUMBER, STRING, type Type } from '#model/type.js';
import type { Member, Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { containsSensitive, typeOf } from '#model/values/inspect.js';
import { number, string } from '#model/values/make.js';
import { typeName } from '#model/values/types.js';
import { elementTypeIn } from './access.js';
import type { Expansion, InstancePlan } from './instance-plan.js';
import { partialCount, partialForEach, unknownKeyed } from './partial-expansion.js';
import { dependenciesOf, inheritVia } from './provenance.js';
import { fail, type Repetition, type Scope } from './scope.js';

/** More instances than this are not built. */
const MAX_INSTANCES = 100_000;

export interface ExpansionRequest {
  readonly attribute: PlacedAttribute;
  readonly value: Value;
  readonly scope: Scope;
  /** Unknown counts and keys are mistakes, as they are when Terraform plans. */
  readonly strict: boolean;
}

export function expandCount(request: ExpansionRequest): Expansion {
  const { attribute, scope, value } = request;
  const span = attribute.node.value;
  const complain = (detail: string): Expansion => {
    fail(scope, span, 'Invalid count argument', detail);
    return unknownExpansion('count', value);
  };
  if (value.kind === 'null') return complain('The given "count" argument value is null. An integer is required.');
  const given = convert(value, NUMBER);
  if (isFailure(given)) return complain(`The given "count" argument value is unsuitable: ${given.detail}.`);
  if (given.kind === 'unknown' && !request.strict) return partialCount(given) ?? unknownExpansion('count', given);
  if (given.kind !== 'number') return complain(UNKNOWN_COUNT);
  const count = toSafeInteger(given.value);
  if (count === undefined) return complain('The given "count" argument value is unsuitable: must be a whole number.');
  if (count < 0)
    return complain('The given "count" argument value is unsuitable: must be greater than or equal to zero.');
  if (count > MAX_INSTANCES) return complain(`More than ${MAX_INSTANCES} instances are not evaluated.`);
  const instances = Array.from(
    { length: count },
    (_, index): InstancePlan => ({ key: index, repetition: { index: number(index) }, maybe: false }),
  );
  return { kind: 'count', known: true, instances };
}

const UNKNOWN_COUNT =
  'The "count" value depends on resource attributes that cannot be determined until apply, so Terraform cannot predict how many instances will be created. To work around this, use the -target argument to first apply only the resources that the count depends on.';
const UNKNOWN_FOR_EACH =
  'The "for_each" value depends on resource attributes that cannot be determined until apply, so Terraform cannot determine the full set of keys that will identify the instances of this resource.';

export function expandForEach(request: ExpansionRequest): Expansion {
  const { attribute, scope, value } = request;
  const complain = (detail: string): Expansion => {
    fail(scope, attribute.node.value, 'Invalid for_each argument', detail);
    return unknownExpansion('for_each', value);
  };
  if (value.kind === 'null')
    return complain(
      'The given "for_each" argument value is unsuitable: the given "for_each" argument value is null. A map, or set of strings is allowed.',
    );
  if (value.sensitive)
    return complain(
      'Sensitive values, or values derived from sensitive values, cannot be used as for_each arguments. If used, the sensitive value could be exposed as a resource instance key.',
    );
  switch (value.kind) {
    case 'unknown':
      if (request.strict) return complain(UNKNOWN_FOR_EACH);
      return partialForEach(value) ?? unknownExpansion('for_each', value);
    case 'map':
    case 'object':
      return tooMany(value.entries.size)
        ? complain(`More than ${MAX_INSTANCES} instances are not evaluated.`)
        : overMapping(value);
    case 'set':
      return overSet(value, request, complain);
    default:
      return complain(
        `The given "for_each" argument value is unsuitable: the "for_each" argument must be a map, or set of strings, and you have provided a value of type ${typeName(typeOf(value))}.`,
      );
  }
}

function tooMany(size: number): boolean {
  return size > MAX_INSTANCES;
}

function overMapping(value: Extract<Value, { kind: 'map' | 'object' }>): Expansion {
  const instances: InstancePlan[] = [];
  const names = value.entries.keys();
  for (const name of names) {
    const entry = value.entries.get(name);
    if (entry)
      instances.push({ key: name, repetition: { key: string(name), value: inheritVia(entry, value) }, maybe: false });
  }
  return { kind: 'for_each', known: true, instances };
}

function overSet(
  value: Extract<Value, { kind: 'set' | 'list' | 'tuple' }>,
  request: ExpansionRequest,
  complain: (detail: string) => Expansion,
): Expansion {
  if (tooMany(value.elements.length)) return complain(`More than ${MAX_INSTANCES} instances are not evaluated.`);
  const instances: InstancePlan[] = [];
  const open: Member[] = [];
  for (const element of value.elements) {
    if (element.kind === 'unknown') {
      if (request.strict) return complain(UNKNOWN_FOR_EACH);
      open.push({ key: element, value: element });
      continue;
    }
    if (element.kind === 'null')
      return complain(
        'The given "for_each" argument value is unsuitable: "for_each" sets must not contain null values.',
      );
    if (element.kind !== 'string' || containsSensitive(element)) {
      return complain(
        `The given "for_each" argument value is unsuitable: "for_each" supports maps and sets of strings, but you have provided a set containing type ${typeName(typeOf(element))}.`,
      );
    }
    const each = inheritVia(element, value);
    instances.push({ key: element.value, repetition: { key: each, value: each }, maybe: false });
  }
  // No element is null: alone, what is not known of them is the key. Beside others they may be the same as those.
  const [first] = open;
  if (first) instances.push(unknownKeyed(open, instances.length > 0 ? first.value : undefined));
  return { kind: 'for_each', known: open.length === 0, instances };
}

/** One instance that stands for however many there will be. */
export function unknownExpansion(kind: 'count' | 'for_each', value: Value): Expansion {
  const dependsOn = dependenciesOf(value);
  const reason = value.kind === 'unknown' ? value.reason : undefined;
  const one = (type: Type): Value => ({
    kind: 'unknown',
    type,
    dependsOn,
    notNull: true,
    ...(reason === undefined ? {} : { reason }),
  });
  const element = value.kind === 'unknown' ? elementTypeIn(value.type, undefined) : DYNAMIC;
  const repetition: Repetition = kind === 'count' ? { index: one(NUMBER) } : { key: one(STRING), value: one(element) };
  return { kind, known: false, instances: [{ key: UNKNOWN_KEY, repetition, maybe: true, decidedBy: value }] };
}
