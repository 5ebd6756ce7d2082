import type { AccessPoint } from '#aws/storage/file-system.js';
import { textOf } from '#aws/reading.js';
import type { NestedBlock } from '#model/resource.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { edit, isEditable, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { seatOfBlock, setScalar, sharedValueNotes } from '../../../propose/edit/scalar.js';

const ID = 'restrict-efs-access-point';
const NAME = 'root_directory.creation_info.permissions';

export const restrictEfsAccessPoint = defineControl({
  id: ID,
  title: "Create the access point's directory closed to other users",
  description:
    'Sets permissions = "750" in root_directory.creation_info, so that the directory, when the access point creates it, is closed to users other than its owner and group. It does not change an existing directory, and restricts only clients that use the access point: one that mounts the root of the file system as uid 0 ignores it. It closes no attack path.',
  references: [
    'https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html',
    'https://docs.aws.amazon.com/efs/latest/ug/API_CreationInfo.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/efs_access_point',
  ],
  closesPaths: false,

  *findings(estate): Generator<Finding> {
    for (const fileSystem of estate.fileSystems) {
      for (const point of fileSystem.accessPoints) {
        if (!isOpen(point.permissions)) continue;
        const info = creationInfo(point);
        yield {
          address: point.address,
          attribute: NAME,
          severity: 'low',
          resource: point.resource,
          message: `The directory of ${point.address} is created with permissions ${point.permissions}, open to every user.`,
          origin: info?.attribute('permissions')?.origin ?? point.resource.origin,
          remedy: propose(point),
        };
      }
    }
  },

  *cut(): Generator<Proposal> {
    // Permissions of a folder still to be created make no premise of an attack false.
  },
});

/** Others may do something: the last octal digit is not 0. */
function isOpen(permissions: string | undefined): boolean {
  return permissions !== undefined && /^[0-7]{3,4}$/.test(permissions) && !permissions.endsWith('0');
}

function creationInfo(point: AccessPoint): NestedBlock | undefined {
  return point.resource.blocks('root_directory')[0]?.blocks('creation_info')[0];
}

function propose(point: AccessPoint): Proposal {
  const { resource } = point;
  const id = `${ID}:${resource.address}`;
  const falsifies: Proposal['falsifies'] = () => false;
  const info = creationInfo(point);
  const seat = !isEditable(resource) || !info ? undefined : seatOfBlock(info);
  const changes = seat && setScalar(seat, 'permissions', '"750"');
  if (!seat || !changes?.length) {
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction: 'Set permissions = "750" in root_directory.creation_info of the access point.',
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    changes,
    summary: `Create the directory of ${resource.address} with permissions 750`,
    reason: `Hygiene: users other than the owner and group of the directory do not need access. It closes no attack path${textOf(info?.attribute('owner_uid')) === '0' ? ', and its owner is root' : ''}.`,
    applyEffect: 'replacement',
    mayBreak: [
      'The access point is replaced and gets a new id and ARN: ECS volumes, Lambda functions and policies that name it change with it. The files stay.',
      'An existing directory keeps its permissions: run chmod 750 on it once, from a client that mounts the file system.',
      ...(point.posixUser
        ? []
        : ['Without posix_user every client acts with the uid that it claims; set it to enforce one.']),
      ...sharedValueNotes(seat, 'permissions'),
    ],
    width: 1,
  });
}
