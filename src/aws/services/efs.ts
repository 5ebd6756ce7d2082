import { defineService } from './service.js';

export const efs = defineService({
  name: 'Amazon EFS',
  prefix: 'elasticfilesystem',
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
});
