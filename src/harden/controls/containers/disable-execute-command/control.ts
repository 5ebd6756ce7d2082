import { subjectOf } from '#aws/premise.js';
import type { Service } from '#aws/compute/compute.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { edit, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { seatOfResource, setScalar, sharedValueNotes } from '../../../propose/edit/scalar.js';

const ID = 'disable-execute-command';

export const disableExecuteCommand = defineControl({
  id: ID,
  title: 'Turn off ECS Exec',
  description:
    'With ECS Exec, a caller who is allowed ecs:ExecuteCommand gets a shell in the containers of a service, and with it their role. The edit turns it off; running tasks keep it until they are replaced.',
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service#enable_execute_command',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const service of estate.services) {
      if (!service.executeCommand) continue;
      const value = service.resource.attribute('enable_execute_command');
      yield {
        address: service.address,
        attribute: 'enable_execute_command',
        severity: 'low',
        resource: service.resource,

        message: `${service.address} lets callers who are allowed ecs:ExecuteCommand run commands in its containers.`,
        origin: value?.origin ?? service.resource.origin,
        remedy: propose(service),
      };
    }
  },

  *cut(premise): Generator<Proposal> {
    const service = subjectOf(premise, 'service.execute-command');
    if (service) yield propose(service);
  },
});

function propose(service: Service): Proposal {
  const { resource } = service;
  const id = `${ID}:${service.address}`;
  const falsifies: Proposal['falsifies'] = (premise) =>
    subjectOf(premise, 'service.execute-command')?.address === service.address;
  const seat = seatOfResource(resource);
  if (!seat) {
    return manual({
      id,
      address: service.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction: 'Pass enable_execute_command = false to the module if it has that argument.',
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    changes: setScalar(seat, 'enable_execute_command', 'false'),
    summary: `Turn off ECS Exec on ${service.address}`,
    reason: 'No API call opens a shell in the containers of the service any more.',
    applyEffect: 'in-place',
    mayBreak: [
      'Operators can no longer open a shell in its containers.',
      'Running tasks keep ECS Exec until they are replaced: force a new deployment.',
      ...sharedValueNotes(seat, 'enable_execute_command'),
    ],
    width: 2,
  });
}
