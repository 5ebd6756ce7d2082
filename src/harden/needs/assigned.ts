/**
 * What an AWS-managed policy is attached for: the service that works with the role, or the one that the role is called after.
 * What it allows beside that, nothing shows to be in use.
 */
import type { Estate } from '#aws/estate.js';
import { expandAction } from '#aws/iam/actions.js';
import type { AttachedPolicy, Principal } from '#aws/iam/policy.js';
import { display, literal } from '#aws/symbolic.js';
import { actors, anyOf } from './asked.js';
import type { Need } from './need.js';

/** These say where a role is used, not what for. */
const RUNTIMES: ReadonlySet<string> = new Set(['ec2', 'ecs', 'ecs-tasks', 'lambda', 'edgelambda', 'iam', 'sts']);

export function* assignedNeeds(estate: Estate): Generator<Need> {
  for (const principal of actors(estate)) {
    const trusted = trustedServices(principal);
    for (const policy of principal.policies) {
      if (policy.managedArn !== undefined) yield* ofManaged(principal, policy, trusted, estate);
    }
  }
}

function trustedServices({ trust }: Principal): ReadonlySet<string> {
  const trusting = trust?.statements.filter(({ effect }) => effect === 'Allow') ?? [];
  const services = trusting.flatMap(({ principals }) => principals ?? []).filter(({ type }) => type === 'Service');
  return new Set(services.map(({ id }) => (literal(id.text) ?? '').split('.')[0] ?? ''));
}

function* ofManaged(
  principal: Principal,
  { document, managedArn = '' }: AttachedPolicy,
  trusted: ReadonlySet<string>,
  estate: Estate,
): Generator<Need> {
  const done = new Set<string>();
  for (const { effect, actions, resources } of document.statements) {
    const [on] = resources;
    if (effect !== 'Allow' || !on) continue;
    for (const { text } of actions) {
      const wildcard = literal(text) ?? '';
      const service = wildcard.slice(0, Math.max(0, wildcard.indexOf(':'))).toLowerCase();
      if (done.has(service) || RUNTIMES.has(service)) continue;
      const why = trusted.has(service) ? `${service} works with it` : calledAfter(principal, service);
      if (why === undefined) continue;
      done.add(service);
      const name = managedArn.slice(managedArn.lastIndexOf('/') + 1);
      yield anyOf(
        { principal, wildcard, covered: expandAction(wildcard), on: on.text, why: `${name}, and ${why}` },
        estate,
      );
    }
  }
}

function calledAfter({ address, name }: Principal, service: string): string | undefined {
  const words = new RegExp(`(^|[^a-z0-9])${service}([^a-z0-9]|$)`, 'i');
  const texts = [address.slice(address.lastIndexOf('.') + 1), display(name)];
  const called = service !== '' && texts.some((text) => words.test(text));
  return called ? 'it is called after it' : undefined;
}
