/** What is read with an IAM permission: buckets, tables, secrets, parameters that are secret. */
import type { Configuration, Resource } from '#terraform/resource.js';
import type { Arns } from '../arn.js';
import type { DataStore } from '../estate.js';
import { tagsOf, textOf } from '../reading.js';
import { type SymbolicString, symbolic } from '../symbolic.js';

interface StoreKind {
  readonly type: string;
  readonly kind: DataStore['kind'];
  /** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
  readonly readActions: readonly string[];
  /** Behind the ARN of the resource, to what reading is checked against. */
  readonly suffix?: string;
  readonly applies?: (resource: Resource) => boolean;
}

const KINDS: readonly StoreKind[] = [
  { type: 'aws_s3_bucket', kind: 'data', readActions: ['s3:GetObject', 's3:GetObjectVersion'], suffix: '/*' },
  {
    type: 'aws_dynamodb_table',
    kind: 'data',
    readActions: [
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
      'dynamodb:Query',
      'dynamodb:Scan',
      'dynamodb:PartiQLSelect',
    ],
  },
  { type: 'aws_secretsmanager_secret', kind: 'secret', readActions: ['secretsmanager:GetSecretValue'] },
  {
    type: 'aws_ssm_parameter',
    kind: 'secret',
    readActions: ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory'],
    // Plain parameters hold settings; what is secret is a SecureString.
    applies: (resource) => textOf(resource.attribute('type')) === 'SecureString',
  },
];

export function readStores(configuration: Configuration, arns: Arns): readonly DataStore[] {
  const stores: DataStore[] = [];
  for (const { type, kind, readActions, suffix = '', applies } of KINDS) {
    for (const resource of configuration.ofType(type)) {
      if (resource.mode !== 'managed' || applies?.(resource) === false) continue;
      const arn: SymbolicString | undefined = arns.arnOf(resource);
      if (!arn) continue;
      const store = { kind, address: resource.address, resource, readActions, tags: tagsOf(resource) };
      stores.push({ ...store, arn: symbolic(arn, suffix) });
    }
  }
  return stores;
}
