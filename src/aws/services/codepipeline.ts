import { defineService } from './service.js';

export const codepipeline = defineService({
  name: 'AWS CodePipeline',
  prefix: 'codepipeline',
  resources: {
    aws_codepipeline: { arn: 'codepipeline:{R}:{A}:{name}', id: 'arn' },
  },
  runsWithRole: [
    {
      id: 'codepipeline-pipeline',
      makes: 'a CodePipeline pipeline',
      trusts: 'codepipeline.amazonaws.com',
      needs: [['codepipeline:CreatePipeline']],
      how: 'The commands of a Commands action run with the service role of the pipeline.',
      source: 'https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html',
    },
  ],
});
