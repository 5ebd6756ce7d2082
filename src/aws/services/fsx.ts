import { defineService } from './service.js';

export const fsx = defineService({
  name: 'Amazon FSx',
  prefix: 'fsx',
  resources: {
    aws_fsx_lustre_file_system: { arn: 'fsx:{R}:{A}:file-system/{id}' },
  },
});
