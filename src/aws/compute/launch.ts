/**
 * Where an instance's settings come from: its own arguments first, then its launch template or launch configuration.
 * Of several templates in a mixed-instances policy, the first stands for all.
 */
import type { BodyView, NestedBlock, Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Links } from '../link.js';
import { isSet, textOf } from '../reading.js';

export interface LaunchSource {
  readonly kind: 'instance' | 'template' | 'configuration';
  readonly resource: Resource;
}

export interface Launch {
  readonly sources: readonly LaunchSource[];
  /** A template or configuration is named that can't be resolved. */
  readonly incomplete: boolean;
  /** What names it. */
  readonly unresolved?: Value;
}

export function launchOfInstance(resource: Resource, links: Links): Launch {
  const own: LaunchSource = { kind: 'instance', resource };
  const [block] = resource.blocks('launch_template');
  if (!block) return { sources: [own], incomplete: false };
  const template = templateOf(block, links);
  return template
    ? { sources: [own, { kind: 'template', resource: template }], incomplete: false }
    : { sources: [own], ...unresolved(namesOf(block)) };
}

export function launchOfGroup(resource: Resource, links: Links): Launch {
  const block = resource.blocks('launch_template')[0] ?? specificationIn(resource);
  if (block) {
    const template = templateOf(block, links);
    return template
      ? { sources: [{ kind: 'template', resource: template }], incomplete: false }
      : { sources: [], ...unresolved(namesOf(block)) };
  }
  const named = resource.attribute('launch_configuration');
  const configuration = links.to(named, 'aws_launch_configuration');
  if (configuration?.mode !== 'managed') return { sources: [], ...unresolved([named]) };
  return { sources: [{ kind: 'configuration', resource: configuration }], incomplete: false };
}

function specificationIn(resource: Resource): NestedBlock | undefined {
  return resource
    .blocks('mixed_instances_policy')[0]
    ?.blocks('launch_template')[0]
    ?.blocks('launch_template_specification')[0];
}

function unresolved(names: readonly (Value | undefined)[]): Omit<Launch, 'sources'> {
  const name = names.find(isSet);
  return name ? { incomplete: true, unresolved: name } : { incomplete: true };
}

function namesOf(block: BodyView): readonly (Value | undefined)[] {
  return ['id', 'name', 'launch_template_id', 'launch_template_name'].map((name) => block.attribute(name));
}

function templateOf(block: BodyView, links: Links): Resource | undefined {
  for (const name of namesOf(block)) {
    const found = links.to(name, 'aws_launch_template');
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
