/** What an event says it was on, as ARNs that a policy's `Resource` is compared with. */

interface Place {
  readonly account?: string | null;
  readonly region?: string | null;
}

/** Services whose ARNs name neither region nor account, or no region: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const WITHOUT_PLACE = new Set(['s3']);
const WITHOUT_REGION = new Set(['iam', 'sts']);

/**
 * Services whose calls name the resource that IAM checks, and nothing else. Of others (a role whose path is not said, a task where
 * the cluster is meant) a name settles nothing.
 */
const NAMED_EXACTLY = new Set(['s3', 'dynamodb', 'secretsmanager', 'lambda', 'kms', 'sns', 'kinesis', 'sts']);

/** Whether the name of a call's resource tells which one it is. */
export function tellsResource(prefix: string): boolean {
  return NAMED_EXACTLY.has(prefix);
}

/**
 * The ARN of a resource as an event names it, `table/orders` or an ARN as such, and what is inside: a pattern that covers any of them
 * covers the call.
 */
export function arnsOf(prefix: string, resource: string, place: Place): readonly string[] {
  const arn = arnOf(prefix, resource, place);
  return [arn, `${arn}/*`, `${arn}:*`, ...(prefix === 'secretsmanager' ? [`${arn}-??????`] : [])];
}

/** The ARN itself. */
export function arnOf(prefix: string, resource: string, { account, region }: Place): string {
  const at = resource.indexOf('arn:');
  if (at >= 0) return resource.slice(at);
  if (WITHOUT_PLACE.has(prefix)) return `arn:aws:${prefix}:::${resource}`;
  return `arn:aws:${prefix}:${WITHOUT_REGION.has(prefix) ? '' : (region ?? '')}:${account ?? ''}:${resource}`;
}
