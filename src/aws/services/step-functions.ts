import { defineService } from './service.js';

export const stepFunctions = defineService({
  name: 'AWS Step Functions',
  prefix: 'states',
  resources: {
    aws_sfn_state_machine: {
      arn: 'states:{R}:{A}:stateMachine:{name}',
      id: 'arn',
      inner: { state_machine_version_arn: ':' },
    },
  },
  runsWithRole: [
    {
      id: 'state-machine',
      makes: 'a state machine',
      trusts: 'states.amazonaws.com',
      needs: [['states:CreateStateMachine'], ['states:StartExecution', 'states:StartSyncExecution']],
      rolesIn: [{ of: 'aws_sfn_state_machine', role: ['role_arn'] }],
      how: 'Its states call any AWS API with the role.',
      source: 'https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html',
    },
  ],
});
