import { type Premise, subjectOf } from '#aws/premise.js';
import type { LeakedKey } from '#attack/entry.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { manual } from '../../../propose/edit/proposal.js';

const ID = 'replace-access-keys';

export const replaceAccessKeys = defineControl({
  id: ID,
  title: 'Replace a long-lived access key by a role',
  description:
    'A leaked key reads what its user is there to read. Taking the permission away would end its use, so that what helps is another kind of credentials: a role, whose session ends by itself. What uses the key lies outside of the configuration, so that this is for a person to do. Edits that take what the key need not have come first.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html#securing_access-keys',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc.html',
    'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html',
  ],
  closesPaths: true,

  *findings(): Generator<Finding> {
    // Terraform shows neither the age of a key nor what uses it.
  },

  *cut(premise: Premise): Generator<Proposal> {
    const unmanaged = subjectOf(premise, 'credentials.unmanaged');
    if (unmanaged) yield forUnmanaged(premise, unmanaged);
    const key = subjectOf(premise, 'credentials.access-key');
    if (!key) return;
    yield manual({
      id: `${ID}:${premise.key}`,
      address: premise.resource.address,
      reason: `What ${key.user} is allowed here is in use, as far as the configuration tells, and a long-lived key gives it to whoever finds the key.`,
      instruction: `Give what uses the key a role in place of it: the role of the workload in AWS, a role that trusts the OIDC provider of the build system, or IAM Roles Anywhere. Where it has to stay a key, rotate it, let the policies of ${key.user} hold for known addresses alone (aws:SourceIp), and keep it out of outputs and states that others read.`,
      falsifies: (other) => other.key === premise.key,
    });
  },
});

function forUnmanaged(premise: Premise, { user }: LeakedKey): Proposal {
  return manual({
    id: `${ID}:${premise.key}`,
    address: premise.resource.address,
    reason: `Whether ${user} has an access key or a password, the configuration does not tell; who finds one is ${user}.`,
    instruction: `Look what credentials ${user} has (aws iam list-access-keys). Delete those that nothing uses, give what uses the others a role in their place, and ask people for a second factor.`,
    falsifies: (other) => other.key === premise.key,
  });
}
