import type { FileSystem } from '#aws/storage/file-system.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { edit, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { renderBlock } from '../../../propose/edit/render.js';
import { seatOfResource } from '../../../propose/edit/scalar.js';

const ID = 'set-efs-lifecycle';

export const setEfsLifecycle = defineControl({
  id: ID,
  title: 'Move unused files of the file system to cheaper storage',
  description:
    'Adds a lifecycle_policy block that moves files not read for 30 days to Infrequent Access. It is about cost and closes no attack path. The block is not the lifecycle meta-argument, which takes no transition_to_ia.',
  references: [
    'https://docs.aws.amazon.com/efs/latest/ug/lifecycle-management-efs.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/efs_file_system#lifecycle_policy',
  ],
  closesPaths: false,

  *findings(estate): Generator<Finding> {
    for (const fileSystem of estate.fileSystems) {
      const { resource } = fileSystem;
      const policies = resource.blocks('lifecycle_policy');
      if (policies.some((block) => block.maybe || block.attribute('transition_to_ia') !== undefined)) continue;
      yield {
        address: fileSystem.address,
        attribute: 'lifecycle_policy',
        severity: 'info',
        resource,
        message: `${fileSystem.address} keeps unused files in the most expensive storage class.`,
        origin: resource.origin,
        remedy: propose(fileSystem),
      };
    }
  },

  *cut(): Generator<Proposal> {
    // Where files lie makes no premise of an attack false.
  },
});

function propose({ resource }: FileSystem): Proposal {
  const id = `${ID}:${resource.address}`;
  const falsifies: Proposal['falsifies'] = () => false;
  const seat = seatOfResource(resource);
  if (!seat) {
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction:
        'Pass a lifecycle policy with transition_to_ia = "AFTER_30_DAYS" to the module if it has that argument.',
    });
  }
  const block = renderBlock({ header: 'lifecycle_policy', items: [['transition_to_ia', '"AFTER_30_DAYS"']] });
  return edit({
    id,
    resource,
    falsifies,
    changes: [{ kind: 'add-block', file: seat.file, body: seat.body, block }],
    summary: `Move files of ${resource.address} to Infrequent Access after 30 days`,
    reason: 'Hygiene: it saves money and closes no attack path.',
    applyEffect: 'in-place',
    mayBreak: ['The first read of a moved file costs more and takes longer.'],
    width: 0,
  });
}
