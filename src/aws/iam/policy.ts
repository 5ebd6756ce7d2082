import type { Resource } from '#model/resource.js';
import type { Origin, Value } from '#model/value.js';
import type { Account } from '../accounts/account.js';
import type { SymbolicString } from '../symbolic.js';

/** A string of a policy with the place where it was written. */
export interface Located {
  readonly text: SymbolicString;
  readonly origin: Origin | undefined;
  /** The place inside the document: `Statement[0].Action[3]`, or `Statement[0].Action` where it is no list. */
  readonly path?: string;
  /** What is not known of it, for whoever says what would settle it. */
  readonly unknown?: Value;
  /** Whether it stands there, depends on `unknown`. */
  readonly maybe?: boolean;
}

/**
 * A statement of a policy document.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface Statement {
  /** Unique in the estate and stable: document id + `#` + index. */
  readonly id: string;
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly Located[];
  readonly notActions: readonly Located[];
  readonly resources: readonly Located[];
  readonly notResources: readonly Located[];
  /** `undefined` in identity policies. */
  readonly principals: readonly PrincipalPattern[] | undefined;
  readonly notPrincipals: readonly PrincipalPattern[] | undefined;
  readonly conditions: readonly ConditionClause[];
  readonly origin: Origin | undefined;
  readonly document: PolicyDocument;
  /** What decides whether the document has it, where that is not known. */
  readonly maybe?: Value;
}

/** The type `?` is one that is not known. */
export interface PrincipalPattern {
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | '*' | '?';
  readonly id: Located;
}

export interface ConditionClause {
  /** As written: `StringEquals`, `ForAnyValue:StringLike`, `BoolIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly Located[];
  readonly origin: Origin | undefined;
  /** What is not known of it. */
  readonly unknown?: Value;
  /** The key can't be known. */
  readonly openKey?: boolean;
  /** Whether the statement has it, depends on `unknown`. */
  readonly maybe?: boolean;
}

export interface PolicyDocument {
  /** The resource that holds the document and the attribute in it: `aws_iam_policy.x:policy`; `arn:aws:iam::aws:policy/...` for AWS-managed ones. */
  readonly id: string;
  /** Absent for AWS-managed policies. */
  readonly resource: Resource | undefined;
  readonly attribute: string;
  readonly statements: readonly Statement[];
  /** The value that the document was read from, for edits. */
  readonly value: Value | undefined;
  /** Some or all of the document can't be known. */
  readonly incomplete: boolean;
  /** Whole statements can't be known: nothing of whom they concern or what they say. */
  readonly lost?: boolean;
  /** The `Version` element. Policy variables are expanded in `2012-10-17` documents only. */
  readonly version?: string | undefined;
}

/** A policy as attached to a principal: how it came there matters for edits. */
export interface AttachedPolicy {
  readonly document: PolicyDocument;
  /** ARN of an AWS-managed policy. */
  readonly managedArn?: string;
  /** The resource (and attribute) that attaches: an attachment resource, `managed_policy_arns`, an inline policy. */
  readonly attachment: { readonly resource: Resource; readonly attribute: string; readonly origin: Origin | undefined };
  /** The group through which a user has it. */
  readonly through?: string;
  /** What decides whether the principal has it, where that is not known. */
  readonly maybe?: Value;
}

export interface Principal {
  readonly kind: 'role' | 'user' | 'group';
  readonly address: string;
  readonly resource: Resource;
  readonly account: Account;
  readonly arn: SymbolicString;
  readonly name: SymbolicString;
  readonly policies: readonly AttachedPolicy[];
  readonly boundary: PolicyDocument | undefined;
  /** Of roles. */
  readonly trust: PolicyDocument | undefined;
  /** Some policies can't be known (an unresolved attachment). */
  readonly incomplete: boolean;
}
