import { dynamodb } from './dynamodb.js';
import { efs } from './efs.js';
import { kinesis } from './kinesis.js';
import { kms } from './kms.js';
import { opensearch } from './opensearch.js';
import { s3 } from './s3.js';
import { secretsManager } from './secrets-manager.js';
import type { Service } from './service.js';
import { sqs } from './sqs.js';
import { systemsManager } from './systems-manager.js';

export const SERVICES: readonly Service[] = [
  s3,
  dynamodb,
  secretsManager,
  systemsManager,
  sqs,
  kinesis,
  opensearch,
  efs,
  kms,
];
