/** How people get into a host that has a key for them: what leaves no way in locks them out. */
import type { Host } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import type { Premise } from '#aws/premise.js';
import { evidenceOf } from '#aws/premise.js';
import { isSet } from '#aws/reading.js';
import type { Need } from './need.js';

/** SSH and RDP. */
const PORTS = [22, 3389] as const;

export function* loginNeeds(estate: Estate): Generator<Need> {
  for (const host of estate.hosts) {
    const keyed = [host.resource, host.metadata.resource].find((each) => isSet(each.attribute('key_name')));
    if (!keyed) continue;
    for (const port of PORTS) {
      yield {
        key: `${host.address} login ${port}`,
        what: `people log in to ${host.address} on port ${port}, and no other way in is shown`,
        evidence: [evidenceOf(keyed, 'key_name', keyed.attribute('key_name'))],
        ways: (asked) => {
          const same = asked.hosts.find(({ address }) => address === host.address);
          return same ? waysIn(same, port) : [];
        },
      };
    }
  }
}

/** Systems Manager needs no port. */
function waysIn({ position, ssmManaged }: Host, port: number): readonly (readonly Premise[])[] {
  const rules = position.groups
    .flatMap((group) => group.rules)
    .filter(({ direction, fromPort, toPort }) => direction === 'ingress' && fromPort <= port && port <= toPort);
  const byRule = rules.map(({ premise }) => [premise]);
  return byRule.length > 0 && ssmManaged === 'yes' ? [...byRule, []] : byRule;
}
