import { defineService } from './service.js';

export const codepipeline = defineService({
  name: 'AWS CodePipeline',
  prefix: 'codepipeline',
  resources: {
    aws_codepipeline: { arn: 'codepipeline:{R}:{A}:{name}', id: 'arn' },
  },
});
