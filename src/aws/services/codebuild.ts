import { defineService } from './service.js';

export const codebuild = defineService({
  name: 'AWS CodeBuild',
  prefix: 'codebuild',
  resources: {
    aws_codebuild_project: { arn: 'codebuild:{R}:{A}:project/{name}', id: 'arn' },
  },
  runsWithRole: [
    {
      id: 'codebuild-project',
      makes: 'a build project',
      trusts: 'codebuild.amazonaws.com',
      needs: [['codebuild:CreateProject'], ['codebuild:StartBuild', 'codebuild:StartBuildBatch']],
      how: 'The commands of its buildspec run with the role.',
      source: 'https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html',
    },
  ],
});
