import { CODE_OF_FUNCTION } from '#aws/iam/ways.js';
import { executes } from '../../../fact.js';
import { defineTechnique } from '../../../technique.js';

export const overwriteFunctionCode = defineTechnique({
  id: 'overwrite-function-code',
  title: 'Replace the code of a Lambda function',
  description:
    'lambda:UpdateFunctionCode puts other code in place of the code of a function, which runs the next time that something invokes it, with the role that the function already has. lambda:UpdateFunctionConfiguration does as much: a layer, an environment variable that the runtime reads (NODE_OPTIONS) or another handler has other code run. iam:PassRole is not asked for: no role changes hands.',
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
    'That something invokes the function is assumed. Code signing, lambda:GetLayerVersion on the layer, and callers that are bound to a published version, are not modelled.',
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
        explanation: `Has ${each.address} run other code when it is next invoked, with ${allowed.action}.`,
      };
    }
  },
});
