import type { Principal } from '#aws/iam/policy.js';
import type { SymbolicString } from '#aws/symbolic.js';

/** What is known of which permissions are really used, wherever that comes from. */
export interface KnownUse {
  of(permission: AskedPermission): PermissionUse;
  /** All that principals of an estate are known to use. */
  uses(principals: readonly Principal[]): Iterable<UsedPermission>;
}

export interface AskedPermission {
  readonly principal: Principal;
  /** An action, or a pattern of actions. */
  readonly action: string;
  /** A pattern; undefined: whatever it is. */
  readonly on: SymbolicString | undefined;
}

/** `why`: a clause. What is not known is never said to be unused. */
export interface PermissionUse {
  readonly answer: 'used' | 'unused' | 'not-known';
  readonly why: string;
  /** For how many days it was looked for. */
  readonly days: number;
}

export interface UsedPermission {
  readonly principal: Principal;
  readonly action: string;
  /** The ARN; undefined where it is not known which. */
  readonly on: string | undefined;
  readonly why: string;
}
