import { defineService } from './service.js';

export const efs = defineService({
  name: 'Amazon EFS',
  prefix: 'elasticfilesystem',
  resources: {
    aws_efs_file_system: { arn: 'elasticfilesystem:{R}:{A}:file-system/{id}', lookups: { id: 'file_system_id' } },
    aws_efs_access_point: {
      arn: 'elasticfilesystem:{R}:{A}:access-point/{id}',
      lookups: { id: 'access_point_id' },
      foreign: { file_system_arn: 'file_system_id' },
    },
  },
  resourcePolicies: [
    {
      of: ['aws_efs_file_system'],
      written: [{ type: 'aws_efs_file_system_policy', attribute: 'policy', owner: 'file_system_id' }],
      decides: 'beside-identity',
      takesUnsigned: true,
      publicAccess: 'as-written',
      rewrites: ['elasticfilesystem:PutFileSystemPolicy'],
      source: 'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
    },
  ],
  targets: [
    {
      of: ['aws_efs_file_system'],
      own: ['file-system'],
      suffixes: [''],
      ways: [
        {
          actions: ['elasticfilesystem:ClientMount'],
          does: 'mounts the file system',
          source: 'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
        },
        {
          actions: [
            'elasticfilesystem:CreateAccessPoint',
            'elasticfilesystem:CreateMountTarget',
            'elasticfilesystem:CreateReplicationConfiguration',
            'elasticfilesystem:ModifyMountTargetSecurityGroups',
            'elasticfilesystem:ReplicationRead',
          ],
          does: 'copies the file system, or adds further ways to mount it',
          source: 'https://docs.aws.amazon.com/efs/latest/ug/efs-replication.html',
          helps: true,
        },
      ],
    },
  ],
});
