import {
  type AccessPointDescription,
  DescribeBackupPolicyCommand,
  DescribeFileSystemPolicyCommand,
  DescribeLifecycleConfigurationCommand,
  DescribeMountTargetSecurityGroupsCommand,
  EFSClient,
  type FileSystemDescription,
  type MountTargetDescription,
  paginateDescribeAccessPoints,
  paginateDescribeFileSystems,
  paginateDescribeMountTargets,
} from '@aws-sdk/client-efs';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';
import { block, blocks, sorted, tagsOf } from '../values.js';

type At = Reader<EFSClient, 'efs'>;
const row = rowsOf<EFSClient, 'efs'>();

export const efs: Collector<EFSClient, 'efs'> = {
  service: 'efs',
  connect: (settings) => new EFSClient(settings),
  rows: [
    row({
      call: 'DescribeFileSystems',
      pages: (client) => paginateDescribeFileSystems({ client, pageSize: 100 }, {}),
      items: (page) => page.FileSystems,
      each: addFileSystem,
    }),
    row({
      call: 'DescribeAccessPoints',
      pages: (client) => paginateDescribeAccessPoints({ client, pageSize: 100 }, {}),
      items: (page) => page.AccessPoints,
      each: addAccessPoint,
    }),
  ],
};

async function addFileSystem(found: FileSystemDescription, at: At): Promise<void> {
  const { FileSystemId: id = '', FileSystemArn: arn, KmsKeyId } = found;
  const about = { type: 'aws_efs_file_system', id };
  const lifecycle = await at.ask({ call: 'DescribeLifecycleConfiguration', about }, () =>
    at.client.send(new DescribeLifecycleConfigurationCommand({ FileSystemId: id })),
  );
  at.add({
    ...about,
    arn: arn ?? at.arn('elasticfilesystem', `file-system/${id}`),
    values: {
      name: found.Name,
      creation_token: found.CreationToken,
      encrypted: found.Encrypted ?? false,
      kms_key_id: KmsKeyId ?? '',
      performance_mode: found.PerformanceMode,
      throughput_mode: found.ThroughputMode,
      availability_zone_name: found.AvailabilityZoneName ?? '',
      lifecycle_policy:
        lifecycle.is === 'read'
          ? blocks(lifecycle.value.LifecyclePolicies, (each) => ({
              transition_to_ia: each.TransitionToIA ?? '',
              transition_to_archive: each.TransitionToArchive ?? '',
              transition_to_primary_storage_class: each.TransitionToPrimaryStorageClass ?? '',
            }))
          : undefined,
      tags: tagsOf(found.Tags?.filter(({ Key = '' }) => !Key.startsWith('aws:'))),
    },
    unread: lifecycle.is === 'unread' ? ['lifecycle_policy'] : [],
  });
  await Promise.all([addPolicy(id, at), addBackupPolicy(id, at), addMountTargets(id, at)]);
}

async function addPolicy(file_system_id: string, at: At): Promise<void> {
  const about = { type: 'aws_efs_file_system', id: file_system_id };
  const answer = await at.ask({ call: 'DescribeFileSystemPolicy', about, absent: ['PolicyNotFound'] }, () =>
    at.client.send(new DescribeFileSystemPolicyCommand({ FileSystemId: file_system_id })),
  );
  const found = { type: 'aws_efs_file_system_policy', id: file_system_id, values: { file_system_id } };
  at.addAnswered(found, answer, { policy: ({ Policy }) => Policy });
}

async function addBackupPolicy(file_system_id: string, at: At): Promise<void> {
  const about = { type: 'aws_efs_file_system', id: file_system_id };
  const answer = await at.ask({ call: 'DescribeBackupPolicy', about, absent: ['PolicyNotFound'] }, () =>
    at.client.send(new DescribeBackupPolicyCommand({ FileSystemId: file_system_id })),
  );
  if (answer.is !== 'read') return;
  const backup_policy = block({ status: answer.value.BackupPolicy?.Status });
  at.add({ type: 'aws_efs_backup_policy', id: file_system_id, values: { file_system_id, backup_policy } });
}

async function addMountTargets(file_system_id: string, at: At): Promise<void> {
  await at.read(
    row({
      call: 'DescribeMountTargets',
      about: { type: 'aws_efs_file_system', id: file_system_id },
      pages: (client) => paginateDescribeMountTargets({ client, pageSize: 100 }, { FileSystemId: file_system_id }),
      items: (page) => page.MountTargets,
      each: addMountTarget,
    }),
  );
}

async function addMountTarget(found: MountTargetDescription, at: At): Promise<void> {
  const { MountTargetId: id = '', FileSystemId: file_system_id, SubnetId: subnet_id } = found;
  const about = { type: 'aws_efs_mount_target', id };
  const answer = await at.ask({ call: 'DescribeMountTargetSecurityGroups', about }, () =>
    at.client.send(new DescribeMountTargetSecurityGroupsCommand({ MountTargetId: id })),
  );
  const values = {
    file_system_id,
    subnet_id,
    ip_address: found.IpAddress,
    network_interface_id: found.NetworkInterfaceId,
    availability_zone_name: found.AvailabilityZoneName,
  };
  at.addAnswered({ ...about, values }, answer, {
    security_groups: ({ SecurityGroups }) => sorted(SecurityGroups ?? []),
  });
}

function addAccessPoint(found: AccessPointDescription, at: At): void {
  const { AccessPointId: id = '', AccessPointArn: arn, PosixUser: user, RootDirectory: root } = found;
  const creation = root?.CreationInfo;
  at.add({
    type: 'aws_efs_access_point',
    id,
    arn,
    values: {
      file_system_id: found.FileSystemId,
      posix_user: block(user && { uid: user.Uid, gid: user.Gid, secondary_gids: user.SecondaryGids }),
      root_directory: block(
        root && {
          path: root.Path,
          creation_info: block(
            creation && {
              owner_uid: creation.OwnerUid,
              owner_gid: creation.OwnerGid,
              permissions: creation.Permissions,
            },
          ),
        },
      ),
      tags: tagsOf(found.Tags),
    },
  });
}
