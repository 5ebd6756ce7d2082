import { defineService } from './service.js';

export const appRunner = defineService({
  name: 'AWS App Runner',
  prefix: 'apprunner',
  resources: {
    aws_apprunner_service: { arn: 'apprunner:{R}:{A}:service/{service_name}/{service_id}' },
  },
  frontDoors: [
    {
      type: 'aws_apprunner_service',
      what: 'an App Runner service',
      when: [
        {
          path: ['network_configuration', 'ingress_configuration', 'is_publicly_accessible'],
          by: /^true$/,
          unset: 'open',
        },
      ],
      source: 'https://docs.aws.amazon.com/apprunner/latest/dg/network-pl.html',
    },
  ],
  runsWithRole: [
    {
      id: 'app-runner-service',
      makes: 'an App Runner service',
      trusts: 'tasks.apprunner.amazonaws.com',
      needs: [['apprunner:CreateService']],
      rolesIn: [{ of: 'aws_apprunner_service', role: ['instance_configuration', 'instance_role_arn'] }],
      how: 'Its containers have the credentials of the instance role.',
      source: 'https://docs.aws.amazon.com/apprunner/latest/api/API_CreateService.html',
    },
  ],
  codeOfExisting: [
    {
      id: 'app-runner-service',
      of: 'aws_apprunner_service',
      role: ['instance_configuration', 'instance_role_arn'],
      what: 'an App Runner service',
      title: 'Replace the image of an App Runner service',
      needs: [['apprunner:UpdateService']],
      does: 'Replaces the image of {}',
      how: 'The new containers have the credentials of the instance role of the service.',
      source: 'https://docs.aws.amazon.com/apprunner/latest/api/API_UpdateService.html',
    },
  ],
});
