import { findBlocks } from '#hcl/edit/locate.js';
import type { Estate } from '#aws/estate.js';
import { type Premise, subjectOf } from '#aws/premise.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { edit, manual } from '../../../propose/edit/proposal.js';
import { seatOfResource, sourceBlock } from '../../../propose/edit/scalar.js';

const ID = 'keep-placement-constraint';

export const keepPlacementConstraint = defineControl({
  id: ID,
  title: 'Keep the declared placement constraint in force',
  description:
    "Removes a provisioner that clears the placement constraints of a service behind Terraform's back. While it is there the constraint protects nothing: a task whose host is drained restarts on any other host of the cluster, including a compromised one.",
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html',
    'https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const service of estate.services) {
      const premise = service.placement.undone;
      if (!premise) continue;
      const [shown] = premise.evidence;
      yield {
        address: service.address,
        attribute: 'placement_constraints',
        severity: 'medium',
        resource: service.resource,

        message: `A provisioner clears the placement constraints of ${service.address} after it is created.`,
        origin: shown?.origin ?? service.resource.origin,
        premises: [premise.key],
        remedy: propose(premise),
      };
    }
  },

  *cut(premise: Premise, _estate: Estate): Generator<Proposal> {
    if (premise.property === 'service.placement-undone') yield propose(premise);
  },
});

function propose(premise: Premise): Proposal {
  const { address } = premise.resource;
  const id = `${ID}:${address}`;
  const falsifies: Proposal['falsifies'] = (other) => other.key === premise.key;
  const command = subjectOf(premise, 'service.placement-undone');
  const block = command && sourceBlock(command.block);
  if (!command || !block || block.source.type !== 'provisioner') {
    return manual({
      id,
      address,
      falsifies,
      reason: 'The command that clears the constraints is not in a file that can be edited.',

      instruction: `Remove the provisioner that changes ${address}.`,
    });
  }
  const owner = seatOfResource(command.resource);
  const only = owner && findBlocks(owner.body, 'provisioner').length === 1 && owner.body.items.length === 1;
  return edit({
    id,
    resource: command.resource,
    falsifies,
    applyEffect: 'none',
    summary: `Remove the provisioner that clears the placement constraints of ${address}`,
    reason: "With its constraint in force, the tasks of the service can't be moved to a compromised host.",
    changes: [{ kind: 'remove-block', file: block.file, at: { start: block.source.start, end: block.source.end } }],
    mayBreak: [
      'The provisioner ran when its resource was created: constraints that it cleared come back with the next apply, which shows them as drift.',
      'If the constraint names one instance, the service stays down while that instance is down.',
      ...(only ? [`${command.resource.address} no longer does anything and can be removed.`] : []),
    ],
    width: 1,
  });
}
