/** What the errors of AWS's services mean for reading. */
import type { NotReadReason } from './snapshot.js';

/** Reading can't go on: nothing of it is of use. */
export class ReadFault extends Error {
  override readonly name = 'ReadFault';
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** What reads accounts is loaded from a file of its own, with a class of its own. */
export function isReadFault(error: unknown): error is ReadFault {
  return error instanceof Error && error.name === 'ReadFault' && 'hint' in error;
}

/** `expired` and `credentials` end it all. */
export type Failure = NotReadReason | 'expired' | 'credentials';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and "Common Errors" of each service. */
const BY_NAME: Readonly<Record<string, Failure>> = {
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  AuthorizationError: 'denied',
  AuthorizationErrorException: 'denied',
  NotAuthorized: 'denied',
  UnauthorizedOperation: 'denied',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  RequestExpired: 'expired',
  TokenProviderError: 'credentials',
  CredentialsProviderError: 'credentials',
  TimeoutError: 'timeout',
  AuthFailure: 'unavailable',
  InvalidClientTokenId: 'unavailable',
  OptInRequired: 'unavailable',
  SubscriptionRequiredException: 'unavailable',
  UnknownOperationException: 'unavailable',
  UnrecognizedClientException: 'unavailable',
  AWSOrganizationsNotInUseException: 'unavailable',
};
const THROTTLED =
  /^(?:Throttl|RequestLimitExceeded|TooManyRequests|SlowDown|RequestThrottled|EC2Throttled|BandwidthLimit)/;
/** Nobody answers under that name: a region that does not have the service, or no network. */
const NO_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET']);

export interface Told {
  readonly failure: Failure;
  /** What the service calls it. */
  readonly code: string;
}

export function failureOf(error: unknown): Told {
  const code = nameOf(error);
  const known = BY_NAME[code];
  if (known) return { failure: known, code };
  if (THROTTLED.test(code)) return { failure: 'throttled', code };
  const network = memberOf(error, 'code');
  if (typeof network === 'string' && NO_HOST.has(network)) return { failure: 'unavailable', code: network };
  if (statusOf(error) === 403) return { failure: 'denied', code };
  return { failure: 'failed', code };
}

/** The error code of a service; S3 and EC2 have it under another name where they don't model it. */
export function nameOf(error: unknown): string {
  const names = [memberOf(error, 'name'), memberOf(error, 'Code')].filter((each) => typeof each === 'string');
  return names.find((each) => each !== '' && each !== 'Error') ?? 'Error';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function statusOf(error: unknown): unknown {
  return memberOf(memberOf(error, '$metadata'), 'httpStatusCode');
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Reflect.get(value, name);
}

/** What to tell a person about an error that ends it all. */
export function faultOf(error: unknown): ReadFault | undefined {
  if (isReadFault(error)) return error;
  const { failure, code } = failureOf(error);
  if (failure === 'expired')
    return new ReadFault(`The credentials have expired (${code}).`, 'Get new ones, such as by "aws sso login".');
  if (failure !== 'credentials') return undefined;
  return new ReadFault(
    `There are no credentials for AWS that can be used: ${messageOf(error)}`,
    'Set AWS_PROFILE or name a profile with --profile, or log in, such as by "aws sso login".',
  );
}
