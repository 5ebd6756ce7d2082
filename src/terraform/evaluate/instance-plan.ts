import type { InstanceKey } from '#model/address.js';
import type { Value } from '#model/value.js';
import type { Repetition } from './scope.js';

/** One instance that `count` or `for_each` makes. */
export interface InstancePlan {
  readonly key: InstanceKey;
  readonly repetition: Repetition;
  /** Whether it exists depends on something unknown. */
  readonly maybe: boolean;
  /** Where it is `maybe`: what it depends on. */
  readonly decidedBy?: Value;
}

export interface Expansion {
  readonly kind: 'single' | 'count' | 'for_each';
  /** The number of instances is known. */
  readonly known: boolean;
  readonly instances: readonly InstancePlan[];
}

/** Neither `count` nor `for_each`. */
export const SINGLE: Expansion = {
  kind: 'single',
  known: true,
  instances: [{ key: undefined, repetition: {}, maybe: false }],
};
