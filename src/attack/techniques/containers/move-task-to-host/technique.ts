import type { Host, Service } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import type { RequestTarget } from '#aws/iam/decision.js';
import { places } from '../../../fact.js';
import { clusterContext, clusterTarget, containerInstance, serviceTarget, taskOf } from '../../../premises/ecs.js';
import { couldBeElsewhere, isBarred, mayMoveToHost } from '../../../premises/placement.js';
import { defineTechnique } from '../../../technique.js';

export const moveTaskToHost = defineTechnique({
  id: 'move-task-to-host',
  title: 'Make the scheduler move a task to another host',
  description:
    'When a task of a service ends, or its container instance is drained or deregistered, the scheduler starts a replacement on an instance that has room. The usual container instance role is allowed to drain, deregister and report state for any other instance of the cluster, so one compromised node can draw the tasks of all others to itself, unless a placement constraint prevents it.',
  mitre: [
    { id: 'T1578', name: 'Modify Cloud Compute Infrastructure' },
    { id: 'T1610', name: 'Deploy Container' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-draining.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeregisterContainerInstance.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SubmitTaskStateChange.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html',
  ],
  limits:
    'Assumed: the host has free capacity, and service auto scaling, capacity provider strategies and placement strategies allow the move.',
  on: ['controls'],
  *derive({ principal }, { estate, may }) {
    const actions = ACTIONS.filter(({ action }) => estate.iam.mayDo(principal, action));
    if (actions.length === 0) return;
    for (const { service, host } of movable(estate)) {
      const placement = mayMoveToHost(service, host);
      for (const { action, target, how, replacesPlacement } of actions) {
        const premises = replacesPlacement ? [] : placement;
        const on = premises && target(service);
        const allowed = on && may({ principal, action, target: on, context: clusterContext(service.cluster) });
        if (!premises || !allowed) continue;
        yield {
          gains: places(service, host),
          needs: [allowed],
          premises,
          explanation: `${how(service)}, so the scheduler starts one on ${host.address}.`,
        };
      }
    }
  },
});

function movable(estate: Estate): { readonly service: Service; readonly host: Host }[] {
  return estate.hosts.flatMap((host) =>
    estate.services
      .filter((service) => couldBeElsewhere(service, host) && !isBarred(service, host))
      .map((service) => ({ service, host })),
  );
}

interface Mover {
  readonly action: string;
  readonly target: (service: Service) => RequestTarget | undefined;
  readonly how: (service: Service) => string;
  /** The call itself can say where the tasks go. */
  readonly replacesPlacement?: boolean;
}

const anyInstance = ({ cluster }: Service): RequestTarget | undefined => cluster && containerInstance(cluster);

const ownCluster = ({ cluster }: Service): RequestTarget | undefined => cluster && clusterTarget(cluster);

const ACTIONS: readonly Mover[] = [
  {
    action: 'ecs:UpdateContainerInstancesState',
    target: anyInstance,
    how: ({ address }) => `Drains the container instances that run the tasks of ${address}`,
  },
  {
    action: 'ecs:DeregisterContainerInstance',
    target: ownCluster,
    how: ({ address }) => `Deregisters the container instances that run the tasks of ${address}`,
  },
  {
    action: 'ecs:SubmitTaskStateChange',
    target: ownCluster,
    how: ({ address }) => `Reports the tasks of ${address} as stopped`,
  },
  {
    action: 'ecs:SubmitContainerStateChange',
    target: ownCluster,
    how: ({ address }) => `Reports the containers of ${address} as stopped`,
  },
  {
    action: 'ecs:StopTask',
    target: taskOf,
    how: ({ address }) => `Stops the tasks of ${address} until the scheduler places a new one`,
  },
  {
    action: 'ecs:UpdateService',
    target: serviceTarget,
    how: ({ address }) => `Forces a new deployment of ${address} with the attacker's placement constraints`,
    replacesPlacement: true,
  },
];
