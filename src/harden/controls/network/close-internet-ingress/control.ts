import type { Estate } from '#aws/estate.js';
import type { SecurityRule } from '#aws/network/network.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import {
  cidrsOf,
  closeToWorld,
  effectOfClosing,
  isKnownWorld,
  isWorld,
  listNotes,
  whyNotClosed,
} from '../../../propose/network/ingress.js';
import { edit, manual } from '../../../propose/edit/proposal.js';
import { servedPorts } from '../../../propose/network/serving.js';
import { ruleOf } from '../../../propose/network/rule.js';

const ID = 'close-internet-ingress';

/** Ports by which people administer hosts: they have other ways in. */
const ADMINISTRATION: ReadonlySet<number> = new Set([22, 3389, 5985, 5986]);
const HTTP = 80;

export const closeInternetIngress = defineControl({
  id: ID,
  title: 'Close a port to the internet',
  description:
    'Removes the internet from a security group rule and leaves other sources in it. For SSH and RDP, use Systems Manager or a bastion instead. For a port on which a workload serves the public, it takes the workload off the internet, which the plan weighs accordingly.',
  references: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-13',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const rule of estate.network.groups.flatMap((group) => group.rules)) {
      if (!isOpen(rule) || !isAdministration(rule)) continue;
      const [cidr] = cidrsOf(rule).filter(({ item }) => isKnownWorld(item));
      if (!cidr) continue;
      const where = rule.index === undefined ? '' : `ingress[${rule.index}].`;
      yield {
        address: rule.resource.address,
        attribute: `${where}${cidr.name}`,
        severity: 'medium',
        message: `${rule.group.address} exposes the login port ${rule.fromPort} to the internet.`,
        resource: rule.resource,
        origin: cidr.item.origin ?? rule.resource.origin,
        premises: [rule.premise.key],
        remedy: propose(rule, estate),
      };
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const rule = ruleOf(premise);
    if (!rule) return;
    const http = rule.fromPort === HTTP && rule.toPort === HTTP && rule.direction === 'ingress';
    if (isOpen(rule) && !http) yield propose(rule, estate);
    else if (!isOpen(rule)) yield byHand(rule);
  },
});

function isOpen(rule: SecurityRule): boolean {
  return rule.direction === 'ingress' && cidrsOf(rule).some(({ item }) => isWorld(item, rule));
}

function isAdministration(rule: SecurityRule): boolean {
  return rule.fromPort === rule.toPort && ADMINISTRATION.has(rule.fromPort);
}

function portsOf(rule: SecurityRule): string {
  if (rule.fromPort === 0 && rule.toPort === 65_535) return 'every port';
  return rule.fromPort === rule.toPort ? `port ${rule.fromPort}` : `ports ${rule.fromPort} to ${rule.toPort}`;
}

function propose(rule: SecurityRule, estate: Estate): Proposal {
  const { resource } = rule;
  const id = `${ID}:${rule.premise.key}`;
  const falsifies: Proposal['falsifies'] = (premise) => premise.key === rule.premise.key;
  const changes = closeToWorld(rule, estate.configuration);
  const ports = portsOf(rule);
  if (!changes) {
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: whyNotClosed(rule),
      instruction: `Remove the internet from the rule for ${ports} of ${rule.group.address}.`,
    });
  }
  const administration = isAdministration(rule);
  return edit({
    id,
    resource,
    falsifies,
    changes,
    summary: `Close ${ports} of ${rule.group.address} to the internet`,
    reason: 'Nobody on the internet reaches what is behind this rule any more.',
    applyEffect: effectOfClosing(rule, changes),
    mayBreak: [
      administration
        ? 'Nobody can log in from the internet any more: use Systems Manager, a VPN or a bastion, or allow the addresses of those who must.'
        : `Everyone who uses ${ports} from the internet is shut out: what is meant for the public goes down.`,
      'Open connections stay open until they end.',
      ...listNotes(rule, changes),
    ],
    width: widthOf(rule, administration, estate),
  });
}

function widthOf(rule: SecurityRule, administration: boolean, estate: Estate): number {
  if (administration) return 4;
  const served = servedPorts(rule, estate).some((port) => port >= rule.fromPort && port <= rule.toPort);
  return served ? 10 : 8;
}

function byHand(rule: SecurityRule): Proposal {
  const { resource, direction } = rule;
  return manual({
    id: `${ID}:manual:${rule.premise.key}`,
    address: resource.address,
    reason: `The configuration does not show who needs this ${direction} rule inside the network.`,
    instruction: `Narrow the rule for ${portsOf(rule)} of ${rule.group.address} to the security groups that need it.`,
    falsifies: (premise) => premise.key === rule.premise.key,
  });
}
