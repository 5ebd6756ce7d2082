import { amplify } from './amplify.js';
import { apiGateway } from './api-gateway.js';
import { appRunner } from './app-runner.js';
import { appsync } from './appsync.js';
import { clientVpn } from './client-vpn.js';
import { cloudfront } from './cloudfront.js';
import { cognito } from './cognito.js';
import { dms } from './dms.js';
import { dynamodb } from './dynamodb.js';
import { efs } from './efs.js';
import { eks } from './eks.js';
import { elasticBeanstalk } from './elastic-beanstalk.js';
import { globalAccelerator } from './global-accelerator.js';
import { kinesis } from './kinesis.js';
import { kms } from './kms.js';
import { lambda } from './lambda.js';
import { lightsail } from './lightsail.js';
import { mq } from './mq.js';
import { msk } from './msk.js';
import { mwaa } from './mwaa.js';
import { neptune } from './neptune.js';
import { opensearch } from './opensearch.js';
import { rds } from './rds.js';
import { redshift } from './redshift.js';
import { s3 } from './s3.js';
import { secretsManager } from './secrets-manager.js';
import type { Service } from './service.js';
import { sqs } from './sqs.js';
import { systemsManager } from './systems-manager.js';
import { transferFamily } from './transfer-family.js';

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
  apiGateway,
  lambda,
  cloudfront,
  eks,
  rds,
  redshift,
  neptune,
  mq,
  msk,
  dms,
  appRunner,
  elasticBeanstalk,
  transferFamily,
  appsync,
  cognito,
  globalAccelerator,
  clientVpn,
  lightsail,
  amplify,
  mwaa,
];
