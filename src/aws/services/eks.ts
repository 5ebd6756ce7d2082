import { defineService } from './service.js';

export const eks = defineService({
  name: 'Amazon EKS',
  prefix: 'eks',
  resources: {
    aws_eks_cluster: { arn: 'eks:{R}:{A}:cluster/{name}', id: 'name' },
    aws_eks_node_group: { arn: 'eks:{R}:{A}:nodegroup/{cluster_name}/{node_group_name}/{uuid}' },
    aws_eks_fargate_profile: { arn: 'eks:{R}:{A}:fargateprofile/{cluster_name}/{fargate_profile_name}/{uuid}' },
  },
  frontDoors: [
    {
      type: 'aws_eks_cluster',
      what: 'the public endpoint of an EKS cluster',
      when: [
        { path: ['vpc_config', 'endpoint_public_access'], by: /^true$/, unset: 'open' },
        { path: ['vpc_config', 'public_access_cidrs'], by: /^(0\.0\.0\.0|::)\/0$/, unset: 'open' },
      ],
      source: 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
    },
  ],
});
