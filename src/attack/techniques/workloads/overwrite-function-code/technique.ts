import { EXISTING_WORKLOADS } from '#aws/services/facts.js';
import { executes } from '../../../fact.js';
import { defineTechnique } from '../../../technique.js';

const CODE_OF_FUNCTION = EXISTING_WORKLOADS.find(({ of }) => of === 'aws_lambda_function')?.needs[0] ?? [];

export const overwriteFunctionCode = defineTechnique({
  id: 'overwrite-function-code',
  title: 'Replace the code of a Lambda function',
  description:
    'lambda:UpdateFunctionCode replaces the code of a function. The new code runs at the next invocation, with the role that the function already has. lambda:UpdateFunctionConfiguration achieves the same: a layer, an environment variable that the runtime reads (NODE_OPTIONS) or another handler makes the function run other code. Neither needs iam:PassRole, since no role is passed.',
  mitre: [
    { id: 'T1648', name: 'Serverless Execution' },
    { id: 'T1525', name: 'Implant Internal Image' },
  ],
  references: [
    'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html',
    'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits:
    'Assumed: something invokes the function. Code signing, lambda:GetLayerVersion on the layer, and callers that use a published version are not modelled.',
  actions: CODE_OF_FUNCTION,
  on: ['controls'],
  *derive({ principal }, { estate, mayAny }) {
    const able = CODE_OF_FUNCTION.filter((action) => estate.iam.mayDo(principal, action));
    for (const each of able.length > 0 ? estate.functions : []) {
      const { arn, resource, tags } = each;
      const allowed = mayAny(able.map((action) => ({ principal, action, target: { arn, resource, tags } })));
      if (!allowed) continue;
      yield {
        gains: executes({ kind: 'function', function: each }),
        needs: [allowed],
        explanation: `Makes ${each.address} run other code at its next invocation, with ${allowed.action}.`,
      };
    }
  },
});
