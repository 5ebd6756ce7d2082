import { principalTarget } from '../../../premises/caller.js';
import { controlsChanged, isAsConfigured } from '../../../premises/iam-target.js';
import { defineTechnique } from '../../../technique.js';

const ADD = 'iam:AddUserToGroup';

export const joinGroup = defineTechnique({
  id: 'join-group',
  title: 'Join a group with more permissions',
  description:
    'An attacker who controls a user and can add it to a group gains what the policies of the group allow, in addition to the permissions of the user.',
  mitre: [{ id: 'T1098.003', name: 'Account Manipulation: Additional Cloud Roles' }],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html',
  ],
  limits:
    'One group is joined at a time: a way that needs the policies of two groups is not found. Groups of administrators are covered by join-administrator-group.',
  actions: [ADD],
  on: ['controls'],
  *derive({ principal }, { estate, may }) {
    if (principal.kind !== 'user' || !isAsConfigured(principal)) return;
    if (!estate.iam.mayDo(principal, ADD)) return;
    for (const group of estate.iam.principals) {
      const isMember = principal.policies.some(({ through }) => through === group.address);
      if (group.kind !== 'group' || group.policies.length === 0 || isMember) continue;
      if (estate.iam.administrator(group).length > 0) continue;
      const allowed = may({ principal, action: ADD, target: principalTarget(group) });
      if (!allowed) continue;
      const joined = group.policies.map((policy) => ({ ...policy, through: group.address }));
      yield {
        gains: controlsChanged(
          principal,
          { policies: [...principal.policies, ...joined] },
          { as: group.address, text: `as a member of ${group.address}` },
        ),
        needs: [allowed],
        explanation: `Adds ${principal.address} to ${group.address} and gains the permissions of its members.`,
      };
    }
  },
});
