/** What edits take from whom, as data: the permissions and ports that were there before and are not after. */
import { hostMounts, mountPremise } from '#attack/premises/container.js';
import { mountsByPolicy, withoutPolicy } from '#attack/premises/file-system.js';
import type { Container } from '#aws/compute/compute.js';
import type { FileSystem } from '#aws/storage/file-system.js';
import type { Estate } from '#aws/estate.js';
import type { SecurityRule } from '#aws/network/network.js';
import type { Premise } from '#aws/premise.js';
import { literal } from '#aws/symbolic.js';
import type { Loss, Taking } from './loss.js';
import { permissionsLost } from './permissions.js';

export function lossesBetween(before: Estate, after: Estate): readonly Loss[] {
  const all = [
    ...permissionsLost(before, after),
    ...portsLost(before, after),
    ...anonymousMountsLost(before, after),
    ...mountsLost(before, after),
  ];
  const byTaking = new Map<string, Loss>();
  for (const loss of all) {
    const key = JSON.stringify([loss.taking, loss.port, loss.mount]);
    const known = byTaking.get(key);
    const premises = [...(known?.premises ?? []), ...loss.premises];
    byTaking.set(key, { ...loss, premises, places: [...(known?.places ?? []), ...loss.places] });
  }
  return [...byTaking.values()];
}

function* portsLost(before: Estate, after: Estate): Generator<Loss> {
  for (const group of before.network.groups) {
    const left = after.network.group(group.address)?.rules ?? [];
    for (const rule of group.rules) {
      for (const peer of peersOf(rule)) {
        if (left.some((other) => admits(other, rule, peer))) continue;
        const [from, to] = rule.direction === 'ingress' ? [peer, group.address] : [group.address, peer];
        const { protocol, fromPort, toPort } = rule;
        yield {
          taking: { principal: from, action: portsOf(rule), resource: to },
          port: { protocol, fromPort, toPort, from, to },
          premises: [rule.premise],
          places: [rule.resource.address],
        };
      }
    }
  }
}

const UNKNOWN = 'unknown addresses';

function peersOf({ cidrs, groups, unknown }: SecurityRule): readonly string[] {
  return [...cidrs, ...groups, ...(unknown.length > 0 ? [UNKNOWN] : [])];
}

const WORLD: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0']);

function admits(other: SecurityRule, rule: SecurityRule, peer: string): boolean {
  if (other.direction !== rule.direction) return false;
  if (other.protocol !== 'all' && other.protocol !== rule.protocol) return false;
  if (other.fromPort > rule.fromPort || other.toPort < rule.toPort) return false;
  if (peersOf(other).includes(peer)) return true;
  return other.cidrs.some((cidr) => WORLD.has(cidr) && cidr.includes(':') === peer.includes(':'));
}

function portsOf({ protocol, fromPort, toPort }: SecurityRule): string {
  if (fromPort === 0 && toPort === 65_535) return protocol === 'all' ? 'every port' : `${protocol}, every port`;
  return `${protocol}/${fromPort}${fromPort === toPort ? '' : `-${toPort}`}`;
}

function* anonymousMountsLost(before: Estate, after: Estate): Generator<Loss> {
  for (const fileSystem of before.fileSystems) {
    const same = after.fileSystems.find(({ address }) => address === fileSystem.address);
    const premises = anonymousMounts(fileSystem, before);
    if (!same || premises.length === 0 || anonymousMounts(same, after).length > 0) continue;
    const keeps = same.policy?.statements.flatMap(({ effect, principals }) =>
      effect === 'Allow' ? (principals ?? []).map(({ id }) => literal(id.text) ?? id.text.key) : [],
    );
    const taking: Taking = {
      principal: 'any client that reaches a mount target',
      action: 'elasticfilesystem:ClientMount',
      resource: fileSystem.address,
      ...(keeps && keeps.length > 0 ? { keeps } : {}),
    };
    yield { taking, premises, places: [fileSystem.address] };
  }
}

function anonymousMounts(fileSystem: FileSystem, estate: Estate): readonly Premise[] {
  const open = withoutPolicy(fileSystem);
  if (open) return [open];
  return [...mountsByPolicy(estate, fileSystem, undefined)].flatMap((each) => (each.anonymous ? each.premises : []));
}

/** Volumes that containers had and have no more, or only to read. */
function* mountsLost(before: Estate, after: Estate): Generator<Loss> {
  const left = new Map(after.tasks.flatMap(({ containers }) => containers).map((each) => [each.address, each.mounts]));
  for (const container of before.tasks.flatMap(({ containers }) => containers)) {
    for (const { volume, path, readOnly } of container.mounts) {
      const same = left.get(container.address)?.find((each) => each.volume === volume && each.path === path);
      if (same && (readOnly || !same.readOnly)) continue;
      const { hostPath } = container.task.volumes.find(({ name }) => name === volume) ?? {};
      yield {
        mount: {
          container: container.address,
          path,
          volume,
          ...(hostPath === undefined ? {} : { hostPath }),
          readOnly: same !== undefined,
        },
        premises: premisesOf(container, volume),
        places: [container.address, container.task.address],
      };
    }
  }
}

function premisesOf(container: Container, volume: string): readonly Premise[] {
  const mounted = hostMounts(container).filter(({ mount }) => mount.volume === volume);
  return mounted.flatMap((each) =>
    (['container.docker-socket', 'container.host-path'] as const).map((property) => mountPremise(property, each)),
  );
}
