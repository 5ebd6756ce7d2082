import { defineService } from './service.js';

export const backup = defineService({
  name: 'AWS Backup',
  prefix: 'backup',
  resources: {
    aws_backup_vault: { arn: 'backup:{R}:{A}:backup-vault:{name}' },
  },
});
