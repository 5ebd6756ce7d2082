import type { Cluster } from '#aws/compute/compute.js';
import type { Principal } from '#aws/iam/policy.js';
import { controls, reads, type Fact } from '../../../fact.js';
import { clusterContext, clusterTarget, containerInstance } from '../../../premises/ecs.js';
import { mayRunOnNewHost } from '../../../premises/placement.js';
import { executionRole, taskRole } from '../../../premises/role.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

export const registerRogueContainerInstance = defineTechnique({
  id: 'register-rogue-container-instance',
  title: 'Register a rogue container instance',
  description:
    'A cluster accepts as a container instance any machine that registers with the right permissions (RegisterContainerInstance, DiscoverPollEndpoint, Poll), and every container instance role has them. The scheduler then places tasks there and sends their definitions, with commands and environment, and the credentials of their roles.',
  mitre: [
    { id: 'T1578', name: 'Modify Cloud Compute Infrastructure' },
    { id: 'T1528', name: 'Steal Application Access Token' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterContainerInstance.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html',
    'https://naorhaziz.com/posts/under-the-hood-of-amazon-ecs/',
  ],
  limits:
    'It takes a client that speaks the protocol of the agent. Placement constraints on attributes count as keeping the task away, although an instance states its own attributes when it registers.',
  on: ['controls'],
  *derive({ principal }, context) {
    const { estate } = context;
    for (const cluster of estate.clusters) {
      const needs = registration(principal, cluster, context);
      if (!needs) continue;
      for (const service of estate.services) {
        const premises = service.cluster?.address === cluster.address ? mayRunOnNewHost(service) : undefined;
        if (!premises) continue;
        const how = `Registers a rogue container instance in ${cluster.address} and receives`;
        yield {
          gains: reads(service),
          needs,
          premises,
          explanation: `${how} a task of ${service.address}: its commands, environment and secrets.`,
          cost: 3,
        };
        for (const own of [taskRole(service), executionRole(service)]) {
          if (!own) continue;
          yield {
            gains: controls(own.role),
            needs,
            premises: [...premises, own.premise],
            explanation: `${how} the credentials of ${own.role.address} with a task of ${service.address}.`,
            cost: 3,
          };
        }
      }
    }
  },
});

function registration(principal: Principal, cluster: Cluster, { may, estate }: DeriveContext): Fact[] | undefined {
  if (!estate.iam.mayDo(principal, 'ecs:RegisterContainerInstance')) return undefined;
  const context = clusterContext(cluster);
  const discover = may({ principal, action: 'ecs:DiscoverPollEndpoint', target: { arn: undefined } });
  const register = may({ principal, action: 'ecs:RegisterContainerInstance', target: clusterTarget(cluster), context });
  const poll = may({ principal, action: 'ecs:Poll', target: containerInstance(cluster), context });
  return discover && register && poll ? [discover, register, poll] : undefined;
}
