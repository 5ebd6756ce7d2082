import { createHash } from 'node:crypto';
import type { Estate } from '#aws/estate.js';
import type { Host } from '#aws/compute/compute.js';
import { type Premise, subjectOf } from '#aws/premise.js';
import { textOf } from '#aws/reading.js';
import type { BodyView, Resource } from '#model/resource.js';
import { type EditProposal, type Finding, type Proposal, defineControl } from '../../../control.js';
import type { Change } from '../../../change.js';
import { keyOf } from '../../../merge.js';
import { edit, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { renderBlock } from '../../../propose/edit/render.js';
import { seatOfBlock, seatOfResource, setScalar, sharedValueNotes } from '../../../propose/edit/scalar.js';
import { findAttribute } from '#hcl/edit/locate.js';

const ID = 'require-imdsv2';

/** Adding the block without `http_endpoint` would send the provider's default, so all three are written out. */
const WANTED = [
  ['http_endpoint', '"enabled"'],
  ['http_tokens', '"required"'],
  ['http_put_response_hop_limit', '1'],
] as const;

export const requireImdsv2 = defineControl({
  id: ID,
  title: 'Require IMDSv2 with a hop limit of 1',
  description:
    'Requires a session token for the instance metadata service and limits the response to one hop. That stops requests forged through the workload (SSRF) and containers on a bridge network from reading the credentials of the instance role. It does not stop code that runs on the host itself, or a container on the host network: for them the metadata service is no hop away.',
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance#metadata-options',
    'https://www.cisecurity.org/benchmark/amazon_web_services',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const host of estate.hosts) {
      const { metadata } = host;
      if (metadata.endpoint === 'disabled') continue;
      if (metadata.tokens === 'required' && metadata.hopLimit === 1) continue;
      const tokens = metadata.tokens !== 'required';
      const attribute = tokens ? 'metadata_options.http_tokens' : 'metadata_options.http_put_response_hop_limit';
      const value = metadata.block?.attribute(tokens ? 'http_tokens' : 'http_put_response_hop_limit');
      yield {
        address: metadata.resource.address,
        attribute,
        resource: metadata.resource,
        severity: tokens && host.role ? 'medium' : 'low',
        message: tokens
          ? `${host.address} answers metadata requests without a session token (IMDSv1).`
          : `The metadata service of ${host.address} has a hop limit above 1, so containers on a bridge network reach it.`,
        origin: value?.origin ?? metadata.block?.origin ?? metadata.resource.origin,
        remedy: propose(host, estate),
      };
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const host = hostOf(premise);
    if (host) yield propose(host, estate);
  },
});

function propose(host: Host, estate: Estate): Proposal {
  const resource = placeOfOptions(host);
  const written = changesFor(resource);
  const id = `${ID}:${resource.address}`;
  if (!written) {
    return manual({
      id,
      address: resource.address,
      reason: whyNotEditable(resource),
      instruction: resource.readOnly
        ? 'Pass metadata_options to the module if it has that argument: http_endpoint = "enabled", http_tokens = "required", http_put_response_hop_limit = 1.'
        : 'Set http_endpoint = "enabled", http_tokens = "required" and http_put_response_hop_limit = 1 in metadata_options.',
      falsifies: (premise) => {
        const other = hostOf(premise);
        return other !== undefined && placeOfOptions(other).address === resource.address;
      },
    });
  }
  const key = keyOfAll(written.changes);
  return edit({
    id: resource.shared ? `${ID}:${createHash('sha256').update(key).digest('hex').slice(0, 12)}` : id,
    resource,
    // Instances of one block are served by the one edit.
    falsifies: (premise) => {
      const other = hostOf(premise);
      const place = other && placeOfOptions(other);
      if (!place || place.address === resource.address) return place !== undefined;
      const changes = place.block === resource.block ? changesFor(place)?.changes : undefined;
      return changes !== undefined && keyOfAll(changes) === key;
    },
    changes: written.changes,
    summary: `Require IMDSv2 on ${resource.address}`,
    reason: `Nothing reads the credentials of the instance role without a session token, and with a hop limit of 1 the token does not reach a container on a bridge network.`,
    ...effectOn(resource, estate),
    mayBreak: [
      'Software that only supports IMDSv1 gets 401: first check that the CloudWatch metric MetadataNoToken stays 0 over a full business cycle.',
      'Containers on a bridge network lose the instance role; they need a task role.',
      ...effectNotes(resource),
      ...written.notes,
    ],
    width: 1,
  });
}

function hostOf(premise: Premise): Host | undefined {
  return subjectOf(premise, 'imds.v1-allowed') ?? subjectOf(premise, 'imds.hop-limit');
}

function keyOfAll(changes: readonly Change[]): string {
  return changes.map(keyOf).join('\n');
}

/** An instance's own block takes precedence over its launch template's, and takes effect at once. */
function placeOfOptions(host: Host): Resource {
  return host.kind === 'instance' && host.resource.type === 'aws_instance' ? host.resource : host.metadata.resource;
}

function changesFor(
  resource: Resource,
): { readonly changes: readonly Change[]; readonly notes: readonly string[] } | undefined {
  const seat = seatOfResource(resource);
  if (!seat) return undefined;
  const [block] = resource.blocks('metadata_options');
  const inner = block && seatOfBlock(block);
  if (inner) {
    const names = WANTED.map(([name]) => name);
    const changes = WANTED.flatMap(([name, text]) => setScalar(inner, name, text));
    return { changes, notes: sharedValueNotes(inner, ...names) };
  }
  // The whole block comes from elsewhere, as `metadata_options = var.x` can't: something that is not ours to read.
  if (block || findAttribute(seat.body, 'metadata_options')) return undefined;
  const text = renderBlock({ header: 'metadata_options', items: WANTED });
  return { changes: [{ kind: 'add-block', file: seat.file, body: seat.body, block: text }], notes: [] };
}

function effectOn(resource: Resource, estate: Estate): Pick<EditProposal, 'applyEffect'> {
  if (resource.type === 'aws_instance') return { applyEffect: 'in-place' };
  if (resource.type === 'aws_launch_configuration') return { applyEffect: 'replacement' };
  return { applyEffect: rolls(resource, estate) ? 'new-revision' : 'inert' };
}

/** An Auto Scaling group follows a new version of the template by itself, with an instance refresh. */
function rolls(template: Resource, estate: Estate): boolean {
  return estate.configuration.ofType('aws_autoscaling_group').some((group) => {
    if (group.blocks('instance_refresh').length === 0) return false;
    return group.blocks('launch_template').some((block) => refersTo(block, template));
  });
}

function refersTo(block: BodyView, template: Resource): boolean {
  const version = block.attribute('version');
  return version?.ref?.address === template.address && textOf(version) !== '$Default';
}

function effectNotes(resource: Resource): readonly string[] {
  if (resource.type === 'aws_launch_template') {
    return [
      'A new version of the launch template changes no running instance: replace them (instance_refresh in the Auto Scaling group, or by hand).',
    ];
  }
  if (resource.type === 'aws_launch_configuration') {
    return [
      'A launch configuration is replaced, which fails where it has a fixed name; running instances keep their options until they are replaced.',
    ];
  }
  return [];
}
