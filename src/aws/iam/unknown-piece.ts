import type { Hole } from '../symbolic.js';

/**
 * What an unknown piece of an ARN can't hold, by where it stands: a piece of a name holds no separators, as long as
 * nothing says that it is a path or an ARN.
 */
type Parts = readonly (string | Hole)[];

const COLONS_BEFORE_RESOURCE = 5;
const PIECE = '\uE000';

/** The characters that the hole at that place can't hold. */
export function barredAt(parts: Parts, at: number): string {
  const [start] = parts;
  const hole = parts[at];
  if (typeof hole !== 'object') return '';
  if (typeof start !== 'string' || !start.startsWith('arn:') || at === 0) return '';
  const before = parts.slice(0, at).map((part) => (typeof part === 'string' ? part : PIECE));
  const fields = before.join('').split(':');
  if (fields.length <= COLONS_BEFORE_RESOURCE) return ':/';
  const service = fields[2] ?? '';
  const resource = fields.slice(COLONS_BEFORE_RESOURCE).join(':');
  // `${var.x}` in the place of all of `table/orders`.
  if (resource === '' && !UNTYPED.has(service)) return '';
  return mayHoldSlash(service, resource, hole) ? ':' : ':/';
}

/**
 * Services whose ARNs have the name alone behind the account.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const UNTYPED: ReadonlySet<string> = new Set(['codecommit', 'codepipeline', 's3', 'sns', 'sqs']);

/**
 * Services with names that may hold a slash: parameters, secrets, log groups, repositories, aliases, and what AWS makes up
 * of several parts. S3 keys are told by what stands before them, IAM paths by what they are called.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
 */
const SLASHED: ReadonlySet<string> = new Set([
  'apigateway',
  'autoscaling',
  'ecr',
  'elasticloadbalancing',
  'events',
  'execute-api',
  'kms',
  'logs',
  'secretsmanager',
  'servicediscovery',
  'ssm',
]);

/** Names of variables and attributes that hold more than a name. */
const LONGER = /arn|path|prefix|key|ur[il]|pattern|resource|object|folder|dir|suffix/i;

function mayHoldSlash(service: string, resource: string, hole: Hole): boolean {
  if (SLASHED.has(service) || service.includes(PIECE)) return true;
  if (service === 's3' && resource.includes('/')) return true;
  return LONGER.test(hole.id.slice(hole.id.lastIndexOf('.') + 1));
}
