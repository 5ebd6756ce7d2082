import type { Estate } from '#aws/estate.js';
import { type Finding, type Proposal, defineControl } from '../../control.js';
import { dangerousGrants } from '../../propose/dangerous.js';
import { proposeRemoval, proposeRemovals } from '../../propose/removal.js';
import { subjectOf } from '../../propose/subject.js';
import { workloadRoles } from '../../propose/workload.js';

const ID = 'remove-dangerous-actions';

export const removeDangerousActions = defineControl({
  id: ID,
  title: 'Take from the policy the actions that attacks need',
  description:
    "Removes an action that an attack path needs from the statement that grants it. A wildcard is replaced by the other actions that it stands for where these are few, and by an explicit deny where they are many; an AWS-managed policy can't be edited, so that the principal gets an inline deny. What an ECS node's agent needs is left alone: without it the node leaves its cluster.",
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
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
          message: `${role.address}, the role of a workload, may do ${action} on every resource.`,
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
