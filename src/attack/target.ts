import type { Estate } from '#aws/estate.js';
import type { Origin } from '#model/value.js';
import type { Account } from '#aws/accounts/account.js';
import { administrationOf, type Fact } from './fact.js';

/** What an attacker must not reach. */
export interface Target {
  readonly id: string;
  readonly kind: 'admin' | 'data' | 'secret' | 'workload';
  readonly address: string;
  readonly reason: string;
  readonly origin: Origin | undefined;
}

/** Every target that the configuration shows. */
export function discoverTargets(estate: Estate): Target[] {
  const targets: Target[] = [];
  for (const account of administered(estate)) targets.push(administration(account));
  for (const fileSystem of estate.fileSystems) targets.push(target('data', fileSystem, 'an EFS file system'));
  for (const store of estate.stores)
    targets.push(target(store.kind, store, `holds ${store.kind === 'secret' ? 'a secret' : 'data'}`));
  for (const host of estate.hosts)
    targets.push(target('workload', host, host.kind === 'group' ? 'instances of a group' : 'an instance'));
  for (const service of estate.services) targets.push(target('workload', service, 'an ECS service'));
  for (const each of estate.functions) targets.push(target('workload', each, 'a Lambda function'));
  return targets.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The target that the user names; undefined where nothing with that address can be a target. A principal is a target only when
 * it is named: otherwise its credentials are a step on the way.
 */
export function namedTarget(estate: Estate, address: string): Target | undefined {
  const principal = estate.iam.principal(address);
  if (principal) return target('secret', principal, 'the credentials of a principal');
  return [administration(estate.accounts.own), ...discoverTargets(estate)].find((each) => each.address === address);
}

/** The targets that having the fact reaches, by address. */
export function reachedBy(fact: Fact): string | undefined {
  if (fact.kind === 'administers') return fact.address;
  if (fact.kind === 'reads') return fact.of.address;
  if (fact.kind === 'controls') return fact.principal.address;
  if (fact.kind !== 'executes') return undefined;
  if (fact.place.kind === 'host') return fact.place.host.address;
  return fact.place.kind === 'function' ? fact.place.function.address : fact.place.service.address;
}

/** The accounts that have a principal in the configuration. */
function administered({ iam }: Estate): ReadonlySet<Account> {
  return new Set(iam.principals.map(({ account }) => account));
}

function administration(account: Account): Target {
  const address = administrationOf(account);
  const id = account.id === undefined ? '' : ` (${account.id})`;
  const whose = account.own ? 'the account' : `the account of the provider ${account.provider}${id}`;
  return {
    id: address,
    kind: 'admin',
    address,
    reason: `administration of ${whose}`,
    origin: account.own ? undefined : account.origin,
  };
}

interface Addressed {
  readonly address: string;
  readonly resource: { readonly origin?: Origin };
}

function target(kind: Target['kind'], of: Addressed, reason: string): Target {
  return { id: `${kind}:${of.address}`, kind, address: of.address, reason, origin: of.resource.origin };
}
