import { defineService } from './service.js';

export const sagemaker = defineService({
  name: 'Amazon SageMaker AI',
  prefix: 'sagemaker',
  resources: {
    aws_sagemaker_notebook_instance: { arn: 'sagemaker:{R}:{A}:notebook-instance/{name}' },
  },
  runsWithRole: [
    {
      id: 'sagemaker-notebook',
      makes: 'a notebook',
      trusts: 'sagemaker.amazonaws.com',
      needs: [['sagemaker:CreateNotebookInstance'], ['sagemaker:CreatePresignedNotebookInstanceUrl']],
      how: 'A notebook has a shell, and the credentials of the role from the metadata service.',
      source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html',
    },
    {
      id: 'sagemaker-job',
      makes: 'a job with an image of their own',
      trusts: 'sagemaker.amazonaws.com',
      needs: [['sagemaker:CreateProcessingJob', 'sagemaker:CreateTrainingJob']],
      how: 'The container of the job has the credentials of the role.',
      source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html',
    },
  ],
});
