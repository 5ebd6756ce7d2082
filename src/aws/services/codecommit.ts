import { defineService } from './service.js';

export const codecommit = defineService({
  name: 'AWS CodeCommit',
  prefix: 'codecommit',
  resources: {
    aws_codecommit_repository: { arn: 'codecommit:{R}:{A}:{repository_name}' },
  },
});
