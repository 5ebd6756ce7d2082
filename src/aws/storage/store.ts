import type { Resource } from '#model/resource.js';
import type { RequestTarget, ResourcePolicy } from '../iam/decision.js';
import type { Premise } from '../premise.js';
import type { SymbolicString } from '../symbolic.js';
import type { StoreKey } from './keys.js';

/** A data store or secret that is read with an IAM permission: a bucket, a table, a secret, a queue. */
export interface DataStore {
  readonly kind: 'data' | 'secret';
  readonly address: string;
  readonly resource: Resource;
  /** The ARN that the usual reading action is checked against (of a bucket, its objects: `arn:aws:s3:::b/*`). */
  readonly arn: SymbolicString;
  /** Each of these actions reads what it holds, some of them together with others. */
  readonly readActions: readonly string[];
  readonly readings: readonly StoreReading[];
  readonly policy: ResourcePolicy | undefined;
  /** The key that a reader has to be allowed to use. */
  readonly key: StoreKey | undefined;
  /** Access control lists that let everybody read, each as what that rests on. */
  readonly publicLists: readonly (readonly Premise[])[];
  /** It is there for everybody to read: a website, assets. */
  readonly isForPublic: boolean;
  readonly tags: ReadonlyMap<string, SymbolicString | undefined>;
}

/** One way to read a store. */
export interface StoreReading {
  /** Any of these reads. */
  readonly actions: readonly string[];
  /** All of these are needed besides. */
  readonly with: readonly string[];
  readonly target: RequestTarget;
}
