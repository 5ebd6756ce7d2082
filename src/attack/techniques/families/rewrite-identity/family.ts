import type { Principal } from '#aws/iam/policy.js';
import { IDENTITIES } from '#aws/services/facts.js';
import type { IdentityRewrite } from '#aws/services/identities.js';
import { defineFamily, rowIds } from '../../../family.js';
import { controls } from '../../../fact.js';
import { principalTarget } from '../../../premises/caller.js';
import { defineTechnique, type Technique } from '../../../technique.js';

const ID = 'rewrite-identity';

interface Wording extends Pick<Technique, 'title' | 'description' | 'mitre' | 'references' | 'limits'> {
  /** The id that the row had before there were families. */
  readonly id: string;
  readonly explain: (of: Principal, by: Principal, action: string) => string;
}

const RHINO = 'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/';

const WORDING: Readonly<Record<string, Wording>> = {
  'user-credentials': {
    id: 'create-access-key',
    title: 'Create credentials for another user',
    description:
      'An attacker who can create an access key for a user, or set a password for that user, acts as that user from then on.',
    mitre: [{ id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' }],
    references: ['https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html'],
    limits:
      'Assumed: the user has fewer than two access keys, and has a login profile or none, whichever the action requires.',
    explain: (user, _, action) => `Creates credentials for ${user.address} with ${action}.`,
  },
  'trust-policy': {
    id: 'rewrite-trust-policy',
    title: 'Rewrite the trust policy of a role, and assume it',
    description:
      'iam:UpdateAssumeRolePolicy replaces the trust policy of a role. Once the policy names a compromised principal, the attacker assumes the role with no further permission.',
    mitre: [{ id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' }],
    references: [RHINO],
    explain: (role, by) => `Makes ${role.address} trust ${by.address}, and assumes it.`,
  },
};

function technique({ id: row, of, actions, source }: IdentityRewrite): Technique {
  const wording = WORDING[row];
  if (!wording) throw new Error(`nothing says what ${row} is`);
  const { explain, id, references, ...words } = wording;
  return defineTechnique({
    ...rowIds(ID, row, new Map([[row, id]])),
    ...words,
    references: [source, ...references],
    actions,
    on: ['controls'],
    *derive({ principal }, { estate, mayAny }) {
      const able = actions.filter((action) => estate.iam.mayDo(principal, action));
      for (const other of able.length > 0 ? estate.iam.principals : []) {
        if (other.kind !== of || other.address === principal.address) continue;
        const allowed = mayAny(able.map((action) => ({ principal, action, target: principalTarget(other) })));
        if (!allowed) continue;
        yield {
          gains: controls(other),
          needs: [allowed],
          explanation: explain(other, principal, allowed.action),
        };
      }
    },
  });
}

export const rewriteIdentity = defineFamily({
  id: ID,
  title: 'Rewrite what allows acting as a principal',
  techniques: IDENTITIES.rewrites.map(technique),
});
