import { subjectOf } from '#aws/premise.js';
import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import { literal } from '#aws/symbolic.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { alsoDetached, detach, isOthers } from '../../../propose/iam/detach.js';
import { edit, manual } from '../../../propose/edit/proposal.js';
import { workloadRoles } from '../../../propose/containers/workload.js';

const ID = 'detach-managed-policy';

export const detachManagedPolicy = defineControl({
  id: ID,
  title: 'Detach a managed policy that grants far too much',
  description:
    "A managed policy that is not in the configuration, such as AdministratorAccess, can't be edited, and denying all that it allows is no better than detaching it. The edit removes the attachment, or removes the policy from the list that it comes from: managed_policy_arns, a variable, a module's argument, a .tfvars file. The list stays, empty if need be, since removing managed_policy_arns would change nothing. What the workload really needs has to come from a dedicated policy.",
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachment',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role#managed_policy_arns',
  ],
  closesPaths: true,

  *findings(estate: Estate): Generator<Finding> {
    for (const role of workloadRoles(estate)) {
      for (const grant of estate.iam.administrator(role)) {
        const { attachment } = grant.policy;
        const remedy = propose(grant, estate);
        if (!remedy) continue;
        yield {
          address: attachment.resource.address,
          attribute: attachment.attribute,
          severity: 'high',
          message: `${role.address}, the role of a workload, is an administrator of the account by ${nameOf(grant)}.`,
          resource: attachment.resource,
          origin: attachment.origin ?? attachment.resource.origin,
          remedy,
        };
      }
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const grant = subjectOf(premise, 'iam.grant');
    const proposal = grant && propose(grant, estate);
    if (proposal) yield proposal;
  },
});

function propose(grant: Grant, estate: Estate): Proposal | undefined {
  const { policy, principal, statement } = grant;
  const { attachment } = policy;
  if (!isOthers(grant, estate)) return undefined;
  const { resource } = attachment;
  const id = `${ID}:${resource.address}:${attachment.attribute}:${principal.address}`;
  const name = nameOf(grant);
  const falsifies: Proposal['falsifies'] = (premise) => {
    const other = subjectOf(premise, 'iam.grant')?.policy;
    if (other?.document.id !== statement.document.id) return false;
    return (
      other.attachment.resource.address === resource.address && other.attachment.attribute === attachment.attribute
    );
  };
  const change = detach(policy, principal, estate);
  if (!change) {
    if (grant.action !== '*') return undefined;
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: `The source of ${name} in ${resource.address} can't be edited safely, or something else refers to it.`,
      instruction: `Detach ${name} from ${principal.address}, and give it a policy with only the actions that it needs.`,
    });
  }
  const others = alsoDetached(change, grant, estate);
  return edit({
    id,
    resource,
    falsifies,
    changes: [change],
    summary: `Detach ${name} from ${policy.through ?? principal.address}`,
    reason: `${principal.address} keeps only what its other policies allow.`,
    applyEffect: 'in-place',
    mayBreak: [
      `${principal.address} loses everything that only ${name} allows, including in existing sessions: look in CloudTrail for what it uses, and grant that in a dedicated policy first.`,
      ...(others.length > 0 ? [`The same change detaches it from ${others.join(', ')}.`] : []),
    ],
    width: givesIam(grant) ? 6 : 8,
  });
}

/** Whoever may do all of IAM may do everything; single actions taken from it leave others that come to the same. */
function givesIam({ policy }: Grant): boolean {
  return policy.document.statements.some(
    ({ effect, actions }) => effect === 'Allow' && actions.some(({ text }) => literal(text)?.toLowerCase() === 'iam:*'),
  );
}

function nameOf({ policy }: Grant): string {
  return policy.managedArn?.slice(policy.managedArn.lastIndexOf('/') + 1) ?? policy.document.id.replace(/:\w+$/, '');
}
