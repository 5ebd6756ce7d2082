/**
 * What an AWS-managed policy is attached for: the service that works with the role, the one that the role is called after, or
 * the one that the policy itself is of, as AmazonDynamoDBFullAccess is. What it allows beside that, nothing shows to be in use.
 * A whole service in a policy of one's own is there for something where the policy or the role is called after it.
 */
import type { Estate } from '#aws/estate.js';
import { expandAction, isReading, servicePrefix } from '#aws/iam/actions.js';
import type { AttachedPolicy, Principal } from '#aws/iam/policy.js';
import { display, literal } from '#aws/symbolic.js';
import { actors, anyOf } from './asked.js';
import type { Need } from './need.js';

/** These say where a role is used, not what for. */
const RUNTIMES: ReadonlySet<string> = new Set(['ec2', 'ecs', 'ecs-tasks', 'lambda', 'edgelambda']);
/** A policy of these gives away the account; that somebody attached it shows no use of it. */
const OF_IDENTITY: ReadonlySet<string> = new Set(['iam', 'sts']);

export function* assignedNeeds(estate: Estate): Generator<Need> {
  for (const principal of actors(estate)) {
    const trusted = trustedServices(principal);
    for (const policy of principal.policies) {
      if (policy.managedArn !== undefined) yield* ofManaged(principal, policy, trusted, estate);
      else if (principal.kind === 'role') yield* ofWritten(principal, policy, estate);
    }
  }
}

function trustedServices({ trust }: Principal): ReadonlySet<string> {
  const trusting = trust?.statements.filter(({ effect }) => effect === 'Allow') ?? [];
  const services = trusting.flatMap(({ principals }) => principals ?? []).filter(({ type }) => type === 'Service');
  return new Set(services.map(({ id }) => (literal(id.text) ?? '').split('.')[0] ?? ''));
}

/** Services that the AWS-managed policy itself is of. */
export function ownServices(policy: AttachedPolicy): ReadonlySet<string> {
  const actions = policy.managedArn === undefined ? [] : policy.document.statements.flatMap((each) => each.actions);
  const services = actions.map(({ text }) => servicePrefix(literal(text) ?? ''));
  return new Set(
    services.filter((service) => !OF_IDENTITY.has(service) && isOfService(nameOfManaged(policy), service)),
  );
}

export function nameOfManaged({ managedArn = '' }: AttachedPolicy): string {
  return managedArn.slice(managedArn.lastIndexOf('/') + 1);
}

function* ofManaged(
  principal: Principal,
  policy: AttachedPolicy,
  trusted: ReadonlySet<string>,
  estate: Estate,
): Generator<Need> {
  const done = new Set<string>();
  const name = nameOfManaged(policy);
  for (const { effect, actions, resources } of policy.document.statements) {
    const [on] = resources;
    if (effect !== 'Allow' || !on) continue;
    for (const { text } of actions) {
      const wildcard = literal(text) ?? '';
      const service = servicePrefix(wildcard);
      if (done.has(service) || OF_IDENTITY.has(service)) continue;
      const why = isOfService(name, service) ? 'is attached for that' : usedFor(principal, service, trusted);
      if (why === undefined) continue;
      done.add(service);
      yield anyOf({ principal, wildcard, covered: expandAction(wildcard), on: on.text, why: `${name} ${why}` }, estate);
    }
  }
}

/** `AmazonS3ReadOnlyAccess`, `AWSLambda_FullAccess`: whoever attaches it has the principal use that service. */
function isOfService(policy: string, service: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return service !== '' && plain(policy.replace(/^(Amazon|AWS)/, '')).startsWith(plain(service));
}

function usedFor(principal: Principal, service: string, trusted: ReadonlySet<string>): string | undefined {
  if (RUNTIMES.has(service)) return undefined;
  return trusted.has(service) ? `is attached, and ${service} uses it` : calledAfter(principal, service);
}

function calledAfter({ address, name }: Principal, service: string): string | undefined {
  const called = service !== '' && isCalled(service, [nameIn(address), display(name)]);
  return called ? `is attached, and it is named after ${service}` : undefined;
}

function isCalled(service: string, names: readonly string[]): boolean {
  const words = new RegExp(`(^|[^a-z0-9])${service}([^a-z0-9]|$)`, 'i');
  return names.some((name) => words.test(name));
}

function nameIn(address: string): string {
  return address.slice(address.lastIndexOf('.') + 1);
}

/** Reading the settings alone is hardly what `s3:*` is there for. */
function* ofWritten(principal: Principal, { document }: AttachedPolicy, estate: Estate): Generator<Need> {
  for (const { effect, actions, resources } of document.statements) {
    const [on] = resources;
    if (effect !== 'Allow' || !on) continue;
    for (const { text } of actions) {
      const wildcard = literal(text) ?? '';
      const service = WHOLE_SERVICE.exec(wildcard)?.[1]?.toLowerCase();
      if (service === undefined || RUNTIMES.has(service) || OF_IDENTITY.has(service)) continue;
      const policy = document.resource?.address ?? '';
      const after = [policy, principal.address].find((address) => isCalled(service, [nameIn(address)]));
      const covered = expandAction(wildcard).filter((action) => !isReading(action));
      if (after === undefined || covered.length === 0) continue;
      yield anyOf({ principal, wildcard, covered, on: on.text, why: `${after} is named after ${service}` }, estate);
    }
  }
}

const WHOLE_SERVICE = /^([a-z0-9-]+):\*$/i;
