import { defineService } from './service.js';

export const emrServerless = defineService({
  name: 'Amazon EMR Serverless',
  prefix: 'emr-serverless',
  runsWithRole: [
    {
      id: 'emr-serverless-job',
      limits: 'Assumed: an EMR Serverless application exists.',
      makes: 'an EMR Serverless job',
      trusts: 'emr-serverless.amazonaws.com',
      needs: [['emr-serverless:StartJobRun']],
      how: 'The script of the job runs with the role.',
      source: 'https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_StartJobRun.html',
    },
  ],
});
