import type { Container, Service } from '#aws/compute/compute.js';
import type { Principal } from '#aws/iam/policy.js';
import { evidenceOf, type Premise } from '#aws/premise.js';
import { executes, type Fact } from '../../../fact.js';
import { clusterContext, serviceTarget, taskOf } from '../../../premises/ecs.js';
import { taskRole } from '../../../premises/role.js';
import { defineTechnique, type DeriveContext } from '../../../technique.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'service.execute-command': Service;
  }
}

const EXECUTE = 'ecs:ExecuteCommand';
/** What ECS Exec needs the task role to be allowed. */
const CHANNEL = 'ssmmessages:OpenControlChannel';

export const executeCommandInTask = defineTechnique({
  id: 'execute-command-in-task',
  title: 'Run commands in a container with ECS Exec',
  description:
    'ECS Exec opens a root shell in a running container of a service that has it enabled. The caller needs ecs:ExecuteCommand and nothing else. Where it is not enabled, ecs:UpdateService enables it, if the task role is allowed to open the channel to Systems Manager.',
  mitre: [
    { id: 'T1609', name: 'Container Administration Command' },
    { id: 'T1651', name: 'Cloud Administration Command' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommand.html',
  ],
  limits:
    'Assumed: where ECS Exec is enabled, the task role has the permissions that it needs. A read-only root file system, which prevents ECS Exec, is not considered.',
  on: ['controls'],
  *derive({ principal }, context) {
    const { estate, may } = context;
    if (!estate.iam.mayDo(principal, EXECUTE)) return;
    for (const service of estate.services) {
      const enabled = enabling(service, principal, context);
      const target = taskOf(service);
      const allowed = enabled && may({ principal, action: EXECUTE, target, context: clusterContext(service.cluster) });
      if (!enabled || !allowed) continue;
      const containers: readonly (Container | undefined)[] = service.task?.containers ?? [];
      for (const container of containers.length > 0 ? containers : [undefined]) {
        const where = container ? `the container ${container.name} of ${service.address}` : service.address;
        yield {
          gains: executes({ kind: 'task', service, container }),
          needs: [allowed, ...enabled.needs],
          premises: enabled.premises,
          explanation: `Opens a shell in ${where} with ECS Exec${enabled.first}.`,
        };
      }
    }
  },
});

interface Enabled {
  readonly needs: readonly Fact[];
  readonly premises: readonly Premise[];
  readonly first: string;
}

function enabling(service: Service, principal: Principal, { may }: DeriveContext): Enabled | undefined {
  const { resource } = service;
  if (service.executeCommand) {
    const premise: Premise = {
      property: 'service.execute-command',
      key: `service.execute-command|${service.address}`,
      resource,
      evidence: [evidenceOf(resource, 'enable_execute_command', resource.attribute('enable_execute_command'))],
      certainty: 'certain',
      subject: service,
    };
    return { needs: [], premises: [premise], first: '' };
  }
  const own = taskRole(service);
  if (!own || resource.type !== 'aws_ecs_service') return undefined;
  const context = clusterContext(service.cluster);
  const update = may({ principal, action: 'ecs:UpdateService', target: serviceTarget(service), context });
  const channel = update && may({ principal: own.role, action: CHANNEL, target: { arn: undefined } });
  if (!update || !channel) return undefined;
  return { needs: [update, channel], premises: [own.premise], first: ' after enabling it with ecs:UpdateService' };
}
