import { defineService } from './service.js';

export const emr = defineService({
  name: 'Amazon EMR',
  prefix: 'elasticmapreduce',
  resources: {
    aws_emr_cluster: { arn: 'elasticmapreduce:{R}:{A}:cluster/{id}' },
  },
  runsWithRole: [
    {
      id: 'emr-cluster',
      makes: 'an EMR cluster',
      trusts: 'ec2.amazonaws.com',
      needs: [['elasticmapreduce:RunJobFlow']],
      inInstanceProfile: true,
      besides: 'elasticmapreduce.amazonaws.com',
      rolesIn: [{ of: 'aws_emr_cluster', role: ['service_role'] }],
      how: 'Bootstrap actions and steps run on instances that have the credentials of the role in the instance profile; the cluster also needs a service role.',
      source: 'https://docs.aws.amazon.com/emr/latest/APIReference/API_RunJobFlow.html',
    },
  ],
  codeOfExisting: [
    {
      id: 'emr-cluster',
      of: 'aws_emr_cluster',
      role: ['ec2_attributes', 'instance_profile'],
      byInstanceProfile: true,
      what: 'an EMR cluster',
      title: 'Add a step to an EMR cluster',
      needs: [['elasticmapreduce:AddJobFlowSteps']],
      does: 'Adds a step to {}',
      how: 'A step runs on instances that have the credentials of the instance profile.',
      limits: 'Assumed: the cluster is waiting for steps, or still has some to run.',
      source: 'https://docs.aws.amazon.com/emr/latest/APIReference/API_AddJobFlowSteps.html',
    },
  ],
});
