import { executes } from '../../fact.js';
import { defineTechnique } from '../../technique.js';

const UPDATE = 'lambda:UpdateFunctionCode';

export const overwriteFunctionCode = defineTechnique({
  id: 'overwrite-function-code',
  title: 'Replace the code of a Lambda function',
  description:
    'lambda:UpdateFunctionCode puts other code in place of the code of a function, which runs the next time that something invokes it, with the role that the function already has. iam:PassRole is not asked for: no role changes hands.',
  mitre: [
    { id: 'T1648', name: 'Serverless Execution' },
    { id: 'T1525', name: 'Implant Internal Image' },
  ],
  references: [
    'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
  ],
  limits:
    'That something invokes the function is assumed. Code signing, and callers that are bound to a published version, are not modelled.',
  on: ['controls'],
  *derive(fact, { estate, may }) {
    if (fact.kind !== 'controls' || !estate.iam.mayDo(fact.principal, UPDATE)) return;
    for (const each of estate.functions) {
      const { arn, resource, tags } = each;
      const allowed = may({ principal: fact.principal, action: UPDATE, target: { arn, resource, tags } });
      if (!allowed) continue;
      yield {
        gains: executes({ kind: 'function', function: each }),
        needs: [allowed],
        explanation: `Replaces the code of ${each.address}, which runs when it is next invoked.`,
      };
    }
  },
});
