import type { FileSystem } from '#aws/storage/file-system.js';
import type { Estate } from '#aws/estate.js';
import type { Premise } from '#aws/premise.js';
import { mounts, opens, placeAddress, type Fact } from '../../../fact.js';
import { isMeantToMount } from '../../../premises/declared-mount.js';
import { mountsByPolicy, NFS_PORT, withoutPolicy } from '../../../premises/file-system.js';
import { isRewritable } from '../../../premises/store.js';
import { standpoints } from '../../../premises/position.js';
import { defineTechnique } from '../../../technique.js';

export const mountEfsAnonymously = defineTechnique({
  id: 'mount-efs-anonymously',
  title: 'Mount an EFS file system over the network without credentials',
  description:
    'A file system without a file system policy is open to every client that reaches a mount target on port 2049: the client mounts the root directory and reads and writes as root, with no root squash. No IAM permission is needed. Encryption at rest is transparent to every client, and access points restrict only the clients that use them. A container that is not allowed to mount can speak NFS from user space.',
  mitre: [
    { id: 'T1039', name: 'Data from Network Shared Drive' },
    { id: 'T1021', name: 'Remote Services' },
  ],
  references: [
    'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
    'https://docs.aws.amazon.com/efs/latest/ug/accessing-fs-nfs-permissions.html',
    'https://docs.aws.amazon.com/efs/latest/ug/NFS-access-control-efs.html',
  ],
  limits: 'Assumed: the client learns the address of the mount target, which a scan of the subnet shows.',
  on: ['executes'],
  *derive({ place }, { estate, reaches }) {
    for (const { position, premises } of standpoints(place)) {
      for (const fileSystem of estate.fileSystems) {
        const ways = openWays(estate, fileSystem);
        for (const target of ways.length > 0 ? fileSystem.mountTargets : []) {
          const reached = reaches(position, target.position, NFS_PORT);
          if (!reached) continue;
          for (const way of ways) {
            yield {
              gains: mounts(fileSystem),
              needs: [reached, ...way.needs],
              premises: [...way.premises, ...premises],
              explanation: `Mounts ${fileSystem.address} from ${placeAddress(place)}${way.how}, which needs no credentials.`,
              intended: isMeantToMount(place, position, fileSystem),
            };
          }
        }
      }
    }
  },
});

interface Way {
  readonly how: string;
  readonly needs: readonly Fact[];
  readonly premises: readonly Premise[];
}

function openWays(estate: Estate, fileSystem: FileSystem): readonly Way[] {
  const open = withoutPolicy(fileSystem);
  if (open) return [{ how: '', needs: [], premises: [open] }];
  const ways = [...mountsByPolicy(estate, fileSystem, undefined)].filter(({ anonymous }) => anonymous);
  const byPolicy = ways.map(({ through, premises }) => ({
    how: through ? ` through ${through}` : '',
    needs: [],
    premises,
  }));
  if (byPolicy.length > 0 || !isRewritable(fileSystem.resource, estate)) return byPolicy;
  return [{ how: ', whose policy now allows everyone', needs: [opens(fileSystem.resource)], premises: [] }];
}
