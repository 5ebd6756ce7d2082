import { evidenceOf, type Premise } from '#aws/premise.js';
import type { Service } from '#aws/compute/compute.js';
import { controls, executes } from '../../../fact.js';
import { defineTechnique } from '../../../technique.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'service.follows-latest-revision': Service;
  }
}

export const deployByNextApply = defineTechnique({
  id: 'deploy-by-next-apply',
  title: "Wait for the next apply to deploy the attacker's revision",
  description:
    'A service that follows the newest revision of its family runs a revision that an attacker registered as soon as Terraform is applied again. The attacker needs neither ecs:UpdateService nor ecs:RunTask: the next terraform apply deploys the revision.',
  mitre: [
    { id: 'T1610', name: 'Deploy Container' },
    { id: 'T1525', name: 'Implant Internal Image' },
  ],
  references: [
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ecs_task_definition',
    'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html',
  ],
  limits:
    'Nothing happens until the next apply. A revision that was registered before the permission was removed is deployed all the same.',
  on: ['registers'],
  *derive({ task, role }, { estate }) {
    if (!task) return;
    for (const service of estate.services) {
      if (!service.followsLatestRevision || service.task?.address !== task.address) continue;
      const how = `Waits until Terraform is applied, which makes ${service.address} run the newest revision`;
      yield {
        gains: role ? controls(role) : executes({ kind: 'task', service, container: undefined }),
        premises: [followsLatest(service)],
        explanation: role ? `${how}, and reads the credentials of ${role.address} in it.` : `${how}.`,
        cost: 2,
      };
    }
  },
});

function followsLatest(service: Service): Premise {
  const { resource } = service;
  return {
    property: 'service.follows-latest-revision',
    key: `service.follows-latest-revision|${service.address}`,
    resource,
    evidence: [evidenceOf(resource, 'task_definition', resource.attribute('task_definition'))],
    certainty: 'certain',
    subject: service,
  };
}
