/** Who uses a file system, as far as the configuration shows: the ones that an edit has to keep working. */
import type { Host } from '#aws/compute/compute.js';
import type { AccessPoint, FileSystem } from '#aws/storage/file-system.js';
import type { Estate } from '#aws/estate.js';
import type { Principal } from '#aws/iam/policy.js';
import type { NetworkPosition } from '#aws/network/network.js';
import { literal } from '#aws/symbolic.js';

export interface Client {
  /** The function, service or host. */
  readonly address: string;
  readonly role: Principal | undefined;
  readonly accessPoint: AccessPoint | undefined;
  /** It mounts with IAM authorisation and TLS, as declared; hosts mount as somebody types. */
  readonly signed: boolean;
  readonly position: NetworkPosition | undefined;
  readonly writes: boolean;
}

export function clientsOf(fileSystem: FileSystem, estate: Estate): readonly Client[] {
  return [...functions(fileSystem, estate), ...services(fileSystem, estate), ...hosts(fileSystem, estate)];
}

function functions(fileSystem: FileSystem, estate: Estate): readonly Client[] {
  const points = new Set(fileSystem.accessPoints.map((point) => point.address));
  return estate.functions.flatMap((each) =>
    each.accessPoints
      .filter((point) => points.has(point.address))
      // Lambda always mounts with IAM and TLS. https://docs.aws.amazon.com/lambda/latest/dg/configuration-filesystem.html
      .map((accessPoint) => {
        const { address, role, position } = each;
        return { address, role, accessPoint, signed: true, position, writes: true };
      }),
  );
}

function services(fileSystem: FileSystem, estate: Estate): readonly Client[] {
  return estate.services.flatMap((service) => {
    const volumes = service.task?.volumes.filter((each) => each.efs?.fileSystem?.address === fileSystem.address) ?? [];
    return volumes.flatMap(({ name, efs }) => {
      if (!efs) return [];
      const mounts =
        service.task?.containers.flatMap((each) => each.mounts.filter((mount) => mount.volume === name)) ?? [];
      const positions = service.position ? [service.position] : service.hosts.map((host) => host.position);
      return (positions.length > 0 ? positions : [undefined]).map((position) => ({
        address: service.address,
        role: service.task?.taskRole,
        accessPoint: efs.accessPoint,
        position,
        signed: efs.iam && efs.transitEncryption,
        writes: mounts.length === 0 || mounts.some((mount) => !mount.readOnly),
      }));
    });
  });
}

const MOUNT = 'elasticfilesystem:ClientMount';
const WRITE = 'elasticfilesystem:ClientWrite';

/** Hosts whose role was given the file system on purpose: by a pattern of the service, not by `*`. */
function hosts(fileSystem: FileSystem, estate: Estate): readonly Client[] {
  return estate.hosts.flatMap((host) => {
    if (!host.role || !granted(host.role, MOUNT, fileSystem, estate)) return [];
    return [clientOfHost(host, granted(host.role, WRITE, fileSystem, estate))];
  });
}

function clientOfHost(host: Host, writes: boolean): Client {
  const { address, role, position } = host;
  return { address, role, accessPoint: undefined, signed: false, position, writes };
}

function granted(principal: Principal, action: string, fileSystem: FileSystem, estate: Estate): boolean {
  const target = { arn: fileSystem.arn, resource: fileSystem.resource, tags: fileSystem.tags };
  return estate.iam.grants({ principal, action, target }).some((grant) => {
    const pattern = grant.actionPattern && literal(grant.actionPattern.text);
    return pattern !== undefined && pattern.toLowerCase().startsWith('elasticfilesystem:');
  });
}
