import { subjectOf } from '#aws/premise.js';
import type { Estate } from '#aws/estate.js';
import { literal } from '#aws/symbolic.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { dangerousGrants } from '../../../propose/iam/dangerous.js';
import { proposeRemoval, proposeRemovals } from '../../../propose/iam/removal.js';
import { workloadRoles } from '../../../propose/containers/workload.js';

const ID = 'remove-dangerous-actions';

export const removeDangerousActions = defineControl({
  id: ID,
  title: 'Take from the policy the actions that attacks need',
  description:
    "Removes an action that an attack path needs from the statement that grants it. A wildcard goes with all that comes to the same, by the access levels of AWS's own reference: of iam:* what reads IAM is left; a wildcard that reads or changes a store or a function is denied on that as a whole, with its parts and whatever else leads there, or is narrowed to what does neither. Single actions are denied only where nothing else comes to the same. An AWS-managed policy can't be edited, so that it is detached, or the principal gets an inline deny. What an ECS node's agent needs is left alone: without it the node leaves its cluster.",
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html',
  ],
  closesPaths: true,

  *findings(estate: Estate): Generator<Finding> {
    for (const role of workloadRoles(estate)) {
      for (const grant of dangerousGrants(role, estate)) {
        const { statement, actionPattern, action } = grant;
        const { resource } = statement.document;
        const remedy = proposeRemoval(ID, grant, estate);
        yield {
          address: resource?.address ?? role.address,
          attribute: `${statement.document.attribute}.${actionPattern?.path ?? `Statement[${statement.index}]`}`,
          severity: 'medium',
          message: `${role.address}, the role of a workload, may do ${(actionPattern && literal(actionPattern.text)) ?? action} on every resource.`,
          resource: resource ?? role.resource,
          origin: actionPattern?.origin ?? statement.origin ?? role.resource.origin,
          remedy,
        };
      }
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const grant = subjectOf(premise, 'iam.grant');
    if (!grant) return;
    for (const proposal of proposeRemovals(ID, grant, estate)) if (proposal.falsifies(premise)) yield proposal;
  },
});
