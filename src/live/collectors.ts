/** All collectors, each loaded with its client when it is run. */
import type { ServiceName } from './calls.js';
import { type Collect, collecting } from './collector.js';

export interface LazyCollector {
  readonly service: ServiceName;
  readonly load: () => Promise<Collect>;
}

export const COLLECTORS: readonly LazyCollector[] = [
  { service: 'iam', load: async () => collecting((await import('./collect/iam.js')).iam) },
  { service: 's3', load: async () => collecting((await import('./collect/s3.js')).s3) },
  { service: 's3control', load: async () => collecting((await import('./collect/s3control.js')).s3control) },
  {
    service: 'organizations',
    load: async () => collecting((await import('./collect/organizations.js')).organizations),
  },
  { service: 'ec2', load: async () => collecting((await import('./collect/ec2.js')).ec2) },
  { service: 'autoscaling', load: async () => collecting((await import('./collect/autoscaling.js')).autoscaling) },
  { service: 'elb', load: async () => collecting((await import('./collect/elb.js')).elb) },
  { service: 'elbv2', load: async () => collecting((await import('./collect/elbv2.js')).elbv2) },
  { service: 'ecs', load: async () => collecting((await import('./collect/ecs.js')).ecs) },
  { service: 'efs', load: async () => collecting((await import('./collect/efs.js')).efs) },
  { service: 'lambda', load: async () => collecting((await import('./collect/lambda.js')).lambda) },
  { service: 'apigateway', load: async () => collecting((await import('./collect/apigateway.js')).apigateway) },
  { service: 'apigatewayv2', load: async () => collecting((await import('./collect/apigateway.js')).apigatewayv2) },
  {
    service: 'secretsmanager',
    load: async () => collecting((await import('./collect/secretsmanager.js')).secretsmanager),
  },
  { service: 'ssm', load: async () => collecting((await import('./collect/ssm.js')).ssm) },
  { service: 'dynamodb', load: async () => collecting((await import('./collect/dynamodb.js')).dynamodb) },
  { service: 'kms', load: async () => collecting((await import('./collect/kms.js')).kms) },
  { service: 'sqs', load: async () => collecting((await import('./collect/messaging.js')).sqs) },
  { service: 'sns', load: async () => collecting((await import('./collect/messaging.js')).sns) },
  { service: 'rds', load: async () => collecting((await import('./collect/rds.js')).rds) },
  { service: 'ecr', load: async () => collecting((await import('./collect/containers.js')).ecr) },
  { service: 'eks', load: async () => collecting((await import('./collect/containers.js')).eks) },
];
