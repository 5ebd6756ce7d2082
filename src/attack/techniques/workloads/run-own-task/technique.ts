import type { RequestTarget } from '#aws/iam/decision.js';
import { ACCOUNT, PARTITION, REGION, symbolic } from '#aws/symbolic.js';
import { controls, executes, type Fact, type Registers } from '../../../fact.js';
import { callersOf } from '../../../premises/caller.js';
import { clusterContext, registeredDefinition } from '../../../premises/ecs.js';
import type { Cluster } from '#aws/compute/compute.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

export const runOwnTask = defineTechnique({
  id: 'run-own-task',
  title: 'Run an attacker-controlled task in a cluster',
  description:
    'ecs:RunTask, StartTask and CreateService run a task definition in a cluster. With an attacker-controlled task definition that yields the credentials of the role passed to it and, on the container instances of the cluster, root on the host through a privileged container.',
  mitre: [
    { id: 'T1610', name: 'Deploy Container' },
    { id: 'T1611', name: 'Escape to Host' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StartTask.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html',
  ],
  limits:
    'Clusters that are not in the configuration are not seen. The role was passed when the task definition was registered.',
  on: ['registers'],
  *derive(fact, context) {
    const { role } = fact;
    for (const { cluster, needs } of runs(fact, context)) {
      if (role) {
        const explanation = `Runs that task definition in ${cluster.address} and reads the credentials of ${role.address} in it.`;
        yield { gains: controls(role), needs, explanation };
        continue;
      }
      for (const host of context.estate.hosts) {
        if (host.cluster?.address !== cluster.address) continue;
        const explanation = `Runs that task definition, with a privileged container, on ${host.address}.`;
        yield { gains: executes({ kind: 'host', host }), needs, explanation };
      }
    }
  },
});

function* runs(
  fact: Registers,
  { estate, may }: DeriveContext,
): Generator<{ cluster: Cluster; needs: readonly Fact[] }> {
  for (const { action, target } of ACTIONS) {
    for (const principal of callersOf(estate, action)) {
      for (const cluster of estate.clusters) {
        const allowed = may({ principal, action, target: target(fact, cluster), context: clusterContext(cluster) });
        if (allowed) yield { cluster, needs: [controls(principal), allowed] };
      }
    }
  }
}

const ownService = (_: Registers, cluster: Cluster): RequestTarget => ({
  arn: symbolic('arn:', PARTITION, ':ecs:', REGION, ':', ACCOUNT, ':service/', cluster.name, '/', {
    id: 'a service of their own',
  }),
  within: cluster.resource,
});

const ACTIONS = [
  { action: 'ecs:RunTask', target: registeredDefinition },
  { action: 'ecs:StartTask', target: registeredDefinition },
  { action: 'ecs:CreateService', target: ownService },
] as const;
