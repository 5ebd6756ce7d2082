import type { Request } from '#aws/iam/decision.js';
import type { AttachedPolicy, PolicyDocument, Principal } from '#aws/iam/policy.js';
import { IDENTITIES } from '#aws/services/facts.js';
import { controls } from '../../../fact.js';
import { PARTITION, type SymbolicString, symbolic } from '#aws/symbolic.js';
import { principalTarget } from '../../../premises/caller.js';
import { controlsChanged, isAsConfigured, isSelf } from '../../../premises/iam-target.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

/** A boundary that limits nothing. */
const EVERYTHING = symbolic('arn:', PARTITION, ':iam::aws:policy/AdministratorAccess');
const { boundary: BOUNDARY, takesInlinePolicy: INLINE, takesManagedPolicy: MANAGED } = IDENTITIES;
const LEAVE = 'iam:RemoveUserFromGroup';
const REWRITE = IDENTITIES.rewritesPolicy.create;

export const liftPermissionLimits = defineTechnique({
  id: 'lift-permission-limits',
  title: 'Remove what limits the permissions of a compromised principal',
  description:
    'A permissions boundary or a policy with Deny statements limits a principal only as long as it is there. An attacker who can remove it from a compromised principal (or rewrite it, or leave the group that it comes from) can use everything that the other policies of the principal allow.',
  mitre: [
    { id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' },
    { id: 'T1562', name: 'Impair Defenses' },
  ],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachUserPolicy.html',
  ],
  limits: 'One limit is removed at a time: a principal with a boundary and a policy that denies keeps one of them.',
  actions: [
    ...Object.values(BOUNDARY).flatMap(({ remove, replace }) => [remove, replace]),
    ...Object.values(INLINE),
    ...Object.values(MANAGED),
    LEAVE,
  ],
  on: ['controls'],
  *derive({ principal }, context) {
    for (const limited of context.estate.iam.principals) {
      if (limited.kind === 'group' || (isSelf(limited, principal) && !isAsConfigured(principal))) continue;
      for (const { requests, changed, as, what } of liftsOf(limited, principal, context)) {
        const allowed = context.mayAny(requests);
        if (!allowed) continue;
        yield {
          gains: controlsChanged(limited, changed, { as, text: `without ${what}` }),
          needs: isSelf(limited, principal) ? [allowed] : [allowed, controls(limited)],
          explanation: `Removes ${what} from ${limited.address} with ${allowed.action}.`,
        };
      }
    }
  },
});

interface Lift {
  /** Any of them lifts the limit. */
  readonly requests: readonly Request[];
  readonly changed: Partial<Pick<Principal, 'policies' | 'boundary'>>;
  /** Tells the lifts of one principal apart. */
  readonly as: string;
  readonly what: string;
}

function* liftsOf(limited: Principal, principal: Principal, context: DeriveContext): Generator<Lift> {
  if (limited.boundary) yield boundaryLift(limited, limited.boundary, principal, context);
  for (const policy of limited.policies) {
    if (policy.document.statements.some(({ effect }) => effect === 'Deny')) {
      yield* denialLifts(limited, policy, principal, context);
    }
  }
}

function boundaryLift(
  limited: Principal,
  boundary: PolicyDocument,
  principal: Principal,
  context: DeriveContext,
): Lift {
  const target = principalTarget(limited);
  const arn = boundary.resource ? context.estate.arnOf(boundary.resource) : symbolic(boundary.id);
  const own = limited.kind === 'group' ? undefined : BOUNDARY[limited.kind];
  const requests: Request[] = own
    ? [
        { principal, action: own.remove, target, ...(arn ? { context: asBoundary(arn) } : {}) },
        { principal, action: own.replace, target, context: asBoundary(EVERYTHING) },
      ]
    : [];
  return {
    requests: [...requests, ...rewriting(boundary, principal, context)],
    changed: { boundary: undefined },
    as: 'unbounded',
    what: 'the permissions boundary',
  };
}

function asBoundary(arn: SymbolicString): ReadonlyMap<string, readonly SymbolicString[]> {
  return new Map([['iam:permissionsboundary', [arn]]]);
}

function* denialLifts(
  limited: Principal,
  policy: AttachedPolicy,
  principal: Principal,
  context: DeriveContext,
): Generator<Lift> {
  const { document, through } = policy;
  const holder = through === undefined ? limited : context.estate.iam.principal(through);
  if (!holder) return;
  const name = document.resource?.address ?? document.id;
  const what = `the Deny statements of ${name}`;
  const remove = isInline(policy) ? INLINE[holder.kind] : MANAGED[holder.kind];
  const removal: Request = { principal, action: remove, target: principalTarget(holder) };
  yield {
    requests: [removal, ...rewriting(document, principal, context)],
    changed: { policies: limited.policies.filter((each) => each !== policy) },
    as: `without ${name === limited.address ? document.id : name}`,
    what,
  };
  if (through === undefined) return;
  yield {
    requests: [{ principal, action: LEAVE, target: principalTarget(holder) }],
    changed: { policies: limited.policies.filter((each) => each.through !== through) },
    as: `outside ${through}`,
    what,
  };
}

/** Replaces the content of the policy. */
function rewriting({ resource }: PolicyDocument, principal: Principal, { estate }: DeriveContext): readonly Request[] {
  if (resource?.type !== 'aws_iam_policy') return [];
  return [{ principal, action: REWRITE, target: { arn: estate.arnOf(resource), resource } }];
}

/** It is an inline policy, in its own resource or a block of the principal, and not an attached one. */
function isInline({ attachment, document }: AttachedPolicy): boolean {
  return attachment.resource.address === document.resource?.address;
}
