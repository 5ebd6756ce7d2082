import type { FileSystem } from '#aws/storage/file-system.js';
import type { Estate } from '#aws/estate.js';
import type { SecurityRule } from '#aws/network/network.js';
import type { Resource } from '#model/resource.js';
import { type EditProposal, type Finding, type Proposal, defineControl } from '../../../control.js';
import { type Client, clientsOf } from '../../../propose/data/efs.js';
import { type Admitted, admitGroups, cidrsOf } from '../../../propose/network/ingress.js';
import { edit, isEditable, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { ruleOf } from '../../../propose/network/rule.js';

const ID = 'limit-efs-mount-target-ingress';
const NFS = 2049;

export const limitEfsMountTargetIngress = defineControl({
  id: ID,
  title: 'Restrict the mount targets to the clients of the file system',
  description:
    'A rule that allows a range of addresses on port 2049 lets everything in that range mount, including tasks that an attacker starts in the subnet. The edit allows the security groups of the clients instead: the group itself where they are in it, theirs otherwise.',
  references: [
    'https://docs.aws.amazon.com/efs/latest/ug/network-access.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/efs_mount_target',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const fileSystem of estate.fileSystems) {
      for (const rule of rulesOf(fileSystem)) {
        const [cidr] = cidrsOf(rule);
        const where = rule.index === undefined ? '' : `ingress[${rule.index}].`;
        yield {
          address: rule.resource.address,
          attribute: `${where}${cidr?.name ?? 'cidr_blocks'}`,
          severity: 'low',
          message: `Everything in a range of addresses reaches the mount targets of ${fileSystem.address}.`,
          resource: rule.resource,
          origin: cidr?.item.origin ?? rule.resource.origin,
          premises: [rule.premise.key],
          remedy: propose(rule, fileSystem, estate),
        };
      }
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const rule = ruleOf(premise);
    const fileSystem = rule && estate.fileSystems.find((each) => rulesOf(each).some((other) => isSame(other, rule)));
    if (rule && fileSystem) yield propose(rule, fileSystem, estate);
  },
});

function isSame(a: SecurityRule, b: SecurityRule): boolean {
  return a.premise.key === b.premise.key;
}

/** The rules by which addresses reach the mount targets. */
function rulesOf(fileSystem: FileSystem): readonly SecurityRule[] {
  const rules = fileSystem.mountTargets.flatMap((target) => target.position.groups.flatMap((group) => group.rules));
  const reaching = rules.filter((rule) => {
    if (rule.direction !== 'ingress' || rule.fromPort > NFS || rule.toPort < NFS) return false;
    return (rule.protocol === 'tcp' || rule.protocol === 'all') && cidrsOf(rule).length > 0;
  });
  return [...new Map(reaching.map((rule) => [rule.premise.key, rule])).values()];
}

/** The groups of the clients; the group itself serves for those that carry it. */
function admittedFor(
  rule: SecurityRule,
  fileSystem: FileSystem,
  estate: Estate,
): { admitted: Admitted; clients: readonly Client[] } {
  const own = rule.group.address;
  const members = estate.hosts.filter((host) => host.position.groups.some((group) => group.address === own));
  const clients = clientsOf(fileSystem, estate).filter((client) => client.position);
  const carries = (client: Client): boolean => client.position?.groups.some((group) => group.address === own) === true;
  const others = clients
    .filter((client) => !carries(client))
    .flatMap((client) => client.position?.groups.slice(0, 1) ?? []);
  const groups = [...new Map(others.map((group) => [group.address, group.resource])).values()];
  return { admitted: { self: members.length > 0 || clients.some(carries), groups }, clients };
}

function propose(rule: SecurityRule, fileSystem: FileSystem, estate: Estate): Proposal {
  const { resource } = rule;
  const id = `${ID}:${rule.premise.key}`;
  const falsifies: Proposal['falsifies'] = (premise) => premise.key === rule.premise.key;
  const { admitted, clients } = admittedFor(rule, fileSystem, estate);
  const cyclic = admitted.groups.some((group) => refersBack(group, rule, estate));
  const changes = !isEditable(resource) || cyclic ? undefined : admitGroups(rule, admitted, estate.configuration);
  if (!changes) {
    const nobody = !admitted.self && admitted.groups.length === 0;
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: nobody ? `The configuration shows no client of ${fileSystem.address}.` : whyNotEditable(resource),
      instruction: `Allow on port 2049 only the security groups of the clients that mount ${fileSystem.address}, instead of addresses.`,
    });
  }
  const names = [...(admitted.self ? [rule.group.address] : []), ...admitted.groups.map((group) => group.address)];
  const wider = rule.fromPort !== NFS || rule.toPort !== NFS;
  return edit({
    id,
    resource,
    falsifies,
    changes,
    ...effectOf(rule),
    summary: `Allow only members of ${names.join(', ')} to reach the mount targets of ${fileSystem.address}`,
    reason:
      'Being in the network is no longer enough to reach the mount target: it takes the security group of a client.',
    mayBreak: [
      `Everything else in the range of addresses can no longer mount ${fileSystem.address}.`,
      ...(wider ? ['The rule allows other ports too; they are narrowed with it.'] : []),
      ...(clients.length === 0 ? ['No client is declared: the hosts in the group are assumed to be the clients.'] : []),
      ...(rule.index === undefined
        ? ['The rule is removed and created again, so new connections are refused for a moment.']
        : []),
    ],
    width: 1,
  });
}

/** Two groups whose own blocks name each other are a cycle, which Terraform refuses. */
function refersBack(group: Resource, rule: SecurityRule, estate: Estate): boolean {
  if (rule.index === undefined) return false;
  const rules = estate.network.group(group.address)?.rules ?? [];
  return rules.some((other) => other.index !== undefined && other.groups.includes(rule.group.address));
}

function effectOf(rule: SecurityRule): Pick<EditProposal, 'applyEffect'> {
  return { applyEffect: rule.index === undefined ? 'replacement' : 'in-place' };
}
