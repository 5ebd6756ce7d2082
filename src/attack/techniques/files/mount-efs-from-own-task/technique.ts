import type { FileSystem, MountTarget } from '#aws/storage/file-system.js';
import type { Estate } from '#aws/estate.js';
import type { RequestTarget } from '#aws/iam/decision.js';
import type { NetworkPosition } from '#aws/network/network.js';
import type { Premise } from '#aws/premise.js';
import type { SymbolicString } from '#aws/symbolic.js';
import { controls, mounts, type Fact, type Registers } from '../../../fact.js';
import { callersOf } from '../../../premises/caller.js';
import { clusterContext, registeredDefinition, serviceTarget } from '../../../premises/ecs.js';
import { mountsByPolicy, NFS_PORT, withoutPolicy } from '../../../premises/file-system.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

export const mountEfsFromOwnTask = defineTechnique({
  id: 'mount-efs-from-own-task',
  title: 'Mount an EFS file system from a task placed in its network',
  description:
    'The caller who runs a task chooses its subnets and security groups. A task in the subnet of a mount target, with the security groups that the mount target allows, reaches it whatever the running workloads reach, and mounts the file system where no credentials are needed.',
  mitre: [
    { id: 'T1610', name: 'Deploy Container' },
    { id: 'T1039', name: 'Data from Network Shared Drive' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html',
    'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
  ],
  limits: 'The condition key ecs:subnet is not evaluated. A task with a passed role is covered by mount-efs-with-iam.',
  on: ['registers'],
  *derive(fact, context) {
    if (fact.role) return;
    for (const fileSystem of context.estate.fileSystems) {
      const open = anonymousWays(context.estate, fileSystem);
      for (const target of open.length > 0 ? fileSystem.mountTargets : []) {
        for (const { how, needs } of placements(fact, target, context)) {
          const explanation = `${how} in the network of ${target.address} and mounts ${fileSystem.address}, which needs no credentials.`;
          for (const premises of open) yield { gains: mounts(fileSystem), needs, premises, explanation, cost: 2 };
        }
      }
    }
  },
});

/** Ways to run a task where it reaches the mount target. */
function* placements(
  fact: Registers,
  target: MountTarget,
  context: DeriveContext,
): Generator<{ how: string; needs: readonly Fact[] }> {
  const { estate, may, reaches } = context;
  const reached = reaches(chosenPosition(estate, target), target.position, NFS_PORT);
  if (!reached) return;
  for (const { action, on, at, how } of runs(fact, estate)) {
    for (const principal of callersOf(estate, action)) {
      const allowed = may({ principal, action, target: on, context: at });
      if (allowed) yield { how, needs: [controls(principal), allowed, reached] };
    }
  }
}

interface Run {
  readonly action: string;
  readonly on: RequestTarget;
  readonly at: ReadonlyMap<string, readonly SymbolicString[]>;
  readonly how: string;
}

function* runs(fact: Registers, estate: Estate): Generator<Run> {
  for (const cluster of estate.clusters) {
    const how = `Runs that task in ${cluster.address}`;
    yield { action: 'ecs:RunTask', on: registeredDefinition(fact), at: clusterContext(cluster), how };
  }
  for (const service of fact.task ? [] : estate.services) {
    // Only a task with its own network interface can be placed in another network.
    if (service.resource.type !== 'aws_ecs_service' || !service.position) continue;
    const how = `Switches ${service.address} to that task`;
    yield { action: 'ecs:UpdateService', on: serviceTarget(service), at: clusterContext(service.cluster), how };
  }
}

/** In the subnets of the mount target, with every security group that the configuration has in that VPC. */
function chosenPosition(estate: Estate, target: MountTarget): NetworkPosition {
  const { resource, subnets, groups } = target.position;
  const vpcs = new Set([...subnets, ...groups].map(({ vpc }) => vpc));
  return {
    owner: `a task next to ${target.address}`,
    resource,
    subnets,
    groups: estate.network.groups.filter(({ vpc }) => vpc !== undefined && vpcs.has(vpc)),
    groupsUnknown: false,
    publicIp: 'unknown',
  };
}

function anonymousWays(estate: Estate, fileSystem: FileSystem): readonly (readonly Premise[])[] {
  const open = withoutPolicy(fileSystem);
  if (open) return [[open]];
  return [...mountsByPolicy(estate, fileSystem, undefined)]
    .filter(({ anonymous }) => anonymous)
    .map(({ premises }) => premises);
}
