import { ACCOUNT, PARTITION, REGION, symbolic } from '#aws/symbolic.js';
import { controls } from '../../../fact.js';
import { profileHolders } from '../../../premises/instance-profile.js';
import { passableRoles } from '../../../premises/pass-role.js';
import { defineTechnique } from '../../../technique.js';

const RUN = 'ec2:RunInstances';
const OWN_INSTANCE = {
  arn: symbolic('arn:', PARTITION, ':ec2:', REGION, ':', ACCOUNT, ':instance/', {
    id: 'an instance of their own',
    chosen: true,
  }),
};

export const passRoleToNewInstance = defineTechnique({
  id: 'pass-role-to-new-instance',
  title: 'Pass a role to a new EC2 instance',
  description:
    'An attacker who can launch an instance and pass it a role in an instance profile runs code with that role from the user data. It takes iam:PassRole and ec2:RunInstances.',
  mitre: [
    { id: 'T1578.002', name: 'Modify Cloud Compute Infrastructure: Create Cloud Instance' },
    { id: 'T1548.005', name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access' },
  ],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits:
    'Of the resources of RunInstances only the instance is checked. Running instances, whose profile ec2:AssociateIamInstanceProfile or ReplaceIamInstanceProfileAssociation would change, are not counted.',
  on: ['controls'],
  *derive({ principal }, context) {
    const { estate, may } = context;
    if (!estate.iam.mayDo(principal, RUN)) return;
    const run = may({ principal, action: RUN, target: OWN_INSTANCE });
    if (!run) return;
    for (const { role, pass, trust } of passableRoles(principal, 'ec2.amazonaws.com', context)) {
      for (const { first, needs } of profileHolders(role, principal, context)) {
        yield {
          gains: controls(role),
          needs: [run, pass, ...needs],
          premises: [trust],
          explanation: `${first}Launches an instance with ${role.address}, whose user data sends out the credentials.`,
          cost: 1 + needs.length,
        };
      }
    }
  },
});
