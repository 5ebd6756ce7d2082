/** What an edit takes from whom, as data: permissions and ports that it removes and that the plan leaves nobody else to give. */
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

/** The estate before, with the edit, and with the whole plan. */
export interface Stages {
  readonly before: Estate;
  readonly edited: Estate;
  /** What several statements or rules give goes with the last of them: each of the edits takes it. */
  readonly planned: Estate;
}

export function takenIn(stages: Stages): readonly Taking[] {
  const all = [...permissionsTaken(stages), ...portsTaken(stages), ...mountsTaken(stages)];
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

function* portsTaken({ before, edited, planned }: Stages): Generator<Taking> {
  for (const group of before.network.groups) {
    const kept = new Set(edited.network.group(group.address)?.rules.flatMap(ways));
    const left = planned.network.group(group.address)?.rules ?? [];
    for (const rule of group.rules) {
      for (const peer of peersOf(rule)) {
        if (kept.has(wayOf(rule, peer)) || left.some((other) => admits(other, rule, peer))) continue;
        const action = portsOf(rule);
        yield rule.direction === 'ingress'
          ? { principal: peer, action, resource: group.address }
          : { principal: group.address, action, resource: peer };
      }
    }
  }
}

const UNKNOWN = 'addresses that are not known';

function peersOf({ cidrs, groups, unknown }: SecurityRule): readonly string[] {
  return [...cidrs, ...groups, ...(unknown.length > 0 ? [UNKNOWN] : [])];
}

function ways(rule: SecurityRule): readonly string[] {
  return peersOf(rule).map((peer) => wayOf(rule, peer));
}

function wayOf({ direction, protocol, fromPort, toPort }: SecurityRule, peer: string): string {
  return [direction, protocol, fromPort, toPort, peer].join(' ');
}

const WORLD: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0']);

function admits(other: SecurityRule, rule: SecurityRule, peer: string): boolean {
  if (other.direction !== rule.direction) return false;
  if (other.protocol !== 'all' && other.protocol !== rule.protocol) return false;
  if (other.fromPort > rule.fromPort || other.toPort < rule.toPort) return false;
  if (other.cidrs.includes(peer) || other.groups.includes(peer)) return true;
  if (peer === UNKNOWN) return other.unknown.length > 0;
  return other.cidrs.some((cidr) => WORLD.has(cidr) && cidr.includes(':') === peer.includes(':'));
}

function portsOf({ protocol, fromPort, toPort }: SecurityRule): string {
  if (fromPort === 0 && toPort === 65_535) return protocol === 'all' ? 'every port' : `${protocol}, every port`;
  return `${protocol}/${fromPort}${fromPort === toPort ? '' : `-${toPort}`}`;
}

function* mountsTaken({ before, edited }: Stages): Generator<Taking> {
  for (const fileSystem of before.fileSystems) {
    const same = edited.fileSystems.find(({ address }) => address === fileSystem.address);
    if (!same || !anybodyMounts(fileSystem, before) || anybodyMounts(same, edited)) continue;
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
