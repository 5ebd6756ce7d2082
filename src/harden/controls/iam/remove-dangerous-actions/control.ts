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
  title: 'Remove the actions that attacks need from the policy',
  description:
    "Removes an action that an attack path needs from the statement that grants it. A wildcard loses every action with the same effect, by the access levels in AWS's Service Authorization Reference: iam:* keeps only the actions that read IAM. A wildcard that reads or changes a store or a function is denied on that resource as a whole, with its parts and everything else that leads there, or is narrowed to actions that do neither. Single actions are denied only where no other action has the same effect. An AWS managed policy can't be edited, so it is detached, or the principal gets an inline Deny. What the agent of an ECS node needs is left alone: without it the node leaves its cluster.",
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
          message: `${role.address}, the role of a workload, is allowed ${(actionPattern && literal(actionPattern.text)) ?? action} on every resource.`,
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
