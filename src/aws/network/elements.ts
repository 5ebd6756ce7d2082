/** What a list holds that is known in part. */
import type { Value } from '#model/value.js';
import { isSet, itemsOf } from '../reading.js';

/** Functions whose result holds what their arguments hold, and nothing else. */
const GATHERING = /^(?:concat|flatten|compact|distinct|sort|reverse|tolist|toset|setunion)$/;

const MAX_DEPTH = 8;

/**
 * The elements of a list, lists within it taken apart; of `concat(["10.0.0.0/8"], var.x)`, which is unknown as a whole,
 * those of the arguments. What can't be taken apart stands for itself.
 */
export function elementsOf(value: Value | undefined, depth = 0): readonly Value[] {
  if (!isSet(value)) return [];
  const parts = depth < MAX_DEPTH ? partsOf(value) : undefined;
  return parts ? parts.flatMap((part) => elementsOf(part, depth + 1)) : [value];
}

function partsOf(value: Value): readonly Value[] | undefined {
  if (value.kind !== 'unknown') {
    const items = itemsOf(value);
    return items[0] === value ? undefined : items;
  }
  const { origin } = value;
  const call = origin?.kind === 'call' ? origin.expression : undefined;
  return call?.kind === 'call' && GATHERING.test(call.name) ? origin?.inputs : undefined;
}

/** Of a conditional whose condition is not known, what either branch gives; `undefined` of anything else. */
export function branchesOf(value: Value): readonly Value[] | undefined {
  if (value.kind !== 'unknown' || value.origin?.expression?.kind !== 'conditional') return undefined;
  const [, then, otherwise] = value.origin.inputs ?? [];
  return [then, otherwise].filter((branch) => branch !== undefined);
}
