import { defineService } from './service.js';

export const cloudformation = defineService({
  name: 'AWS CloudFormation',
  prefix: 'cloudformation',
  resources: {
    aws_cloudformation_stack: { arn: 'cloudformation:{R}:{A}:stack/{name}/{uuid}' },
  },
  runsWithRole: [
    {
      id: 'cloudformation-stack',
      makes: 'a stack',
      trusts: 'cloudformation.amazonaws.com',
      needs: [['cloudformation:CreateStack', 'cloudformation:CreateStackSet']],
      how: 'CloudFormation makes what the template says with the role.',
      source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html',
    },
  ],
});
