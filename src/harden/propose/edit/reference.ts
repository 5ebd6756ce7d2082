import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Change } from '../../change.js';
import { isEditable } from './proposal.js';

/** The expression by which a block of the module refers to a resource; `undefined` where it can't see it. */
export function referenceTo(resource: Resource, module: string, attribute?: string): string | undefined {
  if (resource.module !== module) return undefined;
  const base = `${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`;
  const tail = attribute === undefined ? '' : `.${attribute}`;
  if (resource.key === undefined) return resource.maybe && resource.address.endsWith(']') ? undefined : base + tail;
  if (resource.address.endsWith('["?"]')) return undefined;
  return `${base}[${typeof resource.key === 'number' ? resource.key : JSON.stringify(resource.key)}]${tail}`;
}

/**
 * The id of a security group. What stands for the group that AWS makes with a VPC is the VPC; where that is only looked up,
 * nothing refers to its group. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc
 */
export function groupReference(resource: Resource, module: string): string | undefined {
  if (/^aws_(default_)?security_group$/.test(resource.type)) return referenceTo(resource, module, 'id');
  const own = resource.mode === 'managed' && /^aws_(default_)?vpc$/.test(resource.type);
  return own ? referenceTo(resource, module, 'default_security_group_id') : undefined;
}

/** The id of one subnet: a data source of several has none, and where no subnet is named there is no resource. */
export function subnetReference(resource: Resource, module: string): string | undefined {
  return /^aws_(default_)?subnet$/.test(resource.type) ? referenceTo(resource, module, 'id') : undefined;
}

/** A name for what goes with the resource alone: with its key, where the block stands for several. */
export function nameOf({ name, key }: Resource): string {
  return key === undefined ? name : `${name}_${String(key).replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;
}

/** A name for a new resource of the type that nothing in the module has yet. */
export function freeName(configuration: Configuration, type: string, module: string, wanted: string): string {
  const taken = new Set(
    configuration
      .ofType(type)
      .filter((resource) => resource.module === module)
      .map((resource) => resource.name),
  );
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const name = `${wanted}_${number}`;
    if (!taken.has(name)) return name;
  }
}

/** Removes the block of a resource, unless something else refers to it. */
export function removeResource(resource: Resource, configuration: Configuration): Change | undefined {
  const { block, file } = resource;
  if (!block || !file || !isEditable(resource) || isMentioned(resource, configuration)) return undefined;
  return { kind: 'remove-block', file, at: { start: block.start, end: block.end } };
}

/** Something else refers to the resource, as far as its name in the text tells. */
function isMentioned(resource: Resource, configuration: Configuration): boolean {
  const name = `${resource.type}.${resource.name}`;
  for (const file of configuration.files.values()) {
    for (let at = file.text.indexOf(name); at >= 0; at = file.text.indexOf(name, at + 1)) {
      if (!/[\w-]/.test(file.text[at + name.length] ?? ' ')) return true;
    }
  }
  return false;
}
