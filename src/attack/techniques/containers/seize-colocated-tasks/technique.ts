import type { Host, Service } from '#aws/compute/compute.js';
import type { Premise } from '#aws/premise.js';
import { executes, places, type Fact } from '../../../fact.js';
import { runsOnHost, servicesOn } from '../../../premises/placement.js';
import { defineTechnique, type Step } from '../../../technique.js';

export const seizeColocatedTasks = defineTechnique({
  id: 'seize-colocated-tasks',
  title: 'Enter the other tasks on a compromised host',
  description:
    "Root on a container instance can enter every container on it (`docker exec`), read its files, memory and environment, and fetch the credentials of its task role. Tasks that share a host have to trust each other's code.",
  mitre: [
    { id: 'T1609', name: 'Container Administration Command' },
    { id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
  ],
  on: ['executes', 'places'],
  *derive(fact, { estate }) {
    if (fact.kind === 'executes' && fact.place.kind === 'host') {
      const { host } = fact.place;
      for (const service of servicesOn(estate, host)) yield* enter(service, host, [], [runsOnHost(service, host)]);
    }
    if (fact.kind === 'places') {
      const { service, host } = fact;
      yield* enter(service, host, [executes({ kind: 'host', host }), places(service, host)], []);
    }
  },
});

function* enter(service: Service, host: Host, needs: readonly Fact[], premises: readonly Premise[]): Generator<Step> {
  const containers = service.task?.containers ?? [];
  for (const container of containers) {
    yield {
      gains: executes({ kind: 'task', service, container, host }),
      needs,
      premises,
      explanation: `Enters the container ${container.name} of ${service.address} on ${host.address}.`,
    };
  }
  if (containers.length > 0) return;
  // The content of the task definition is unknown; its task runs there all the same.
  yield {
    gains: executes({ kind: 'task', service, container: undefined, host }),
    needs,
    premises,
    explanation: `Enters the containers of ${service.address} on ${host.address}.`,
  };
}
