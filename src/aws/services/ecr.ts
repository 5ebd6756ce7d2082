import { defineService } from './service.js';

export const ecr = defineService({
  name: 'Amazon ECR',
  prefix: 'ecr',
  resources: {
    aws_ecr_repository: { arn: 'ecr:{R}:{A}:repository/{name}', id: 'name' },
  },
  deployments: [
    {
      what: 'the images in the registry',
      actions: [
        'ecr:GetAuthorizationToken',
        'ecr:BatchCheckLayerAvailability',
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:PutImage',
      ],
      signs: [['ecr:PutImage', 'ecr:UploadLayerPart']],
      of: ['aws_ecr_repository'],
      source: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html',
    },
  ],
  duties: [
    {
      for: 'pulling-images',
      actions: [
        'ecr:GetAuthorizationToken',
        'ecr:BatchCheckLayerAvailability',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchGetImage',
      ],
      source: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html',
    },
  ],
});
