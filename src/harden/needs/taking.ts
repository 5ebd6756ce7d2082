/** What an edit takes from whom, as data: the permissions and ports that were there before it and are not after. */
import { mountsByPolicy } from '#attack/premises/file-system.js';
import type { FileSystem } from '#aws/compute/compute.js';
import type { Estate } from '#aws/estate.js';
import type { SecurityRule } from '#aws/network/network.js';
import { literal } from '#aws/symbolic.js';
import { permissionsTaken } from './permissions.js';

/** `resource` is an address, or a pattern as a policy has it. */
export interface Taking {
  readonly principal: string;
  /** An action or a pattern of actions, or a port: `tcp/443`. */
  readonly action: string;
  readonly resource: string;
  /** What stays of it: resources that it was narrowed to, or the condition under which it is still allowed. */
  readonly keeps?: readonly string[];
}

export function takenBetween(before: Estate, after: Estate): readonly Taking[] {
  const all = [...permissionsTaken(before, after), ...portsTaken(before, after), ...mountsTaken(before, after)];
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

function* portsTaken(before: Estate, after: Estate): Generator<Taking> {
  for (const group of before.network.groups) {
    const left = after.network.group(group.address)?.rules ?? [];
    for (const rule of group.rules) {
      for (const peer of [...rule.cidrs, ...rule.groups, ...(rule.unknownCidr ? [UNKNOWN] : [])]) {
        if (left.some((other) => admits(other, rule, peer))) continue;
        const action = portsOf(rule);
        yield rule.direction === 'ingress'
          ? { principal: peer, action, resource: group.address }
          : { principal: group.address, action, resource: peer };
      }
    }
  }
}

const UNKNOWN = 'addresses that are not known';
const WORLD: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0']);

function admits(other: SecurityRule, rule: SecurityRule, peer: string): boolean {
  if (other.direction !== rule.direction) return false;
  if (other.protocol !== 'all' && other.protocol !== rule.protocol) return false;
  if (other.fromPort > rule.fromPort || other.toPort < rule.toPort) return false;
  if (other.cidrs.includes(peer) || other.groups.includes(peer)) return true;
  if (peer === UNKNOWN) return other.unknownCidr;
  return other.cidrs.some((cidr) => WORLD.has(cidr) && cidr.includes(':') === peer.includes(':'));
}

function portsOf({ protocol, fromPort, toPort }: SecurityRule): string {
  if (fromPort === 0 && toPort === 65_535) return protocol === 'all' ? 'every port' : `${protocol}, every port`;
  return `${protocol}/${fromPort}${fromPort === toPort ? '' : `-${toPort}`}`;
}

function* mountsTaken(before: Estate, after: Estate): Generator<Taking> {
  for (const fileSystem of before.fileSystems) {
    const same = after.fileSystems.find(({ address }) => address === fileSystem.address);
    if (!same || !anybodyMounts(fileSystem, before) || anybodyMounts(same, after)) continue;
    const keeps = same.policy?.statements.flatMap(({ effect, principals }) =>
      effect === 'Allow' ? (principals ?? []).map(({ id }) => literal(id.text) ?? id.text.key) : [],
    );
    yield {
      principal: 'whoever reaches a mount target',
      action: 'elasticfilesystem:ClientMount',
      resource: fileSystem.address,
      ...(keeps && keeps.length > 0 ? { keeps } : {}),
    };
  }
}

function anybodyMounts(fileSystem: FileSystem, estate: Estate): boolean {
  if (!fileSystem.policy) return true;
  return [...mountsByPolicy(estate, fileSystem, undefined)].some(({ anonymous }) => anonymous);
}
