import type { Premise } from '#aws/premise.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { manual } from '../../../propose/edit/proposal.js';

const ID = 'separate-exposed-workloads';

/** What a person has to do about where something runs, by property. */
const INSTRUCTIONS: ReadonlyMap<string, string> = new Map([
  [
    'service.runs-on-host',
    'Run the service on Fargate or on dedicated hosts: a separate cluster or capacity provider, with a separate role.',
  ],
  [
    'service.may-move-to-host',
    'Give the service a separate cluster, or a placement constraint that keeps it off hosts that run exposed workloads.',
  ],
  [
    'service.network-position',
    'Move the tasks to dedicated subnets and security groups, from which they reach only what they use.',
  ],
  [
    'network.public-address',
    'Move the workload to a private subnet, with a load balancer in front of what it serves to the public and Session Manager or a VPN for people who log in; or make its security groups allow only known addresses. Removing the public address of a running instance replaces it.',
  ],
  [
    'network.internet-route',
    'Move the workload to a subnet whose route table has no internet gateway, with a NAT gateway or VPC endpoints for what it calls.',
  ],
  [
    'function.public-invocation',
    'Set authorization_type = "AWS_IAM" on the function URL, an authoriser on the API, or name the principals in the permission.',
  ],
  [
    'efs.policy-allows',
    'Narrow the statement of the file-system policy to the roles and access points that use the file system.',
  ],
  [
    'efs.mounted-by',
    'Move what the workload does not need to another file system, or behind an access point with its own root directory.',
  ],
]);

const BALANCERS: ReadonlySet<string> = new Set(['aws_lb', 'aws_alb', 'aws_elb']);

/** It is there to be reached. */
const OF_BALANCER =
  'Where no client comes from the internet, set internal = true, which creates a new load balancer. Where some do, make its listeners authenticate them (authenticate_oidc, authenticate_cognito) before they forward.';

function instructionFor({ property, resource }: Premise): string | undefined {
  const balancer = property === 'network.public-address' && BALANCERS.has(resource.type);
  return balancer ? OF_BALANCER : INSTRUCTIONS.get(property);
}

export const separateExposedWorkloads = defineControl({
  id: ID,
  title: 'Separate exposed workloads from valuable ones',
  description:
    'Workloads that share hosts, clusters or subnets with an internet-facing one fall with it. Moving them is a change of architecture that no one-line edit makes; the plan says what to move and where.',
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/bestpracticesguide/security-tasks-containers.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-best-practices.html',
  ],
  closesPaths: true,

  *findings(): Generator<Finding> {
    // Sharing is a shortcoming only where an attack path uses it.
  },

  *cut(premise: Premise): Generator<Proposal> {
    const instruction = instructionFor(premise);
    if (instruction === undefined) return;
    yield manual({
      id: `${ID}:${premise.key}`,
      address: premise.resource.address,
      reason: 'Moving a workload takes decisions that are not in the configuration.',
      instruction,
      falsifies: (other) => other.key === premise.key,
    });
  },
});
