import { type Premise, subjectOf } from '#aws/premise.js';
import type { LeakedKey } from '#attack/entry.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { manual } from '../../../propose/edit/proposal.js';

const ID = 'replace-access-keys';

export const replaceAccessKeys = defineControl({
  id: ID,
  title: 'Replace a long-lived access key with a role',
  description:
    'A leaked key reads what its user is meant to read. Removing the permission would end that use, so what helps is another kind of credentials: a role, whose sessions expire. What uses the key is not in the configuration, so a person has to do this. Edits that remove what the key does not need come first.',
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
      reason: `As far as the configuration shows, what ${key.user} is allowed here is in use, and a long-lived key gives it to anyone who finds the key.`,
      instruction: `Give what uses the key a role instead: the role of the workload in AWS, a role that trusts the OIDC provider of the build system, or IAM Roles Anywhere. If it has to stay a key, rotate it, restrict the policies of ${key.user} to known addresses (aws:SourceIp), and keep it out of outputs and state files that others read.`,
      falsifies: (other) => other.key === premise.key,
    });
  },
});

function forUnmanaged(premise: Premise, { user }: LeakedKey): Proposal {
  return manual({
    id: `${ID}:${premise.key}`,
    address: premise.resource.address,
    reason: `The configuration does not show whether ${user} has an access key or a password; anyone who finds one acts as ${user}.`,
    instruction: `Check what credentials ${user} has (aws iam list-access-keys). Delete those that nothing uses, give what uses the others a role instead, and require MFA of people.`,
    falsifies: (other) => other.key === premise.key,
  });
}
