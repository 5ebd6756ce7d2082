import { defineService } from './service.js';

export const sagemaker = defineService({
  name: 'Amazon SageMaker AI',
  prefix: 'sagemaker',
  resources: {
    aws_sagemaker_notebook_instance: { arn: 'sagemaker:{R}:{A}:notebook-instance/{name}' },
  },
  runsWithRole: [
    {
      id: 'sagemaker-model',
      makes: 'a SageMaker model',
      trusts: 'sagemaker.amazonaws.com',
      needs: [['sagemaker:CreateModel'], ['sagemaker:CreateTransformJob']],
      how: 'The container of the model has the credentials of the role in a transform job.',
      source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html',
    },
    {
      id: 'sagemaker-endpoint',
      makes: 'a SageMaker endpoint',
      trusts: 'sagemaker.amazonaws.com',
      needs: [['sagemaker:CreateModel'], ['sagemaker:CreateEndpointConfig'], ['sagemaker:CreateEndpoint']],
      how: 'The container of the model behind the endpoint has the credentials of the role.',
      source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html',
    },
    {
      id: 'sagemaker-notebook',
      makes: 'a SageMaker notebook',
      trusts: 'sagemaker.amazonaws.com',
      needs: [['sagemaker:CreateNotebookInstance'], ['sagemaker:CreatePresignedNotebookInstanceUrl']],
      rolesIn: [{ of: 'aws_sagemaker_notebook_instance', role: ['role_arn'] }],
      how: 'A notebook has a shell, and the credentials of the role from the metadata service.',
      source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html',
    },
    {
      id: 'sagemaker-job',
      makes: 'a SageMaker job',
      trusts: 'sagemaker.amazonaws.com',
      needs: [
        ['sagemaker:CreateProcessingJob', 'sagemaker:CreateTrainingJob', 'sagemaker:CreateHyperParameterTuningJob'],
      ],
      how: 'The container of the job has the credentials of the role.',
      source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html',
    },
  ],
  codeOfExisting: [
    {
      id: 'sagemaker-notebook',
      of: 'aws_sagemaker_notebook_instance',
      role: ['role_arn'],
      what: 'a SageMaker notebook',
      title: 'Open a SageMaker notebook',
      needs: [['sagemaker:CreatePresignedNotebookInstanceUrl']],
      does: 'Opens {}',
      how: 'A notebook has a shell, and the credentials of its role from the metadata service.',
      source: 'https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePresignedNotebookInstanceUrl.html',
    },
    {
      id: 'sagemaker-notebook-lifecycle',
      of: 'aws_sagemaker_notebook_instance',
      role: ['role_arn'],
      what: 'a SageMaker notebook',
      title: 'Replace the lifecycle script of a SageMaker notebook',
      needs: [
        ['sagemaker:StopNotebookInstance'],
        ['sagemaker:CreateNotebookInstanceLifecycleConfig'],
        ['sagemaker:UpdateNotebookInstance'],
        ['sagemaker:StartNotebookInstance'],
      ],
      does: 'Stops {}, replaces its lifecycle script and starts it',
      how: 'The script runs as root when the notebook starts.',
      source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html',
    },
  ],
});
