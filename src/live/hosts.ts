/**
 * What ECS says of its container instances, in the words of user data: the cluster that an instance has joined, and whether it
 * keeps tasks off the metadata service. That is how it is, whatever the instance was told at its start.
 */
import type { ContainerInstance, LiveResource, Observation } from './snapshot.js';

/** https://github.com/aws/amazon-ecs-agent/blob/master/agent/app/agent_capability.go */
const BLOCKS_METADATA = 'ecs.capability.task-eni-block-instance-metadata';
/** Those of the agent, and those that every instance gets, are no attributes of somebody's. */
const GIVEN = /^(?:ecs|com\.amazonaws\.ecs)\./;

export function withClusters(
  resources: readonly LiveResource[],
  observations: readonly Observation[],
): readonly LiveResource[] {
  const instances = new Map<string, ContainerInstance>();
  for (const each of observations) {
    if (each.kind === 'container-instance') instances.set(`${each.account} ${each.region} ${each.instanceId}`, each);
  }
  return resources.map((resource) => {
    const { type, account, region, id } = resource;
    const joined = type === 'aws_instance' ? instances.get(`${account} ${region} ${id}`) : undefined;
    return joined ? told(resource, joined) : resource;
  });
}

const BLOCK_SETTING = /\bECS_AWSVPC_BLOCK_IMDS\s*=\s*["']?\w+/g;

/** Later lines count. */
function told({ unread, ...resource }: LiveResource, joined: ContainerInstance): LiveResource {
  const { user_data: given } = resource.values;
  const own = Object.entries(joined.attributes).filter(([name]) => !GIVEN.test(name));
  const lines = [
    ...(typeof given === 'string' ? [given.replace(BLOCK_SETTING, '')] : ['#!/bin/bash']),
    `echo ECS_CLUSTER=${joined.clusterArn.replace(/^.*\//, '')} >> /etc/ecs/ecs.config`,
    ...(Object.hasOwn(joined.attributes, BLOCKS_METADATA)
      ? ['echo ECS_AWSVPC_BLOCK_IMDS=true >> /etc/ecs/ecs.config']
      : []),
    ...(own.length > 0
      ? [`echo 'ECS_INSTANCE_ATTRIBUTES=${JSON.stringify(Object.fromEntries(own))}' >> /etc/ecs/ecs.config`]
      : []),
  ];
  const others = unread?.filter((name) => name !== 'user_data') ?? [];
  return {
    ...resource,
    values: { ...resource.values, user_data: lines.join('\n') },
    ...(others.length > 0 ? { unread: others } : {}),
  };
}
