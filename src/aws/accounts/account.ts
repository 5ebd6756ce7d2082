import type { Origin } from '#model/value.js';
import type { Hole } from '../symbolic.js';

/** An AWS account in which resources of the configuration are: that of one or more provider configurations. */
export interface Account {
  /** Accounts of the same key are the same account; whether two of different keys are, {@link borderBetween} tells. */
  readonly key: string;
  /** For people and for `--account`: `dns` of `aws.dns`, `aws` for the default provider. */
  readonly label: string;
  /** It is the account of the default provider, or, where no resource uses that, of the provider which most use. */
  readonly own: boolean;
  /** Twelve digits, where they are known. */
  readonly id: string | undefined;
  /** What stands for the account in an ARN: its id, else a hole. */
  readonly piece: string | Hole;
  /** One of its provider configurations. */
  readonly provider: string;
  /** Where that is written. */
  readonly origin: Origin | undefined;
}

/** Where a resource is. */
export interface Place {
  readonly account: Account;
  /** What stands for the region in an ARN. */
  readonly region: string | Hole;
}

/** `unknown`: nothing says whether the two are the same. */
export type Border = 'none' | 'unknown' | 'other';

export function borderBetween(one: Account, other: Account): Border {
  if (one.key === other.key) return 'none';
  return one.id !== undefined && other.id !== undefined ? 'other' : 'unknown';
}
