import { ACCOUNT, type Hole, REGION, type SymbolicString, symbolic, symbolicOf } from '../symbolic.js';
import type { Place } from '../accounts/account.js';
import type { RequestTarget } from './decision.js';
import { LITERAL_QUESTION, LITERAL_STAR, type Names } from './pattern.js';
import type { Principal } from './policy.js';

/** What a request carries, as far as conditions and policy variables may ask. */
export interface RequestContext {
  readonly principal: Principal | undefined;
  readonly service?: string | undefined;
  readonly action: string;
  readonly target: RequestTarget;
  readonly context: ReadonlyMap<string, readonly SymbolicString[]> | undefined;
  /** Where the target is. */
  readonly place?: Place;
  /** Which names are taken, and by what. */
  readonly names?: Names;
}

/** Replaces the policy variables in a string of the policy. */
export type Expand = (text: SymbolicString) => SymbolicString;

/** In documents without that version a variable is literal text. */
export function expansion(version: string | undefined, request: RequestContext): Expand {
  return version === '2012-10-17' ? (text) => expandVariables(text, request) : (text) => text;
}

/** `unknown`: nobody can tell here. `absent`: the request surely carries no such key. */
export type KeyValue = readonly SymbolicString[] | 'absent' | 'unknown';

/**
 * The value of a condition key other than a tag of the target.
 * Global keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function keyValue(key: string, request: RequestContext): KeyValue {
  const name = key.toLowerCase();
  const given = request.context?.get(name);
  if (given) return given.length === 0 ? 'absent' : given;
  const tag = /^aws:principaltag\/(.*)$/s.exec(name)?.[1];
  if (tag !== undefined) return principalTag(tag, request.principal);
  // Present only on the tagging that goes with creating something; what is asked about here is a call of its own.
  if (/^[a-z0-9-]+:createaction$/.test(name)) return 'absent';
  return GLOBAL_KEYS.get(name)?.(request) ?? 'unknown';
}

type KeyReader = (request: RequestContext) => KeyValue;

const ofPrincipal =
  (read: (principal: Principal) => KeyValue): KeyReader =>
  ({ principal }) =>
    principal ? read(principal) : 'absent';

/** Known of a stranger only: what a principal of the account has of it depends on where it is. */
const ofStranger =
  (value: KeyValue): KeyReader =>
  ({ principal, service }) =>
    principal || service !== undefined ? 'unknown' : value;

/** Only in calls that a service makes for somebody else's resource. */
const ofServiceCall: KeyReader = ({ service }) => (service === undefined ? 'absent' : 'unknown');

/** An address that no list of allowed ones holds, unless it holds all: https://www.rfc-editor.org/rfc/rfc5737 */
const SOMEWHERE = symbolic('203.0.113.1');

const GLOBAL_KEYS: ReadonlyMap<string, KeyReader> = new Map<string, KeyReader>([
  ['aws:principalarn', ofPrincipal((principal) => [principal.arn])],
  ['aws:principalaccount', ofPrincipal((principal) => [symbolic(principal.account.piece)])],
  ['aws:principaltype', ofPrincipal((principal) => [symbolic(principal.kind === 'user' ? 'User' : 'AssumedRole')])],
  ['aws:username', ofPrincipal((principal) => (principal.kind === 'user' ? [principal.name] : 'absent'))],
  ['aws:resourceaccount', accountOfTarget],
  ['s3:resourceaccount', accountOfTarget],
  ['aws:requestedregion', requestedRegion],
  // Whoever makes the request chooses to use TLS, and calls for himself rather than through a service.
  ['aws:securetransport', () => [symbolic('true')]],
  ['aws:viaawsservice', ({ service }) => [symbolic(String(service !== undefined))]],
  ['aws:principalisawsservice', ({ service }) => [symbolic(String(service !== undefined))]],
  ['aws:principalservicename', ({ service }) => (service === undefined ? 'absent' : [symbolic(service)])],
  ['aws:sourceaccount', ofServiceCall],
  ['aws:sourcearn', ofServiceCall],
  ['aws:sourceorgid', ofServiceCall],
  ['aws:sourceorgpaths', ofServiceCall],
  ['aws:principalorgid', ofStranger('absent')],
  ['aws:principalorgpaths', ofStranger('absent')],
  ['aws:sourceip', ofStranger([SOMEWHERE])],
  ['aws:userid', ofStranger([symbolic('anonymous')])],
  ['aws:sourcevpc', ofStranger('absent')],
  ['aws:sourcevpce', ofStranger('absent')],
  ['aws:vpcsourceip', ofStranger('absent')],
  // Of the caller, in policies of Amazon SNS and Amazon SQS.
  ['aws:sourceowner', ofPrincipal((principal) => [symbolic(principal.account.piece)])],
  ['kms:calleraccount', ofPrincipal((principal) => [symbolic(principal.account.piece)])],
  // The caller chooses.
  ['s3:tlsversion', () => [symbolic('1.3')]],
  ['s3:signatureversion', () => [symbolic('AWS4-HMAC-SHA256')]],
  ['aws:calledvia', () => 'absent'],
  ['aws:calledviafirst', () => 'absent'],
  ['aws:calledvialast', () => 'absent'],
]);

function accountOfTarget({ place }: RequestContext): KeyValue {
  return [symbolic(place?.account.piece ?? ACCOUNT)];
}

/** Global services are called in one region, whatever that of the provider. */
const GLOBAL_SERVICES = /^(iam|sts|organizations|route53|cloudfront|account|budgets|support):/i;

function requestedRegion({ action, place }: RequestContext): KeyValue {
  return [symbolic(GLOBAL_SERVICES.test(action) ? REGION : (place?.region ?? REGION))];
}

/** Tags of a role or user. A session may carry others, but only if whoever opens it sets them. */
function principalTag(tag: string, principal: Principal | undefined): KeyValue {
  if (!principal) return 'absent';
  const tags = principal.resource.attribute('tags');
  if (!tags) return principal.resource.mode === 'data' ? 'unknown' : 'absent';
  if (tags.kind !== 'map' && tags.kind !== 'object') return 'unknown';
  for (const [name, value] of tags.entries) {
    if (name.toLowerCase() !== tag) continue;
    const text = symbolicOf(value);
    return text ? [text] : 'unknown';
  }
  return 'absent';
}

const SPECIAL_VARIABLES = new Map([
  ['*', LITERAL_STAR],
  ['?', LITERAL_QUESTION],
  ['$', '$'],
]);

/**
 * A policy string with its variables replaced; one that can't be known becomes a hole.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function expandVariables(text: SymbolicString, request: RequestContext): SymbolicString {
  if (!text.parts.some((part) => typeof part === 'string' && part.includes('${'))) return text;
  return symbolic(
    ...text.parts.flatMap((part) => (typeof part === 'string' ? [...expandPart(part, request)] : [part])),
  );
}

function* expandPart(text: string, request: RequestContext): Generator<string | Hole | SymbolicString> {
  for (const piece of text.split(/(\$\{[^{}]*\})/)) {
    if (!/^\$\{[^{}]*\}$/.test(piece)) {
      yield piece;
      continue;
    }
    const [name = '', fallback] = piece.slice(2, -1).split(/,\s*/, 2);
    const special = SPECIAL_VARIABLES.get(name.trim());
    if (special !== undefined) {
      yield special;
      continue;
    }
    const value = keyValue(name.trim(), request);
    if (typeof value !== 'string' && value.length === 1 && value[0]) yield value[0];
    else if (value === 'absent' && fallback !== undefined) yield fallback.trim().replace(/^'(.*)'$/s, '$1');
    else yield { id: `policy-variable:${name.trim().toLowerCase()}` };
  }
}
