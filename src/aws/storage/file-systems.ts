/** EFS file systems with mount targets, access points and policies. */
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Arns } from '../arn.js';
import type { AccessPoint, FileSystem, MountTarget } from './file-system.js';
import { append, groupBy } from '../grouping.js';
import type { Iam } from '../iam/decision.js';
import type { PolicyDocument } from '../iam/policy.js';
import type { Links } from '../link.js';
import type { Positions } from '../network/positions.js';
import { UNKNOWN, flagOf, tagsOf, textOf } from '../reading.js';
import { type SymbolicString, symbolic, symbolicOf } from '../symbolic.js';

export interface FileSystems {
  readonly all: readonly FileSystem[];
  fileSystem(address: string): FileSystem | undefined;
  accessPoint(address: string): AccessPoint | undefined;
}

export interface StorageContext {
  readonly configuration: Configuration;
  readonly links: Links;
  readonly arns: Arns;
  readonly positions: Positions;
  readonly iam: Iam;
}

const FILE_SYSTEM = 'aws_efs_file_system';

export function readFileSystems(context: StorageContext): FileSystems {
  const { configuration, links, iam } = context;
  const accessPoints = new Map<string, AccessPoint>();
  const targets = new Map<string, MountTarget[]>();
  const policies = new Map<string, PolicyDocument>();
  for (const resource of configuration.ofType('aws_efs_access_point')) {
    if (resource.mode === 'managed') accessPoints.set(resource.address, readAccessPoint(resource, context));
  }
  for (const resource of configuration.ofType('aws_efs_mount_target')) {
    const owner = links.to(resource.attribute('file_system_id'), FILE_SYSTEM);
    if (!owner || resource.mode !== 'managed') continue;
    append(targets, owner.address, readMountTarget(resource, context));
  }
  for (const resource of configuration.ofType('aws_efs_file_system_policy')) {
    const owner = links.to(resource.attribute('file_system_id'), FILE_SYSTEM);
    const document = iam.documentOf(resource, 'policy');
    if (owner && document) policies.set(owner.address, document);
  }
  const pointsOf = groupBy(accessPoints.values(), (point) => point.fileSystem);
  const all = new Map<string, FileSystem>();
  for (const resource of [FILE_SYSTEM, `data.${FILE_SYSTEM}`].flatMap((type) => configuration.ofType(type))) {
    // A file system that is only looked up is there, and so are the mount targets declared for it.
    if (resource.mode === 'data' && links.to(resource.read(['id']), FILE_SYSTEM) !== resource) continue;
    const encrypted = flagOf(resource.attribute('encrypted'));
    all.set(resource.address, {
      address: resource.address,
      resource,
      arn: arnOf(resource, context),
      encrypted: encrypted === UNKNOWN ? undefined : encrypted,
      mountTargets: targets.get(resource.address) ?? [],
      accessPoints: pointsOf.get(resource.address) ?? [],
      policy: policies.get(resource.address),
      tags: tagsOf(resource),
    });
  }
  return {
    all: [...all.values()],
    fileSystem: (address) => all.get(address),
    accessPoint: (address) => accessPoints.get(address),
  };
}

function arnOf(resource: Resource, { arns }: StorageContext): SymbolicString {
  return arns.arnOf(resource) ?? symbolicOf(resource.read(['arn'])) ?? symbolic(resource.address);
}

function readAccessPoint(resource: Resource, context: StorageContext): AccessPoint {
  const [root] = resource.blocks('root_directory');
  const [creation] = root?.blocks('creation_info') ?? [];
  return {
    address: resource.address,
    resource,
    arn: arnOf(resource, context),
    fileSystem: context.links.to(resource.attribute('file_system_id'), FILE_SYSTEM)?.address,
    rootDirectory: textOf(root?.attribute('path')) ?? '/',
    permissions: textOf(creation?.attribute('permissions')),
    posixUser: resource.blocks('posix_user').length > 0,
  };
}

function readMountTarget(resource: Resource, { positions }: StorageContext): MountTarget {
  const position = positions.place({
    owner: resource.address,
    resource,
    subnets: [resource.attribute('subnet_id')],
    groups: [resource.attribute('security_groups')],
    publicAddress: { state: 'no', evidence: [] },
  });
  return { address: resource.address, resource, position };
}
