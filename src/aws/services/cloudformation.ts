import { defineService } from './service.js';

export const cloudformation = defineService({
  name: 'AWS CloudFormation',
  prefix: 'cloudformation',
  resources: {
    aws_cloudformation_stack: { arn: 'cloudformation:{R}:{A}:stack/{name}/{uuid}', id: 'arn' },
  },
  runsWithRole: [
    {
      id: 'cloudformation-change-set',
      makes: 'a CloudFormation change set',
      trusts: 'cloudformation.amazonaws.com',
      needs: [['cloudformation:CreateChangeSet'], ['cloudformation:ExecuteChangeSet']],
      how: 'Executing a change set makes what its template says, with the role.',
      source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html',
    },
    {
      id: 'cloudformation-stack',
      makes: 'a CloudFormation stack',
      trusts: 'cloudformation.amazonaws.com',
      needs: [['cloudformation:CreateStack']],
      // The role of a stack set only assumes those that make its stacks: no way to what it may do itself.
      alsoPassing: ['cloudformation:CreateStackSet'],
      rolesIn: [{ of: 'aws_cloudformation_stack', role: ['iam_role_arn'] }],
      how: 'CloudFormation makes what the template says with the role.',
      source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html',
    },
  ],
  codeOfExisting: [
    {
      id: 'cloudformation-stack',
      of: 'aws_cloudformation_stack',
      role: ['iam_role_arn'],
      what: 'a CloudFormation stack',
      title: 'Replace the template of a CloudFormation stack',
      needs: [['cloudformation:UpdateStack']],
      does: 'Gives {} another template',
      how: 'CloudFormation uses the role of the stack for whoever may update the stack, also where they may not pass it.',
      source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html',
    },
    {
      id: 'cloudformation-change-set',
      of: 'aws_cloudformation_stack',
      role: ['iam_role_arn'],
      what: 'a CloudFormation stack',
      title: 'Change a CloudFormation stack by a change set',
      needs: [['cloudformation:CreateChangeSet'], ['cloudformation:ExecuteChangeSet']],
      does: 'Changes {} by a change set',
      how: 'CloudFormation uses the role of the stack for whoever may make and execute a change set, also where they may not pass it.',
      source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html',
    },
  ],
});
