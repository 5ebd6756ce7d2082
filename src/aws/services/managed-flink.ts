import { defineService } from './service.js';

export const managedFlink = defineService({
  name: 'Amazon Managed Service for Apache Flink',
  prefix: 'kinesisanalytics',
  resources: {
    aws_kinesisanalyticsv2_application: { arn: 'kinesisanalytics:{R}:{A}:application/{name}', id: 'arn' },
  },
  runsWithRole: [
    {
      id: 'flink-application',
      makes: 'a Managed Flink application',
      trusts: 'kinesisanalytics.amazonaws.com',
      needs: [['kinesisanalytics:CreateApplication'], ['kinesisanalytics:StartApplication']],
      rolesIn: [{ of: 'aws_kinesisanalyticsv2_application', role: ['service_execution_role'] }],
      how: 'The code of the application runs with the role.',
      source: 'https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_CreateApplication.html',
    },
  ],
  codeOfExisting: [
    {
      id: 'flink-application',
      of: 'aws_kinesisanalyticsv2_application',
      role: ['service_execution_role'],
      what: 'a Managed Flink application',
      title: 'Replace the code of a Managed Flink application',
      needs: [['kinesisanalytics:UpdateApplication']],
      does: 'Replaces the code of {}',
      how: 'A running application is restarted with the new code, with the role that it has.',
      limits: 'Assumed: the application runs, or something starts it.',
      source: 'https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_UpdateApplication.html',
    },
  ],
});
