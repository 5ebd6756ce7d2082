import { defineService } from './service.js';

export const dataPipeline = defineService({
  name: 'AWS Data Pipeline',
  prefix: 'datapipeline',
  runsWithRole: [
    {
      id: 'data-pipeline',
      makes: 'a data pipeline',
      trusts: 'ec2.amazonaws.com',
      needs: [
        ['datapipeline:CreatePipeline'],
        ['datapipeline:PutPipelineDefinition'],
        ['datapipeline:ActivatePipeline'],
      ],
      inInstanceProfile: true,
      besides: 'datapipeline.amazonaws.com',
      how: 'A shell activity runs on an instance that has the credentials of the resource role; the pipeline itself needs a second role.',
      limits: 'Closed to new customers.',
      source: 'https://docs.aws.amazon.com/datapipeline/latest/DeveloperGuide/dp-iam-roles.html',
    },
  ],
});
