import { subjectOf } from '#aws/premise.js';
import type { Service } from '#aws/compute/compute.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { edit, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { referenceTo } from '../../../propose/edit/reference.js';
import { seatOfResource } from '../../../propose/edit/scalar.js';

const ID = 'pin-task-definition-revision';

export const pinTaskDefinitionRevision = defineControl({
  id: ID,
  title: 'Run the revision that the configuration declares',
  description:
    'A service that follows the newest revision of a family runs any revision registered under that name: with ecs:RegisterTaskDefinition alone, an attacker gets a container rolled out by the next apply. The edit refers to the ARN of the task definition, which names the revision that Terraform created.',
  references: [
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service#task_definition',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const service of estate.services) {
      if (!service.followsLatestRevision) continue;
      const value = service.resource.attribute('task_definition');
      yield {
        address: service.address,
        attribute: 'task_definition',
        severity: 'low',
        resource: service.resource,
        message: `${service.address} runs the revision of its task definition that was registered last, even one that Terraform did not create.`,
        origin: value?.origin ?? service.resource.origin,
        remedy: propose(service),
      };
    }
  },

  *cut(premise): Generator<Proposal> {
    const service = subjectOf(premise, 'service.follows-latest-revision');
    if (service) yield propose(service);
  },
});

function propose(service: Service): Proposal {
  const { resource, task } = service;
  const id = `${ID}:${service.address}`;
  const falsifies: Proposal['falsifies'] = (premise) =>
    subjectOf(premise, 'service.follows-latest-revision')?.address === service.address;
  const seat = seatOfResource(resource);
  const reference = task && referenceTo(task.resource, resource.module, 'arn');
  if (!seat || reference === undefined) {
    return manual({
      id,
      address: service.address,
      falsifies,
      reason: task
        ? whyNotEditable(resource)
        : `The task definition of ${service.address} is not in this configuration.`,
      instruction: 'Refer to the task definition by its ARN with the revision.',
    });
  }
  const { file, body } = seat;
  return edit({
    id,
    resource,
    falsifies,
    applyEffect: 'in-place',
    summary: `Pin ${service.address} to the revision of ${task?.address}`,
    reason: 'The next apply no longer rolls out a revision that Terraform did not create.',
    changes: [{ kind: 'set-attribute', file, body, name: 'task_definition', value: reference }],
    mayBreak: [
      'The next apply rolls back revisions that a pipeline registers outside Terraform: make the pipeline change the configuration, or keep ignore_changes.',
    ],
    width: 1,
  });
}
