import { ACCOUNT, PARTITION, REGION, symbolic } from '#aws/symbolic.js';
import { controls } from '../../fact.js';
import { passableRoles } from '../../premises/pass-role.js';
import { defineTechnique } from '../../technique.js';

const RUN = 'ec2:RunInstances';
const OWN_INSTANCE = {
  arn: symbolic('arn:', PARTITION, ':ec2:', REGION, ':', ACCOUNT, ':instance/', { id: 'an instance of their own' }),
};

export const passRoleToNewInstance = defineTechnique({
  id: 'pass-role-to-new-instance',
  title: 'Launch an instance with a role of their choice',
  description:
    'Whoever may launch an instance and pass it a role by an instance profile runs code of theirs in its user data, with that role: iam:PassRole and ec2:RunInstances.',
  mitre: [
    { id: 'T1578.002', name: 'Modify Cloud Compute Infrastructure: Create Cloud Instance' },
    { id: 'T1548.005', name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access' },
  ],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits:
    'Only roles that an instance profile of the configuration holds are counted. Of the resources of RunInstances only the instance is checked.',
  on: ['controls'],
  *derive(fact, context) {
    const { estate, may } = context;
    if (fact.kind !== 'controls' || !estate.iam.mayDo(fact.principal, RUN)) return;
    const { principal } = fact;
    const run = may({ principal, action: RUN, target: OWN_INSTANCE });
    if (!run) return;
    const held = new Set(
      estate.configuration
        .ofType('aws_iam_instance_profile')
        .map((profile) => estate.iam.roleOf(profile.attribute('role'))?.address),
    );
    for (const { role, pass, trust } of passableRoles(principal, 'ec2.amazonaws.com', context)) {
      if (!held.has(role.address)) continue;
      yield {
        gains: controls(role),
        needs: [run, pass],
        premises: [trust],
        explanation: `Launches an instance with ${role.address} and has its user data send away the credentials.`,
      };
    }
  },
});
