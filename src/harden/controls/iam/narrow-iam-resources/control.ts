import { subjectOf } from '#aws/premise.js';
import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import { usualReadings } from '#aws/services/facts.js';
import { literal } from '#aws/symbolic.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { isSame } from '../../../propose/edit/aim.js';
import { narrowed, purposeOf } from '../../../propose/iam/narrow.js';
import { edit } from '../../../propose/edit/proposal.js';
import { sharedNotes } from '../../../propose/edit/shared.js';
import { isEditableDocument } from '../../../propose/iam/statement.js';
import { workloadRoles } from '../../../propose/containers/workload.js';

const ID = 'narrow-iam-resources';

/** What findings ask about: passing roles, and reading the stores that workloads are told about. */
const JUDGED = ['iam:PassRole', ...usualReadings()];

export const narrowIamResources = defineControl({
  id: ID,
  title: 'Restrict a statement to the resources that it is for',
  description:
    'Replaces Resource = "*" with ARNs: for iam:PassRole the roles of the workloads that the principal can create, for data the stores that the environment of the workload names. Where the statement grants other actions too, the action moves to a separate statement, since many actions work only on "*".',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  ],
  closesPaths: true,

  *findings(estate: Estate): Generator<Finding> {
    for (const role of workloadRoles(estate)) {
      for (const action of JUDGED) {
        if (!estate.iam.mayDo(role, action)) continue;
        for (const grant of estate.iam.grants({ principal: role, action, target: { arn: undefined } })) {
          const remedy = propose(grant, estate);
          if (remedy) yield finding(grant, remedy);
        }
      }
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const grant = subjectOf(premise, 'iam.grant');
    const proposal = grant && propose(grant, estate);
    if (proposal?.falsifies(premise)) yield proposal;
  },
});

function finding(grant: Grant, remedy: Proposal): Finding {
  const { statement, resourcePattern, principal, action } = grant;
  const resource = statement.document.resource ?? principal.resource;
  return {
    address: resource.address,
    attribute: `${statement.document.attribute}.${resourcePattern?.path}`,
    severity: 'low',
    message: `${principal.address} is allowed ${action} on every resource, not only on those that it needs.`,
    resource,
    origin: resourcePattern?.origin,
    remedy,
  };
}

function isReadBy(action: string, { stores }: Estate): boolean {
  return stores.some(({ readActions }) => readActions.some((each) => isSame(each, action)));
}

function propose(grant: Grant, estate: Estate): Proposal | undefined {
  const { statement, principal, resourcePattern, action } = grant;
  const { document } = statement;
  if (!document.resource || !isEditableDocument(document)) return undefined;
  if (!resourcePattern || literal(resourcePattern.text) !== '*') return undefined;
  const purpose = purposeOf(grant, estate);
  const narrow = purpose && narrowed(grant, purpose.arns);
  if (!purpose || !narrow) return undefined;
  const kept = new Set(purpose.resources.map((resource) => resource.address));
  return edit({
    id: `${ID}:${statement.id}:${resourcePattern.path ?? ''}:${action}`,
    resource: document.resource,
    changes: narrow.changes,
    falsifies: (premise) => {
      const other = subjectOf(premise, 'iam.grant');
      if (!other || other.statement.id !== statement.id || other.principal.address !== principal.address) return false;
      if (other.resourcePattern?.path !== resourcePattern.path) return false;
      if (!narrow.whole && other.action.toLowerCase() !== action.toLowerCase()) return false;
      // A store that is named is what a workload is there to read, and no attack any more; a role that is passed still is one.
      if (purpose.stores && other.principal.kind === 'role' && isReadBy(other.action, estate)) return true;
      // A target that is no resource of the configuration is something else than these.
      return other.target.resource === undefined || !kept.has(other.target.resource.address);
    },
    summary: `Restrict ${action} in ${document.resource.address} to ${[...kept].join(', ')}`,
    reason: `The configuration shows that ${principal.address} needs ${action} only for ${[...kept].join(', ')}.`,
    applyEffect: 'in-place',
    mayBreak: [
      `${action} by ${principal.address} on anything else is refused: look for it in CloudTrail first.`,
      ...sharedNotes(grant, estate),
      ...(narrow.loses ? ['Actions without a resource type, such as listing, are refused too.'] : []),
    ],
    width: narrow.loses ? 2 : 1,
  });
}
