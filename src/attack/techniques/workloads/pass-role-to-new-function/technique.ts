import { NEW_WORKLOADS } from '#aws/services/facts.js';
import { ACCOUNT, PARTITION, REGION, symbolic } from '#aws/symbolic.js';
import { controls } from '../../../fact.js';
import { passableRoles } from '../../../premises/pass-role.js';
import { defineTechnique } from '../../../technique.js';

const [[CREATE = ''] = [], RUN = []] =
  NEW_WORKLOADS.find(({ technique }) => technique === 'pass-role-to-new-function')?.needs ?? [];
const OWN_FUNCTION = {
  arn: symbolic('arn:', PARTITION, ':lambda:', REGION, ':', ACCOUNT, ':function:', {
    id: 'a function of their own',
    chosen: true,
  }),
};

export const passRoleToNewFunction = defineTechnique({
  id: 'pass-role-to-new-function',
  title: 'Pass a role to a new Lambda function',
  description:
    'An attacker who can create a function and pass it a role runs code with that role. It takes iam:PassRole, lambda:CreateFunction, and one of the ways to have the function invoked.',
  mitre: [
    { id: 'T1648', name: 'Serverless Execution' },
    { id: 'T1548.005', name: 'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access' },
  ],
  references: [
    'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits: 'Passable roles that are not in the configuration are not seen.',
  on: ['controls'],
  *derive({ principal }, context) {
    if (!context.estate.iam.mayDo(principal, CREATE)) return;
    const create = context.may({ principal, action: CREATE, target: OWN_FUNCTION });
    if (!create) return;
    const run = context.mayAny(RUN.map((action) => ({ principal, action, target: OWN_FUNCTION })));
    if (!run) return;
    for (const { role, pass, trust } of passableRoles(principal, 'lambda.amazonaws.com', context)) {
      yield {
        gains: controls(role),
        needs: [create, pass, run],
        premises: [trust],
        explanation: `Creates a function that runs with ${role.address} and sends out its credentials.`,
      };
    }
  },
});
