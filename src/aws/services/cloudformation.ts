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
      how: 'Executing a change set creates what its template declares, with the role.',
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
      how: 'CloudFormation creates what the template declares, with the role.',
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
      does: 'Replaces the template of {}',
      how: 'CloudFormation uses the role of the stack for any caller who can update the stack, even one who is not allowed to pass the role.',
      source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html',
    },
    {
      id: 'cloudformation-change-set',
      of: 'aws_cloudformation_stack',
      role: ['iam_role_arn'],
      what: 'a CloudFormation stack',
      title: 'Change a CloudFormation stack with a change set',
      needs: [['cloudformation:CreateChangeSet'], ['cloudformation:ExecuteChangeSet']],
      does: 'Changes {} with a change set',
      how: 'CloudFormation uses the role of the stack for any caller who can create and execute a change set, even one who is not allowed to pass the role.',
      source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html',
    },
  ],
});
