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
import { type Https, httpsBehind, onlyRedirects } from '../../../propose/network/serving.js';
import { ruleOf } from '../../../propose/network/rule.js';

const ID = 'close-http-ingress';
const PORT = 80;

export const closeHttpIngress = defineControl({
  id: ID,
  title: 'Close port 80 to the internet',
  description:
    'Removes the internet from the security group rule for port 80. Where nothing answers on port 443 the site goes down: that is an outage rather than a security measure, and the plan says so, with what to add. The last rule of a group becomes ingress = [], since removing its block alone would change nothing.',
  references: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const rule of estate.network.groups.flatMap((group) => group.rules)) {
      if (!isOpenHttp(rule) || onlyRedirects(rule, estate)) continue;
      const [cidr] = cidrsOf(rule).filter(({ item }) => isKnownWorld(item));
      if (!cidr) continue;
      const where = rule.index === undefined ? '' : `ingress[${rule.index}].`;
      yield {
        address: rule.resource.address,
        attribute: `${where}${cidr.name}`,
        severity: 'low',
        message: `${rule.group.address} allows plain HTTP on port 80 from the internet.`,
        resource: rule.resource,
        origin: cidr.item.origin ?? rule.resource.origin,
        premises: [rule.premise.key],
        remedy: propose(rule, estate),
      };
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const rule = ruleOf(premise);
    if (rule && isOpenHttp(rule)) yield propose(rule, estate);
  },
});

function isOpenHttp(rule: SecurityRule): boolean {
  if (rule.direction !== 'ingress' || rule.fromPort !== PORT || rule.toPort !== PORT) return false;
  return cidrsOf(rule).some(({ item }) => isWorld(item, rule));
}

const EFFECTS: Readonly<Record<Https, { readonly note: string; readonly width: number }>> = {
  served: {
    note: 'Browsers that use http:// get a timeout instead of a redirect to HTTPS.',
    width: 2,
  },
  'not served': {
    note: 'Nothing answers on port 443 yet, so the site goes down. First add a load balancer with an HTTPS listener and a certificate (aws_lb_listener, aws_acm_certificate), allow port 443, and point clients there.',
    width: 10,
  },
  unknown: {
    note: 'The configuration does not show whether anything answers on port 443: if not, the site goes down. First serve HTTPS there, with a certificate.',
    width: 10,
  },
};

function propose(rule: SecurityRule, estate: Estate): Proposal {
  const { resource } = rule;
  const id = `${ID}:${rule.premise.key}`;
  const falsifies: Proposal['falsifies'] = (premise) => premise.key === rule.premise.key;
  const changes = closeToWorld(rule, estate.configuration);
  const https = httpsBehind(rule, estate);
  const { note, width } = EFFECTS[https];
  if (!changes) {
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: whyNotClosed(rule),
      instruction: `Remove the internet from the rule for port 80 of ${rule.group.address}. ${note}`,
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    changes,
    applyEffect: effectOfClosing(rule, changes),
    summary: `Close port 80 of ${rule.group.address} to the internet`,
    reason:
      https === 'served'
        ? 'A site that is served over HTTPS does not need plain HTTP.'
        : 'Nobody on the internet reaches the workload any more, including its users.',
    mayBreak: [note, 'Open connections stay open until they end.', ...listNotes(rule, changes)],
    width,
  });
}
