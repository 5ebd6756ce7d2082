import type { Resource } from '#model/resource.js';
import type { Evidence, Premise, PremiseOf } from '../premise.js';
import type { SymbolicString } from '../symbolic.js';
import type { Narrowness } from './names-target.js';
import type { AttachedPolicy, ConditionClause, Located, PolicyDocument, Principal, Statement } from './policy.js';
import type { ResourcePolicyType } from '../services/service.js';
import type { Diagnostic } from '#model/diagnostic.js';
import type { Value } from '#model/value.js';

/** What a request is made on: a resource of the estate, or just an ARN (`undefined`: an action without resource, "*"). */
export interface RequestTarget {
  readonly arn: SymbolicString | undefined;
  readonly resource?: Resource;
  /** Tags as configured, for `aws:ResourceTag/...`, `ec2:ResourceTag/...`, `ecs:ResourceTag/...`, `ssm:resourceTag/...`. `undefined` values are unknown. */
  readonly tags?: ReadonlyMap<string, SymbolicString | undefined>;
  /** The resource where it is, if it is none of the estate itself (a task of a service). Without either it is where the caller is. */
  readonly within?: Resource;
  /**
   * The ARN stands for many, of which a pattern may pick some by their names (the objects of a bucket): what it picks, as the
   * beginning of a clause, `an object of aws_s3_bucket.x has a key`.
   */
  readonly parts?: string;
  /** The policy that the resource has of its own. */
  readonly policy?: ResourcePolicy | undefined;
}

/** The policy of a resource, and what AWS makes of it. */
export interface ResourcePolicy {
  readonly type: ResourcePolicyType;
  readonly documents: readonly PolicyDocument[];
  /** No policy is written, and the default one leaves everything to the account. */
  readonly byDefault: boolean;
  /** What becomes of a statement that admits everybody: for strangers, and for principals of the account. */
  readonly everybody: { readonly stranger: Gate; readonly account: Gate };
  /** Nothing of the policy is known, what it allows and denies. */
  readonly unknown?: UnknownPolicy;
}

export interface UnknownPolicy {
  /** The resource that shows that there is one. */
  readonly resource: Resource;
  /** What it is the policy of, for people. */
  readonly name: string;
  readonly evidence: Evidence;
  /** What would settle it. */
  readonly supply: string;
}

/** A premise: it is open as long as that holds. */
export type Gate = 'open' | 'closed' | Premise;

/** One way in which a request is allowed, all policies taken together; each alone suffices. */
export interface Access {
  readonly premises: readonly Premise[];
  readonly tagConditions: readonly TagCondition[];
  /** The grant that decides whether the access is meant; without one it is as `meant` says. */
  readonly grant: Grant | undefined;
  readonly meant: boolean;
  /** The policy of the resource allows everyone. */
  readonly everybody: boolean;
  /** The resource's policy picks a part of the target, and asks no more of the caller. */
  readonly picksPart: boolean;
}

/** A request of a principal, or of a stranger: somebody with an AWS account of their own, or with none. */
export type AccessRequest = Omit<ResourceRequest, 'service'> & Pick<Request, 'admitted'>;

export interface Request {
  readonly principal: Principal;
  /** `ecs:UpdateService` */
  readonly action: string;
  readonly target: RequestTarget;
  /** Condition keys that are known of this request, lower case: `iam:passedtoservice` -> [`ecs-tasks.amazonaws.com`]. */
  readonly context?: ReadonlyMap<string, readonly SymbolicString[]>;
  /**
   * A policy of the target (a trust policy, a resource policy) admits the principal. Into another account nothing leads
   * without one.
   */
  readonly admitted?: boolean;
}

/**
 * One statement that allows the request. Each grant alone suffices, unless something denies; the premise is the statement's
 * allowing this action on this target.
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
  /** How narrowly the resource pattern, or the permissions boundary, is meant for the target. */
  readonly narrowness: Narrowness;
  /** Conditions that do not hold as configured but that whoever may write these tags of the target makes hold. */
  readonly tagConditions: readonly TagCondition[];
  /** Conditions that hold because of the target's tags as configured. */
  readonly satisfiedTags: readonly TagCondition[];
  /** Conditions that can't be decided; the grant counts, the evidence says so. */
  readonly undecided: readonly ConditionClause[];
  readonly premise: PremiseOf<'iam.grant'>;
}

/** A condition on a tag of the target. */
export interface TagCondition {
  readonly clause: ConditionClause;
  readonly tagKey: string;
  /** A value of the tag that lets the request through; `undefined` where the tag has to be absent, or just different. */
  readonly value: SymbolicString | undefined;
}

/**
 * That a principal may assume a role: the trust premise and, unless the trust policy names the principal itself and both
 * are in one account, one of `grants`.
 */
export interface Assumption {
  readonly trust: Premise;
  /** It is the caller's account as a whole that is trusted. */
  readonly byAccount: boolean;
  /** The caller also needs one of `grants` (`sts:AssumeRole` on the role). */
  readonly needsGrant: boolean;
  readonly grants: readonly Grant[];
}

/** A request that a resource policy is asked about. `principal` is `undefined` for an anonymous caller. */
export interface ResourceRequest {
  readonly principal: Principal | undefined;
  /** An AWS service that calls for itself: `cloudfront.amazonaws.com`. */
  readonly service?: string;
  readonly action: string;
  readonly target: RequestTarget;
  readonly context?: ReadonlyMap<string, readonly SymbolicString[]>;
}

export interface ResourceDecision {
  /** `anonymous`: it allows everyone. */
  readonly allows: readonly ResourceAllow[];
  /** `certain`: it surely applies to the request as it is made. */
  readonly denies: readonly ResourceDeny[];
}

export interface ResourceDeny {
  readonly statement: Statement;
  readonly certain: boolean;
  readonly undecided: readonly ConditionClause[];
}

export interface ResourceAllow {
  readonly statement: Statement;
  readonly anonymous: boolean;
  /** It allows the account of the principal, or a principal of another account: an identity policy has to allow it as well. */
  readonly viaAccount: boolean;
  /** It is for a part of the target that a pattern picks. */
  readonly part: boolean;
  readonly undecided: readonly ConditionClause[];
  readonly premise: PremiseOf<'iam.resource-grant'>;
}

export interface Iam {
  readonly principals: readonly Principal[];
  /** A principal by Terraform address. */
  principal(address: string): Principal | undefined;
  /** The role that an ARN or name value of another resource stands for. By name it is one in the account of `of`. */
  roleOf(value: Value | undefined, of?: Resource): Principal | undefined;
  /** The role behind an instance profile, by its name, id or ARN as another resource gives it. */
  roleOfInstanceProfile(value: Value | undefined): Principal | undefined;
  /** All that allow the request; empty where nothing does, a boundary does not, or an explicit deny surely applies. */
  grants(request: Request): readonly Grant[];
  /**
   * All ways in which the request is allowed: by the principal's own policies and by that of the target, where it has one
   * ({@link RequestTarget.policy}).
   */
  access(request: AccessRequest): readonly Access[];
  /** Some statement of the principal could allow the action on something: a quick filter before building requests. */
  mayDo(principal: Principal, action: string): boolean;
  /** Grants that make the principal an administrator: every action on every resource. */
  administrator(principal: Principal): readonly Grant[];
  /** Whether the role's trust policy lets the AWS service assume it; the premise shows the statement. */
  trusts(role: Principal, service: string): Premise | undefined;
  /** The roles whose trust policies may concern the principal: a quick filter before each is asked. */
  maybeTrusting(principal: Principal): readonly Principal[];
  /** Whether `by` may assume the role. */
  assumable(role: Principal, by: Principal): Assumption | undefined;
  /** The policy document in an attribute of a resource (`aws_efs_file_system_policy.x`, `policy`); `undefined` where it is not set. */
  documentOf(resource: Resource, attribute: string): PolicyDocument | undefined;
  /** The policy document that a value holds which was found in an attribute of a resource. */
  documentFrom(resource: Resource, attribute: string, value: Value): PolicyDocument;
  /** What a resource policy says about a request. */
  evaluateResourcePolicy(document: PolicyDocument, request: ResourceRequest): ResourceDecision;
  /** The policy documents read so far. */
  readonly documents: readonly PolicyDocument[];
  /** What is wrong with the policies read so far. */
  readonly diagnostics: readonly Diagnostic[];
  /** Tag keys on which any condition of the estate's policies rests, with the values that satisfy it. */
  readonly tagKeysInConditions: ReadonlySet<string>;
}
