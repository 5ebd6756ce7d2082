import { defineService } from './service.js';

export const ecs = defineService({
  name: 'Amazon ECS',
  prefix: 'ecs',
  resources: {
    aws_ecs_cluster: { arn: 'ecs:{R}:{A}:cluster/{name}', id: 'arn', lookups: { name: 'cluster_name' } },
    aws_ecs_capacity_provider: { arn: 'ecs:{R}:{A}:capacity-provider/{name}', id: 'arn' },
    aws_ecs_task_definition: {
      arn: 'ecs:{R}:{A}:task-definition/{family}:{revision}',
      id: 'family',
      lookups: { family: 'task_definition' },
    },
    // Its cluster may be an ARN, of which the name counts (src/aws/arn.ts).
    aws_ecs_service: {
      arn: 'ecs:{R}:{A}:service/{cluster}/{name}',
      id: 'arn',
      lookups: { name: 'service_name', cluster: 'cluster_arn' },
    },
  },
  runsWithRole: [
    {
      id: 'ecs-task',
      makes: 'a task definition',
      trusts: 'ecs-tasks.amazonaws.com',
      needs: [
        ['ecs:RegisterTaskDefinition'],
        ['ecs:RunTask', 'ecs:StartTask', 'ecs:CreateService', 'ecs:UpdateService'],
      ],
      alsoPassing: ['ecs:RunTask', 'ecs:StartTask'],
      rolesIn: 'tasks',
      how: 'The containers of a task get the credentials of the role from the endpoint of the agent.',
      technique: 'register-task-definition',
      source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
    },
  ],
  dangerous: ['ecs:RegisterTaskDefinition', 'ecs:RunTask', 'ecs:UpdateService'],
  deployments: [
    {
      what: 'the ECS services',
      actions: ['ecs:RegisterTaskDefinition', 'ecs:UpdateService', 'ecs:RunTask', 'ecs:CreateTaskSet'],
      signs: [['ecs:RegisterTaskDefinition', 'ecs:UpdateService']],
      of: ['aws_ecs_service'],
      source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/update-service-parameters.html',
    },
  ],
  duties: [
    {
      for: 'agent-of-node',
      actions: [
        'ecs:DiscoverPollEndpoint',
        'ecs:Poll',
        'ecs:RegisterContainerInstance',
        'ecs:StartTelemetrySession',
        'ecs:SubmitAttachmentStateChanges',
        'ecs:SubmitContainerStateChange',
        'ecs:SubmitTaskStateChange',
      ],
      source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html',
    },
    {
      // Those of the agent's policy that act on a cluster.
      for: 'cluster-of-node',
      actions: [
        'ecs:DeregisterContainerInstance',
        'ecs:Poll',
        'ecs:StartTelemetrySession',
        'ecs:UpdateContainerInstancesState',
      ],
      source:
        'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerServiceforEC2Role.html',
    },
  ],
});
