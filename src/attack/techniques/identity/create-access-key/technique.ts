import { IDENTITIES } from '#aws/services/facts.js';
import { controls } from '../../../fact.js';
import { principalTarget } from '../../../premises/caller.js';
import { defineTechnique } from '../../../technique.js';

/** Each gives the caller credentials of the user. */
const ACTIONS = [...IDENTITIES.credentials.first, ...IDENTITIES.credentials.replace];

export const createAccessKey = defineTechnique({
  id: 'create-access-key',
  title: 'Create credentials for another user',
  description:
    'An attacker who can create an access key for a user, or set its password, acts as that user from then on.',
  mitre: [{ id: 'T1098.001', name: 'Account Manipulation: Additional Cloud Credentials' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html',
  ],
  limits:
    'Assumed: the user has fewer than two access keys, and has a login profile or none, whichever the action requires.',
  actions: ACTIONS,
  on: ['controls'],
  *derive({ principal }, { estate, mayAny }) {
    const able = ACTIONS.filter((action) => estate.iam.mayDo(principal, action));
    for (const user of able.length > 0 ? estate.iam.principals : []) {
      if (user.kind !== 'user' || user.address === principal.address) continue;
      const allowed = mayAny(able.map((action) => ({ principal, action, target: principalTarget(user) })));
      if (!allowed) continue;
      yield {
        gains: controls(user),
        needs: [allowed],
        explanation: `Creates credentials for ${user.address} with ${allowed.action}.`,
      };
    }
  },
});
