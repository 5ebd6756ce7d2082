import type { Cluster, Service } from '#aws/compute/compute.js';
import type { RequestTarget } from '#aws/iam/decision.js';
import { ACCOUNT, PARTITION, REGION, symbolic, type SymbolicString } from '#aws/symbolic.js';
import type { Registers } from '../fact.js';

/**
 * Requests to Amazon ECS: the ARNs of their resources, and the condition keys that IAM knows of them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function clusterContext(cluster: Cluster | undefined): ReadonlyMap<string, readonly SymbolicString[]> {
  return new Map(cluster ? [['ecs:cluster', [cluster.arn]]] : []);
}

/** A container instance of the cluster. Its id comes with its registration, so no policy can name it; its tags are not those of the EC2 instance. */
export function containerInstance(cluster: Cluster): RequestTarget {
  return { arn: inCluster('container-instance', cluster, 'a container instance'), within: cluster.resource };
}

/** A running task of a service; its id is not known before it runs. */
export function taskOf(service: Service): RequestTarget {
  return {
    arn: inCluster('task', service.cluster, `${service.address}.task`),
    tags: service.tags,
    within: service.resource,
  };
}

export function serviceTarget(service: Service): RequestTarget {
  return { arn: service.arn, resource: service.resource, tags: service.tags };
}

export function clusterTarget(cluster: Cluster): RequestTarget {
  return { arn: cluster.arn, resource: cluster.resource };
}

/** A task definition in a family whose name the attacker chooses. */
export const OWN_FAMILY: RequestTarget = {
  arn: symbolic(
    'arn:',
    PARTITION,
    ':ecs:',
    REGION,
    ':',
    ACCOUNT,
    ':task-definition/',
    { id: 'a family of their own', chosen: true },
    ':1',
  ),
};

/** The ARN of a task definition that the attacker registered. */
export function registeredDefinition({ task }: Registers): RequestTarget {
  return task ? { arn: task.arn, resource: task.resource } : OWN_FAMILY;
}

export const ECS_TASKS = 'ecs-tasks.amazonaws.com';

function inCluster(kind: string, cluster: Cluster | undefined, id: string): SymbolicString {
  return symbolic('arn:', PARTITION, ':ecs:', REGION, ':', ACCOUNT, `:${kind}/`, cluster?.name ?? 'default', '/', {
    id,
  });
}
