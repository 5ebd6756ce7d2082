/** What an event says it was on, as ARNs that a policy's `Resource` is compared with. */
import type { SymbolicString } from '#aws/symbolic.js';

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

/** The ARN of what a call was on, as an event names it: `table/orders`, or an ARN. Null where that does not tell which it is. */
export function resourceOf(prefix: string, named: string, place: Place): string | null {
  if (!NAMED_EXACTLY.has(prefix)) return null;
  const arn = arnOf(prefix, named, place);
  // A bucket that is reached by an access point has the access point's ARN in its place.
  if (prefix === 's3' && !/^arn:[^:]+:s3:::./.test(arn)) return null;
  // A function may be named with its account, and with a version: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  if (prefix === 'lambda')
    return arn.replace(/:function:(?:(?:[a-z0-9-]+:)?\d{12}:function:)?([^:]+)(:.*)?$/, ':function:$1');
  return arn;
}

/**
 * Whether a pattern may cover the resource that an event names, or something inside of it. What is not known of the pattern may be
 * anything: to say that a permission is not used although it is would be the worse mistake.
 */
export function mayCover(pattern: SymbolicString, arn: string): boolean {
  const wanted = pattern.parts.map((part) => (typeof part === 'string' ? part : '*')).join('');
  return withOuter(wanted).some((each) => wildcard(each).test(arn));
}

/** The pattern, and what is around of what it means: of `table/orders/index/x` the table, of a secret's ARN that without its suffix. */
function withOuter(pattern: string): string[] {
  const start = endOfAccount(pattern);
  const ends = [...pattern.matchAll(/[/:-]/g)].map(({ index }) => index).filter((index) => index > start);
  return [pattern, ...ends.map((end) => pattern.slice(0, end))];
}

/** Where the resource begins; a pattern that has less than an ARN has none. */
function endOfAccount(pattern: string): number {
  let at = -1;
  for (let colons = 0; colons < 5; colons += 1) {
    at = pattern.indexOf(':', at + 1);
    if (at < 0) return pattern.length;
  }
  return at + 1;
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll(/\*+/g, '.*').replaceAll('?', '.')}$`, 's');
}

function arnOf(prefix: string, resource: string, { account, region }: Place): string {
  const at = resource.indexOf('arn:');
  if (at >= 0) return resource.slice(at);
  if (WITHOUT_PLACE.has(prefix)) return `arn:aws:${prefix}:::${resource}`;
  return `arn:aws:${prefix}:${WITHOUT_REGION.has(prefix) ? '' : (region ?? '')}:${account ?? ''}:${resource}`;
}
