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
      makes: 'a CodeBuild project',
      trusts: 'codebuild.amazonaws.com',
      needs: [['codebuild:CreateProject'], ['codebuild:StartBuild', 'codebuild:StartBuildBatch']],
      rolesIn: [{ of: 'aws_codebuild_project', role: ['service_role'] }],
      how: 'The commands of its buildspec run with the role.',
      source: 'https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html',
    },
  ],
  codeOfExisting: [
    {
      id: 'codebuild-project',
      of: 'aws_codebuild_project',
      role: ['service_role'],
      what: 'a CodeBuild project',
      title: 'Run a build of a CodeBuild project with other commands',
      needs: [['codebuild:StartBuild', 'codebuild:StartBuildBatch']],
      does: 'Starts a build of {} with other commands',
      how: 'The call that starts a build can replace its buildspec, its image and its environment.',
      source: 'https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html',
    },
  ],
});
