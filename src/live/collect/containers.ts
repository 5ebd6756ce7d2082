import {
  ECRClient,
  GetRepositoryPolicyCommand,
  paginateDescribeRepositories,
  type Repository,
} from '@aws-sdk/client-ecr';
import { DescribeClusterCommand, EKSClient, paginateListClusters } from '@aws-sdk/client-eks';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';
import { block, sorted } from '../values.js';

const repositories = rowsOf<ECRClient, 'ecr'>();
const clusters = rowsOf<EKSClient, 'eks'>();

export const ecr: Collector<ECRClient, 'ecr'> = {
  service: 'ecr',
  connect: (settings) => new ECRClient(settings),
  rows: [
    repositories({
      call: 'DescribeRepositories',
      pages: (client) => paginateDescribeRepositories({ client, pageSize: 1000 }, {}),
      items: (page) => page.repositories,
      each: addRepository,
    }),
  ],
};

async function addRepository(found: Repository, at: Reader<ECRClient, 'ecr'>): Promise<void> {
  const { repositoryName: name = '', repositoryArn: arn, repositoryUri: repository_url } = found;
  const about = { type: 'aws_ecr_repository', id: name };
  const values = { name, repository_url, image_tag_mutability: found.imageTagMutability };
  at.add({ ...about, arn, values });
  const absent = ['RepositoryPolicyNotFoundException'];
  const answer = await at.ask({ call: 'GetRepositoryPolicy', about, absent }, () =>
    at.client.send(new GetRepositoryPolicyCommand({ repositoryName: name })),
  );
  const policy = { type: 'aws_ecr_repository_policy', id: name, values: { repository: name } };
  at.addAnswered(policy, answer, { policy: ({ policyText }) => policyText });
}

export const eks: Collector<EKSClient, 'eks'> = {
  service: 'eks',
  connect: (settings) => new EKSClient(settings),
  rows: [
    clusters({
      call: 'ListClusters',
      pages: (client) => paginateListClusters({ client, pageSize: 100 }, {}),
      items: (page) => page.clusters,
      each: addCluster,
    }),
  ],
};

async function addCluster(name: string, at: Reader<EKSClient, 'eks'>): Promise<void> {
  const about = { type: 'aws_eks_cluster', id: name };
  const answer = await at.ask({ call: 'DescribeCluster', about }, () =>
    at.client.send(new DescribeClusterCommand({ name })),
  );
  const found = answer.is === 'read' ? answer.value.cluster : undefined;
  at.addAnswered({ ...about, arn: found?.arn, values: { name, role_arn: found?.roleArn } }, answer, {
    vpc_config: ({ cluster }) => {
      const network = cluster?.resourcesVpcConfig;
      return block(
        network && {
          endpoint_public_access: network.endpointPublicAccess,
          endpoint_private_access: network.endpointPrivateAccess,
          public_access_cidrs: sorted(network.publicAccessCidrs),
          security_group_ids: sorted(network.securityGroupIds),
          subnet_ids: sorted(network.subnetIds),
          cluster_security_group_id: network.clusterSecurityGroupId,
          vpc_id: network.vpcId,
        },
      );
    },
  });
}
