/**
 * The versions of launch templates that Auto Scaling groups launch. A template is the resource of its newest version; where a group
 * launches another, that is a resource of its own, and the group names it.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html
 */
import { isRecord } from './collect/document.js';
import type { Json, JsonObject, LiveResource } from './snapshot.js';

const TEMPLATE = 'aws_launch_template';

/** Versions that are not the newest are resources of their own. */
export function versionOf(name: string, version: number | string | undefined): string {
  return `${name}/${version}`;
}

export function withVersions(resources: readonly LiveResource[]): readonly LiveResource[] {
  const templates = new Map(
    resources.filter(({ type }) => type === TEMPLATE).map((each) => [placeOf(each, each.id), each]),
  );
  return resources.map((resource) => {
    if (resource.type !== 'aws_autoscaling_group') return resource;
    const find = (id: string): LiveResource | undefined => templates.get(placeOf(resource, id));
    return { ...resource, values: launching(resource.values, find) };
  });
}

function placeOf({ account, region }: LiveResource, id: string): string {
  return `${account} ${region} ${id}`;
}

type Find = (id: string) => LiveResource | undefined;

/** The block is beside the group, or deep in a policy of mixed instances. */
function launching(values: JsonObject, find: Find): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, within(value, find)]));
}

function within(value: Json, find: Find): Json {
  if (Array.isArray(value)) return value.map((each: Json) => within(each, find));
  if (!isObject(value)) return value;
  if (!('version' in value)) return launching(value, find);
  const prefix = 'launch_template_id' in value ? 'launch_template_' : '';
  const id = value[`${prefix}id`];
  const version = typeof id === 'string' ? numberOf(value['version'], find(id)) : undefined;
  if (version === undefined) return value;
  const name = value[`${prefix}name`];
  return {
    ...value,
    [`${prefix}id`]: versionOf(String(id), version),
    [`${prefix}name`]: versionOf(String(name), version),
  };
}

/** Undefined where it is the newest. */
function numberOf(version: Json | undefined, template: LiveResource | undefined): string | undefined {
  const newest = String(template?.values['latest_version']);
  const meant = version === '$Default' ? String(template?.values['default_version']) : String(version ?? '$Latest');
  return !template || meant === '$Latest' || meant === newest ? undefined : meant;
}

function isObject(value: Json): value is JsonObject {
  return isRecord(value);
}
