/**
 * Where an instance's settings come from: its own arguments first, then its launch template or launch configuration.
 * Of several templates in a mixed-instances policy, the first stands for all.
 */
import type { BodyView, NestedBlock, Resource } from '#terraform/resource.js';
import type { Value } from '#terraform/value.js';
import type { Links } from '../link.js';
import { isSet, textOf, wholeOf } from '../reading.js';
import type { MetadataService } from './compute.js';

export interface LaunchSource {
  readonly kind: 'instance' | 'template' | 'configuration';
  readonly resource: Resource;
}

export interface Launch {
  readonly sources: readonly LaunchSource[];
  /** A template or configuration is named that can't be resolved. */
  readonly incomplete: boolean;
}

export function launchOfInstance(resource: Resource, links: Links): Launch {
  const own: LaunchSource = { kind: 'instance', resource };
  const [block] = resource.blocks('launch_template');
  if (!block) return { sources: [own], incomplete: false };
  const template = templateOf(block, links);
  return template
    ? { sources: [own, { kind: 'template', resource: template }], incomplete: false }
    : { sources: [own], incomplete: true };
}

export function launchOfGroup(resource: Resource, links: Links): Launch {
  const block = resource.blocks('launch_template')[0] ?? specificationIn(resource);
  if (block) {
    const template = templateOf(block, links);
    return template
      ? { sources: [{ kind: 'template', resource: template }], incomplete: false }
      : { sources: [], incomplete: true };
  }
  const configuration = links.to(resource.attribute('launch_configuration'), 'aws_launch_configuration');
  if (configuration?.mode !== 'managed') return { sources: [], incomplete: true };
  return { sources: [{ kind: 'configuration', resource: configuration }], incomplete: false };
}

function specificationIn(resource: Resource): NestedBlock | undefined {
  return resource
    .blocks('mixed_instances_policy')[0]
    ?.blocks('launch_template')[0]
    ?.blocks('launch_template_specification')[0];
}

function templateOf(block: BodyView, links: Links): Resource | undefined {
  for (const name of ['id', 'name', 'launch_template_id', 'launch_template_name']) {
    const found = links.to(block.attribute(name), 'aws_launch_template');
    if (found?.mode === 'managed') return found;
  }
  return undefined;
}

/** The first source that sets the attribute. */
export function settingOf(launch: Launch, ...names: readonly string[]): Value | undefined {
  for (const { resource } of launch.sources) {
    for (const name of names) {
      const value = resource.attribute(name);
      if (isSet(value)) return value;
    }
  }
  return undefined;
}

/** The instance profile: an argument, or a block in a launch template. */
export function profileOf(launch: Launch): Value | undefined {
  for (const { kind, resource } of launch.sources) {
    const [block] = kind === 'template' ? resource.blocks('iam_instance_profile') : [];
    const value = block
      ? [block.attribute('name'), block.attribute('arn')].find(isSet)
      : resource.attribute('iam_instance_profile');
    if (isSet(value) && textOf(value) !== '') return value;
  }
  return undefined;
}

export interface FoundUserData {
  readonly value: Value | undefined;
  readonly encoded: boolean;
}

export function userDataOf(launch: Launch): FoundUserData {
  for (const { kind, resource } of launch.sources) {
    const plain = resource.attribute('user_data');
    if (isSet(plain)) return { value: plain, encoded: kind === 'template' };
    const encoded = resource.attribute('user_data_base64');
    if (isSet(encoded)) return { value: encoded, encoded: true };
  }
  return { value: undefined, encoded: false };
}

export function metadataOf(launch: Launch, owner: Resource, defaults: Resource | undefined): MetadataService {
  const found = launch.sources.flatMap(({ resource }) =>
    resource
      .blocks('metadata_options')
      .slice(0, 1)
      .map((block) => ({ resource, block })),
  );
  const views: readonly BodyView[] = [...found.map(({ block }) => block), ...(defaults ? [defaults] : [])];
  const pick = (name: string): Value | undefined =>
    views.map((view) => view.attribute(name)).find((value) => isSet(value) && textOf(value) !== 'no-preference');
  const hops = wholeOf(pick('http_put_response_hop_limit'));
  // Where nothing is set, the place to set it: the instance, or the template that a group launches from.
  const decides = found[0]?.resource ?? launch.sources[0]?.resource ?? owner;
  const unresolved = launch.incomplete && found.length === 0;
  return {
    endpoint: unresolved ? 'unknown' : endpointOf(pick('http_endpoint')),
    tokens: unresolved ? 'unknown' : tokensOf(pick('http_tokens')),
    hopLimit: typeof hops === 'number' && hops > 0 ? hops : undefined,
    resource: decides,
    block: found[0]?.block,
  };
}

function endpointOf(value: Value | undefined): MetadataService['endpoint'] {
  const text = textOf(value);
  if (text === 'disabled') return 'disabled';
  return value === undefined || text === 'enabled' ? 'enabled' : 'unknown';
}

function tokensOf(value: Value | undefined): MetadataService['tokens'] {
  if (value === undefined) return 'unset';
  const text = textOf(value);
  return text === 'optional' || text === 'required' ? text : 'unknown';
}
