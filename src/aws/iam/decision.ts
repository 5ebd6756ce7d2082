import type { Resource } from '#terraform/resource.js';
import type { Premise } from '../premise.js';
import type { SymbolicString } from '../symbolic.js';
import type { AttachedPolicy, ConditionClause, Located, Principal, Statement } from './policy.js';

/** What a request is made on: a resource of the estate, or just an ARN (`undefined`: an action without resource, "*"). */
export interface RequestTarget {
  readonly arn: SymbolicString | undefined;
  readonly resource?: Resource;
  /** Tags as configured, for `aws:ResourceTag/...`, `ec2:ResourceTag/...`, `ecs:ResourceTag/...`, `ssm:resourceTag/...`. `undefined` values are unknown. */
  readonly tags?: ReadonlyMap<string, SymbolicString | undefined>;
}

export interface Request {
  readonly principal: Principal;
  /** `ecs:UpdateService` */
  readonly action: string;
  readonly target: RequestTarget;
  /** Condition keys that are known of this request, lower case: `iam:passedtoservice` -> [`ecs-tasks.amazonaws.com`]. */
  readonly context?: ReadonlyMap<string, readonly SymbolicString[]>;
}

/**
 * One statement that allows the request. Each grant alone suffices, unless something denies; the premise is the statement's
 * allowing this action on this target (property `iam.grant`, subject a {@link Grant}).
 */
export interface Grant {
  readonly statement: Statement;
  readonly policy: AttachedPolicy;
  readonly principal: Principal;
  readonly action: string;
  readonly target: RequestTarget;
  /** The pattern in the statement that matches the action; `undefined` where `NotAction` lets it through. */
  readonly actionPattern: Located | undefined;
  /** The pattern that matches the target; `undefined` where `NotResource` lets it through. */
  readonly resourcePattern: Located | undefined;
  /** The resource pattern names the target itself: no wildcard that merely happens to cover it. */
  readonly namesTarget: boolean;
  /** Conditions that do not hold as configured but that whoever may write these tags of the target makes hold. */
  readonly tagConditions: readonly { readonly clause: ConditionClause; readonly tagKey: string; readonly value: SymbolicString | undefined }[];
  /** Conditions that can't be decided; the grant counts, the evidence says so. */
  readonly undecided: readonly ConditionClause[];
  readonly premise: Premise;
}

export interface Iam {
  readonly principals: readonly Principal[];
  /** A principal by Terraform address. */
  principal(address: string): Principal | undefined;
  /** The role that an ARN or name value of another resource stands for. */
  roleOf(value: import('#terraform/value.js').Value | undefined): Principal | undefined;
  /** All that allow the request; empty where nothing does, a boundary does not, or an explicit deny surely applies. */
  grants(request: Request): readonly Grant[];
  /** Some statement of the principal could allow the action on something: a quick filter before building requests. */
  mayDo(principal: Principal, action: string): boolean;
  /** Grants that make the principal an administrator: every action on every resource. */
  administrator(principal: Principal): readonly Grant[];
  /** Whether the role's trust policy lets the AWS service assume it; the premise shows the statement. */
  trusts(role: Principal, service: string): Premise | undefined;
  /** Tag keys on which any condition of the estate's policies rests, with the values that satisfy it. */
  readonly tagKeysInConditions: ReadonlySet<string>;
}
