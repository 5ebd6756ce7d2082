import { defineService } from './service.js';

export const glue = defineService({
  name: 'AWS Glue',
  prefix: 'glue',
  resources: {
    aws_glue_job: { arn: 'glue:{R}:{A}:job/{name}', id: 'name' },
    aws_glue_dev_endpoint: { arn: 'glue:{R}:{A}:devEndpoint/{name}' },
    aws_glue_catalog_database: { arn: 'glue:{R}:{A}:database/{name}' },
  },
  runsWithRole: [
    {
      id: 'glue-dev-endpoint',
      makes: 'a Glue development endpoint',
      trusts: 'glue.amazonaws.com',
      needs: [['glue:CreateDevEndpoint']],
      how: 'The holder of the SSH key that it was created with runs code on it with the role.',
      source: 'https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-dev-endpoint.html',
    },
    {
      id: 'glue-job',
      makes: 'a Glue job',
      trusts: 'glue.amazonaws.com',
      needs: [['glue:CreateJob'], ['glue:CreateTrigger', 'glue:StartJobRun']],
      rolesIn: [{ of: 'aws_glue_job', role: ['role_arn'] }],
      how: 'The script of the job runs with the role.',
      source: 'https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-jobs-job.html',
    },
    {
      id: 'glue-session',
      makes: 'a Glue interactive session',
      trusts: 'glue.amazonaws.com',
      needs: [['glue:CreateSession'], ['glue:RunStatement']],
      how: 'The statements of the session run with the role.',
      source: 'https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-interactive-sessions.html',
    },
  ],
  codeOfExisting: [
    {
      id: 'glue-dev-endpoint',
      of: 'aws_glue_dev_endpoint',
      role: ['role_arn'],
      what: 'a Glue development endpoint',
      title: 'Add an SSH key to a Glue development endpoint',
      needs: [['glue:UpdateDevEndpoint']],
      does: 'Adds an SSH key to {}',
      how: 'The holder of an SSH key of the endpoint runs code on it with its role.',
      source: 'https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-dev-endpoint.html',
    },
  ],
});
