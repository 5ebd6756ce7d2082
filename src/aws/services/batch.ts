import { defineService } from './service.js';

export const batch = defineService({
  name: 'AWS Batch',
  prefix: 'batch',
  resources: {
    aws_batch_compute_environment: { arn: 'batch:{R}:{A}:compute-environment/{compute_environment_name}' },
    aws_batch_job_queue: { arn: 'batch:{R}:{A}:job-queue/{name}' },
    aws_batch_job_definition: { arn: 'batch:{R}:{A}:job-definition/{name}:{revision}' },
  },
  runsWithRole: [
    {
      id: 'batch-job',
      limits: 'Assumed: a job queue exists.',
      makes: 'a Batch job',
      trusts: 'ecs-tasks.amazonaws.com',
      needs: [['batch:RegisterJobDefinition'], ['batch:SubmitJob']],
      how: 'The container of the job has the credentials of the job role.',
      source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html',
    },
  ],
});
