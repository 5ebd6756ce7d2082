import { describe, expect, test } from 'vitest';
import { NEW_WORKLOADS } from '#aws/services/facts.js';
import { inlinePolicy, role } from './written.js';
import { analyseText, takenSteps } from './technique-folder.js';

/** What somebody has to be allowed besides iam:PassRole, so that a service works for them with the role that they hand it. */
const WAYS: readonly (readonly [service: string, actions: readonly string[], makes: string])[] = [
  ['cloudformation.amazonaws.com', ['cloudformation:CreateStack'], 'a stack'],
  ['cloudformation.amazonaws.com', ['cloudformation:CreateStackSet'], 'a stack'],
  ['codebuild.amazonaws.com', ['codebuild:CreateProject', 'codebuild:StartBuild'], 'a build project'],
  ['codebuild.amazonaws.com', ['codebuild:CreateProject', 'codebuild:StartBuildBatch'], 'a build project'],
  ['glue.amazonaws.com', ['glue:CreateDevEndpoint'], 'a development endpoint'],
  ['glue.amazonaws.com', ['glue:CreateJob', 'glue:StartJobRun'], 'a job'],
  ['glue.amazonaws.com', ['glue:CreateJob', 'glue:CreateTrigger'], 'a job'],
  ['glue.amazonaws.com', ['glue:CreateSession', 'glue:RunStatement'], 'an interactive session'],
  [
    'sagemaker.amazonaws.com',
    ['sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'],
    'a notebook',
  ],
  ['sagemaker.amazonaws.com', ['sagemaker:CreateProcessingJob'], 'a job with an image of their own'],
  ['sagemaker.amazonaws.com', ['sagemaker:CreateTrainingJob'], 'a job with an image of their own'],
  ['states.amazonaws.com', ['states:CreateStateMachine', 'states:StartExecution'], 'a state machine that calls AWS'],
  [
    'states.amazonaws.com',
    ['states:CreateStateMachine', 'states:StartSyncExecution'],
    'a state machine that calls AWS',
  ],
  ['scheduler.amazonaws.com', ['scheduler:CreateSchedule'], 'a schedule that calls AWS'],
  ['ssm.amazonaws.com', ['ssm:CreateDocument', 'ssm:StartAutomationExecution'], 'an automation'],
  ['tasks.apprunner.amazonaws.com', ['apprunner:CreateService'], 'an App Runner service'],
  ['ecs-tasks.amazonaws.com', ['batch:RegisterJobDefinition', 'batch:SubmitJob'], 'a batch job'],
  ['emr-serverless.amazonaws.com', ['emr-serverless:StartJobRun'], 'an EMR Serverless job'],
];

/** What is made for a user who may do these actions, with the role `runs`. */
function made(service: string, actions: readonly string[]): readonly string[] {
  const text = `# entry: aws_iam_user.deployer
resource "aws_iam_user" "deployer" {
  name = "deployer"
}
${inlinePolicy('user', 'deployer', `Action = ${JSON.stringify(actions)}, Resource = "*"`, 'Action = "iam:PassRole", Resource = aws_iam_role.runs.arn')}${role('runs', service)}`;
  return takenSteps(analyseText(text)).flatMap(({ technique, explanation }) =>
    technique?.id === 'pass-role-to-service' ? [explanation] : [],
  );
}

describe('a role that is handed to a service', () => {
  test.each(WAYS)('%s by %j', (service, actions, makes) => {
    expect(made(service, actions)).toEqual([`Creates ${makes} that runs with aws_iam_role.runs.`]);
    expect(made('s3.amazonaws.com', actions)).toEqual([]);
    for (const left of actions) {
      expect(made(service, [...actions.filter((action) => action !== left), 'sts:GetCallerIdentity'])).toEqual([]);
    }
  });

  test('each way that is known has a row', () => {
    const ways = NEW_WORKLOADS.filter(({ technique }) => technique === undefined).flatMap(
      ({ trusts: service, needs, makes }) =>
        needs
          .reduce<readonly string[][]>((all, next) => all.flatMap((one) => next.map((each) => [...one, each])), [[]])
          .map((actions) => [service, actions.toSorted(), makes]),
    );
    const rows = WAYS.map(([service, actions, makes]) => [service, actions.toSorted(), makes]);
    const inOrder = (all: readonly unknown[]) => all.map((each) => JSON.stringify(each)).toSorted();
    expect(inOrder(ways)).toEqual(inOrder(rows));
  });
});
