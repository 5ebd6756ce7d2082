import type { Host, Service } from '#aws/compute/compute.js';
import type { Principal } from '#aws/iam/policy.js';
import type { Premise } from '#aws/premise.js';
import { controls, places, reads, type Fact } from '../../../fact.js';
import { clusterContext, containerInstance } from '../../../premises/ecs.js';
import { runsOnHost, servicesOn } from '../../../premises/placement.js';
import { executionRole, hostRole, taskRole } from '../../../premises/role.js';
import { defineTechnique, type DeriveContext, type Step } from '../../../technique.js';

export const impersonateEcsAgent = defineTechnique({
  id: 'impersonate-ecs-agent',
  title: 'Impersonate the ECS agent of a container instance',
  description:
    'The role of a container instance is all that identifies its ECS agent. An attacker who has it connects to the ECS control plane as the agent (DiscoverPollEndpoint, Poll) and receives what the agent receives: the task definitions, and the credentials of every task role and execution role on that instance. Instances that share the role can be impersonated from each other.',
  mitre: [
    { id: 'T1528', name: 'Steal Application Access Token' },
    { id: 'T1552.005', name: 'Unsecured Credentials: Cloud Instance Metadata API' },
  ],
  references: [
    'https://naorhaziz.com/posts/under-the-hood-of-amazon-ecs/',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/instance_IAM_role.html',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html',
  ],
  limits:
    'The protocol of the agent is public but undocumented. That credentials are delivered is published research (ECScape); that task definitions are delivered to a second client follows from the protocol.',
  on: ['controls', 'places'],
  *derive(fact, context) {
    const { estate } = context;
    if (fact.kind === 'controls') {
      for (const host of estate.hosts) {
        if (host.role?.address !== fact.principal.address) continue;
        for (const service of servicesOn(estate, host)) {
          yield* impersonate(
            fact.principal,
            { service, host, needs: [], premises: [runsOnHost(service, host)] },
            context,
          );
        }
      }
    }
    if (fact.kind === 'places' && fact.host.role) {
      const { service, host } = fact;
      const { role } = fact.host;
      const needs = [controls(role), places(service, host)];
      yield* impersonate(role, { service, host, needs, premises: [] }, context);
    }
  },
});

interface Neighbour {
  readonly service: Service;
  readonly host: Host;
  readonly needs: readonly Fact[];
  readonly premises: readonly Premise[];
}

function* impersonate(principal: Principal, neighbour: Neighbour, { may }: DeriveContext): Generator<Step> {
  const { service, host } = neighbour;
  const instance = hostRole(host);
  if (!instance || !host.cluster) return;
  const discover = may({ principal, action: 'ecs:DiscoverPollEndpoint', target: { arn: undefined } });
  const poll = may({
    principal,
    action: 'ecs:Poll',
    target: containerInstance(host.cluster),
    context: clusterContext(host.cluster),
  });
  if (!discover || !poll) return;
  const needs = [...neighbour.needs, discover, poll];
  const premises = [instance.premise, ...neighbour.premises];
  const as = `Connects to ECS as the agent of ${host.address} with ${principal.address}`;
  yield {
    gains: reads(service),
    needs,
    premises,
    explanation: `${as} and receives the task definition of ${service.address}: commands, environment, secrets.`,
    cost: 2,
  };
  for (const own of [taskRole(service), executionRole(service)]) {
    if (!own) continue;
    yield {
      gains: controls(own.role),
      needs,
      premises: [...premises, own.premise],
      explanation: `${as} and receives the credentials of ${own.role.address} for the tasks of ${service.address}.`,
    };
  }
}
