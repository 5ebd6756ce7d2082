/**
 * A host that people log in to and that serves nobody is where they work: what they do there with an AWS-managed policy of a
 * service, no configuration says. So all of it that reaches something counts as used.
 */
import type { Host } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import { expandAction, isReading } from '#aws/iam/actions.js';
import type { Principal } from '#aws/iam/policy.js';
import type { Opening } from '#aws/network/network.js';
import { isSet } from '#aws/reading.js';
import { type SymbolicString, symbolic } from '#aws/symbolic.js';
import { permitted } from './asked.js';
import { nameOfManaged, ownServices } from './assigned.js';
import type { Need } from './need.js';

export function* operatorNeeds(estate: Estate): Generator<Need> {
  for (const host of estate.hosts) {
    if (host.role && isForPeople(host, estate)) yield* ofRole(host.role, host, estate);
  }
}

function isForPeople({ resource, metadata, cluster, loadBalanced, position }: Host, { network }: Estate): boolean {
  const keyed = [resource, metadata.resource].some((each) => isSet(each.attribute('key_name')));
  if (!keyed || cluster !== undefined || loadBalanced.length > 0) return false;
  return !network.fromInternet(position).some((opening) => WEB.some((port) => covers(opening, port)));
}

const WEB = [80, 443] as const;

function covers({ fromPort, toPort }: Opening, port: number): boolean {
  return fromPort <= port && port <= toPort;
}

function* ofRole(principal: Principal, { address }: Host, estate: Estate): Generator<Need> {
  for (const policy of principal.policies) {
    const why = `people log in to ${address}, which has ${nameOfManaged(policy)}`;
    for (const service of ownServices(policy)) {
      for (const { action, on } of powersOf(service, estate)) yield permitted({ principal, action, on }, why, estate);
    }
  }
}

interface Power {
  readonly action: string;
  readonly on: SymbolicString;
}

const EVERYTHING = symbolic('*');

/** Reading what is stored, and every change of anything. */
function powersOf(service: string, { stores }: Estate): readonly Power[] {
  const reading = stores.flatMap(({ readActions, arn }) => readActions.map((action) => ({ action, on: arn })));
  const changes = expandAction(`${service}:*`).filter((action) => !isReading(action));
  return [
    ...reading.filter(({ action }) => action.startsWith(`${service}:`)),
    ...changes.map((action) => ({ action, on: EVERYTHING })),
  ];
}
