/** What AWS's own evaluation says of permissions that an attack path rests on: questions, and answers as data. */

/** A request that, as we see it, is allowed. */
export interface Decision {
  /** The ARN of a role or a user. */
  readonly principal: string;
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  /** Values of condition keys that the request has. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** `not-asked`: AWS gave no answer, and `code` says why. */
export type Verdict = 'allowed' | 'explicitDeny' | 'implicitDeny' | 'not-asked';

export interface Simulated {
  readonly decision: Decision;
  readonly verdict: Verdict;
  /** The policies whose statements decided: `team-policy`, `PolicyInputList.1`. */
  readonly matched: readonly string[];
  /** Condition keys that a statement asks for and the request did not have. */
  readonly missingContext: readonly string[];
  /** Service control policies let it through; absent where there are none. */
  readonly allowedByOrganization?: boolean;
  /** The permissions boundary lets it through; absent where there is none. */
  readonly allowedByBoundary?: boolean;
  readonly code?: string;
}

/**
 * AWS evaluates the policies of the principal, its boundary and the service control policies, and no resource policy, trust
 * policy or session policy: only requests whose grant is an identity policy's can be compared.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export function differs({ verdict, missingContext }: Simulated): boolean {
  if (verdict === 'allowed' || verdict === 'not-asked') return false;
  // Without a key that a condition asks for, AWS denies what a real request may be allowed.
  return verdict === 'explicitDeny' || missingContext.length === 0;
}
