/**
 * Services that run what the caller gives them with a role that the caller passes; besides Amazon ECS, AWS Lambda and Amazon
 * EC2, which are techniques of their own. The facts are the services' API references.
 */
export interface Receiver {
  /** Whom the role has to trust. */
  readonly service: string;
  /** One of each: what makes the thing, what starts it. */
  readonly needs: readonly (readonly string[])[];
  /** What the role is had by: `a build project`. */
  readonly makes: string;
  readonly source: string;
}

const DOCS = 'https://docs.aws.amazon.com';

export const RECEIVERS: readonly Receiver[] = [
  {
    service: 'cloudformation.amazonaws.com',
    needs: [['cloudformation:CreateStack', 'cloudformation:CreateStackSet']],
    makes: 'a stack',
    source: `${DOCS}/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html`,
  },
  {
    service: 'codebuild.amazonaws.com',
    needs: [['codebuild:CreateProject'], ['codebuild:StartBuild', 'codebuild:StartBuildBatch']],
    makes: 'a build project',
    source: `${DOCS}/codebuild/latest/APIReference/API_CreateProject.html`,
  },
  {
    service: 'glue.amazonaws.com',
    needs: [['glue:CreateDevEndpoint']],
    makes: 'a development endpoint',
    source: `${DOCS}/glue/latest/dg/aws-glue-api-dev-endpoint.html`,
  },
  {
    service: 'glue.amazonaws.com',
    needs: [['glue:CreateJob'], ['glue:CreateTrigger', 'glue:StartJobRun']],
    makes: 'a job',
    source: `${DOCS}/glue/latest/dg/aws-glue-api-jobs-job.html`,
  },
  {
    service: 'glue.amazonaws.com',
    needs: [['glue:CreateSession'], ['glue:RunStatement']],
    makes: 'an interactive session',
    source: `${DOCS}/glue/latest/dg/aws-glue-api-interactive-sessions.html`,
  },
  {
    service: 'sagemaker.amazonaws.com',
    needs: [['sagemaker:CreateNotebookInstance'], ['sagemaker:CreatePresignedNotebookInstanceUrl']],
    makes: 'a notebook',
    source: `${DOCS}/sagemaker/latest/APIReference/API_CreateNotebookInstance.html`,
  },
  {
    service: 'sagemaker.amazonaws.com',
    needs: [['sagemaker:CreateProcessingJob', 'sagemaker:CreateTrainingJob']],
    makes: 'a job with an image of their own',
    source: `${DOCS}/sagemaker/latest/APIReference/API_CreateTrainingJob.html`,
  },
  {
    service: 'states.amazonaws.com',
    needs: [['states:CreateStateMachine'], ['states:StartExecution', 'states:StartSyncExecution']],
    makes: 'a state machine that calls AWS',
    source: `${DOCS}/step-functions/latest/dg/supported-services-awssdk.html`,
  },
  {
    service: 'scheduler.amazonaws.com',
    needs: [['scheduler:CreateSchedule']],
    makes: 'a schedule that calls AWS',
    source: `${DOCS}/scheduler/latest/UserGuide/managing-targets-universal.html`,
  },
  {
    service: 'ssm.amazonaws.com',
    needs: [['ssm:CreateDocument'], ['ssm:StartAutomationExecution']],
    makes: 'an automation',
    source: `${DOCS}/systems-manager/latest/userguide/automation-setup-iam.html`,
  },
  {
    service: 'tasks.apprunner.amazonaws.com',
    needs: [['apprunner:CreateService']],
    makes: 'an App Runner service',
    source: `${DOCS}/apprunner/latest/api/API_CreateService.html`,
  },
  {
    service: 'ecs-tasks.amazonaws.com',
    needs: [['batch:RegisterJobDefinition'], ['batch:SubmitJob']],
    makes: 'a batch job',
    source: `${DOCS}/batch/latest/APIReference/API_RegisterJobDefinition.html`,
  },
  {
    service: 'emr-serverless.amazonaws.com',
    needs: [['emr-serverless:StartJobRun']],
    makes: 'an EMR Serverless job',
    source: `${DOCS}/emr-serverless/latest/APIReference/API_StartJobRun.html`,
  },
];
