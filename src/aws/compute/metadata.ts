/** The metadata options of an instance: what its launch says, what the account says, and what its image makes of the rest. */
import type { BodyView, NestedBlock, Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Links } from '../link.js';
import { type Evidence, remark } from '../premise.js';
import { isSet, textOf, wholeOf } from '../reading.js';
import type { MetadataService } from './compute.js';
import { type ImageFamily, imageFamily } from './images.js';
import { type Launch, settingOf } from './launch.js';

export interface MetadataContext {
  readonly links: Links;
  /** `aws_ec2_instance_metadata_defaults`, which is of the account. */
  readonly defaults: Resource | undefined;
}

export function metadataOf(launch: Launch, owner: Resource, { links, defaults }: MetadataContext): MetadataService {
  const all = optionsOf(launch);
  const [options] = all;
  // Where nothing is set, the place to set it: the instance, or the template that a group launches from.
  const resource = options?.resource ?? launch.sources[0]?.resource ?? owner;
  if (launch.incomplete && !options) return unresolvedOptions(launch, resource);
  const image = imageOf(launch, links);
  const views: readonly BodyView[] = [...all.map(({ block }) => block), ...(defaults ? [defaults] : [])];
  const pick = (name: string): Value | undefined =>
    views.map((view) => view.attribute(name)).find((value) => isSet(value) && textOf(value) !== 'no-preference');
  return {
    endpoint: endpointOf(pick('http_endpoint')),
    tokens: tokensOf(pick('http_tokens'), image?.family),
    hopLimit: hopLimitOf(pick('http_put_response_hop_limit'), image?.family),
    resource,
    block: options?.block,
    image: image?.evidence,
    unresolved: undefined,
  };
}

interface Options {
  readonly resource: Resource;
  readonly block: NestedBlock;
}

function optionsOf(launch: Launch): readonly Options[] {
  return launch.sources.flatMap(({ resource }) =>
    resource
      .blocks('metadata_options')
      .slice(0, 1)
      .map((block) => ({ resource, block })),
  );
}

function unresolvedOptions({ unresolved }: Launch, resource: Resource): MetadataService {
  const unknown = { endpoint: 'unknown', tokens: 'unknown', hopLimit: undefined } as const;
  return { ...unknown, resource, block: undefined, image: undefined, unresolved };
}

function imageOf(
  launch: Launch,
  links: Links,
): { readonly family: ImageFamily; readonly evidence: Evidence } | undefined {
  const source = launch.sources.find(({ resource }) => IMAGES.some((name) => isSet(resource.attribute(name))));
  const name = IMAGES.find((each) => isSet(source?.resource.attribute(each)));
  if (!source || name === undefined) return undefined;
  const image = source.resource.attribute(name);
  const family = imageFamily(image, settingOf(launch, 'instance_type'), links);
  if (!family) return undefined;
  const does = family.tokens === 'required' ? 'requires a token, with a hop limit of 2' : 'requires no token';
  return { family, evidence: remark(source.resource, name, `${family.name}, which ${does}`, image?.origin) };
}

const IMAGES = ['ami', 'image_id'] as const;

function endpointOf(value: Value | undefined): MetadataService['endpoint'] {
  const text = textOf(value);
  if (text === 'disabled') return 'disabled';
  return value === undefined || text === 'enabled' ? 'enabled' : 'unknown';
}

function tokensOf(value: Value | undefined, image: ImageFamily | undefined): MetadataService['tokens'] {
  if (value === undefined) return image?.tokens ?? 'unset';
  const text = textOf(value);
  return text === 'optional' || text === 'required' ? text : 'unknown';
}

function hopLimitOf(value: Value | undefined, image: ImageFamily | undefined): number | undefined {
  const hops = wholeOf(value);
  if (hops === undefined) return image?.hopLimit;
  return typeof hops === 'number' && hops > 0 ? hops : undefined;
}
