import { administers } from '../../fact.js';
import { principalTarget } from '../../premises/caller.js';
import { escalationsOf } from '../../premises/escalation.js';
import { defineTechnique } from '../../technique.js';

const ADD = 'iam:AddUserToGroup';

export const joinAdministratorGroup = defineTechnique({
  id: 'join-administrator-group',
  title: 'Join a group of administrators',
  description: 'iam:AddUserToGroup on a group is as good as the policies of the group, for whoever controls a user.',
  mitre: [{ id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits: 'Only groups of administrators are counted, not those that lead further by other permissions.',
  on: ['controls'],
  *derive(fact, { estate, mayAny }) {
    if (fact.kind !== 'controls' || fact.principal.kind !== 'user' || fact.principal.boundary) return;
    const { principal } = fact;
    const escalations = escalationsOf(principal, estate);
    for (const group of estate.iam.principals) {
      if (group.kind !== 'group') continue;
      const allowed = mayAny(escalations([{ principal, action: ADD, target: principalTarget(group) }]));
      for (const grant of allowed ? estate.iam.administrator(group) : []) {
        yield {
          gains: administers(group.account),
          needs: allowed ? [allowed] : [],
          premises: [grant.premise],
          explanation: `Adds ${principal.address} to ${group.address}, whose members are administrators.`,
        };
      }
    }
  },
});
