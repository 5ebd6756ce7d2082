import { describe, expect, test } from 'vitest';
import { NEW_WORKLOADS } from '#aws/services/facts.js';
import type { NewWorkload } from '#aws/services/workload.js';
import { inlinePolicy, role } from './written.js';
import { analyseText, takenSteps } from './technique-folder.js';

const ROWS = NEW_WORKLOADS.filter(({ technique }) => technique === undefined);

/** What is taken besides iam:PassRole so that a service works with a role, as long as that is more than one call. */
const COMBINATIONS: readonly (readonly [id: string, row: NewWorkload, actions: readonly string[]])[] = ROWS.flatMap(
  (row) =>
    row.needs
      .reduce<readonly string[][]>((all, next) => all.flatMap((one) => next.map((each) => [...one, each])), [[]])
      .map((actions) => [row.id, row, actions] as const),
);

/** The steps for a user who may do these actions, with the role `runs`. */
function made(row: NewWorkload, service: string, actions: readonly string[]): readonly string[] {
  const profile = 'resource "aws_iam_instance_profile" "runs" {\n  name = "runs"\n  role = aws_iam_role.runs.name\n}\n';
  const passed = ['runs', ...(row.besides === undefined ? [] : ['second'])].map((name) => `aws_iam_role.${name}.arn`);
  const text = `# entry: aws_iam_user.deployer
resource "aws_iam_user" "deployer" {
  name = "deployer"
}
${row.besides === undefined ? '' : role('second', row.besides)}${row.inInstanceProfile ? profile : ''}${inlinePolicy('user', 'deployer', `Action = ${JSON.stringify(actions)}, Resource = "*"`, `Action = "iam:PassRole", Resource = [${passed.join(', ')}]`)}${role('runs', service)}`;
  return takenSteps(analyseText(text)).flatMap(({ technique, explanation }) =>
    technique?.row === `pass-role-to-new-workload/${row.id}` ? [explanation] : [],
  );
}

describe('a role that is passed to a service', () => {
  test.each(COMBINATIONS)('%s', (_, row, actions) => {
    expect(made(row, row.trusts, actions)).toEqual([
      expect.stringMatching(new RegExp(`^Creates ${row.makes} that runs with aws_iam_role\\.runs\\b`)),
    ]);
    expect(made(row, 's3.amazonaws.com', actions)).toEqual([]);
    for (const left of actions) {
      expect(made(row, row.trusts, [...actions.filter((action) => action !== left), 'sts:GetCallerIdentity'])).toEqual(
        [],
      );
    }
  });

  test('what is known is not lost', () => {
    expect(ROWS.map(({ id, trusts }) => `${id} ${trusts.replace('.amazonaws.com', '')}`).toSorted()).toEqual([
      'agentcore-code-interpreter bedrock-agentcore',
      'agentcore-runtime bedrock-agentcore',
      'app-runner-service tasks.apprunner',
      'auto-scaling-group ec2',
      'batch-job ecs-tasks',
      'cloudformation-change-set cloudformation',
      'cloudformation-stack cloudformation',
      'codebuild-project codebuild',
      'codepipeline-pipeline codepipeline',
      'data-pipeline ec2',
      'ec2-spot-instance ec2',
      'emr-cluster ec2',
      'emr-serverless-job emr-serverless',
      'flink-application kinesisanalytics',
      'glue-dev-endpoint glue',
      'glue-job glue',
      'glue-session glue',
      'iot-role-alias credentials.iot',
      'lambda-function lambda',
      'roles-anywhere-profile rolesanywhere',
      'sagemaker-endpoint sagemaker',
      'sagemaker-job sagemaker',
      'sagemaker-model sagemaker',
      'sagemaker-notebook sagemaker',
      'schedule scheduler',
      'ssm-activation ssm',
      'ssm-automation ssm',
      'state-machine states',
    ]);
  });
});
