/**
 * Root modules whose resources lie in one account. What credentials another root module is applied with, its source rarely
 * says; what its resources name does: an instance lies in a subnet of its own account, and a service is given a role of it.
 */
import { labelIn } from '#model/address.js';
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration } from '#model/configuration.js';
import { referencesIn } from '#model/values/references.js';
import type { Identity } from './identity.js';

/**
 * Attributes that name something of the same account. A subnet may be one that another account shares:
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 */
const WITHIN_ACCOUNT: readonly string[] = [
  'cluster',
  'cluster_arn',
  'execution_role_arn',
  'file_system_id',
  'iam_instance_profile',
  'iam_role_arn',
  'instance_profile',
  'load_balancer_arn',
  'listener_arn',
  'referenced_security_group_id',
  'role',
  'role_arn',
  'role_name',
  'security_group_id',
  'security_group_ids',
  'security_groups',
  'service_role',
  'source_security_group_id',
  'subnet_id',
  'subnet_ids',
  'subnets',
  'target_group_arn',
  'target_group_arns',
  'task_role_arn',
  'vpc_id',
  'vpc_security_group_ids',
  'vpc_zone_identifier',
];
const NETWORK = /subnet|vpc_id|vpc_zone/;
const BLOCKS: readonly string[] = ['network_configuration', 'vpc_config', 'load_balancer', 'default_action', 'action'];

/** Gives for a group of provider configurations the group that stands for all in its account. */
export function inOneAccount(
  configuration: Configuration,
  identityOf: (provider: string) => Identity,
): (group: string) => string {
  const above = new Map<string, string>();
  const top = (group: string): string => {
    let at = group;
    for (let next = above.get(at); next !== undefined; next = above.get(at)) at = next;
    return at;
  };
  const join = (one: Identity, other: Identity): void => {
    if (one.id !== undefined && other.id !== undefined && one.id !== other.id) return;
    const [first, second] = [top(one.group), top(other.group)].toSorted();
    if (first !== undefined && second !== undefined && first !== second) above.set(second, first);
  };
  const isShared = configuration.ofType('aws_ram_resource_share').length > 0;
  const names = isShared ? WITHIN_ACCOUNT.filter((name) => !NETWORK.test(name)) : WITHIN_ACCOUNT;
  const holes = new Map<string, Identity>();
  for (const provider of new Set(configuration.resources.map((resource) => resource.provider))) {
    const identity = identityOf(provider);
    const same = identity.hole === undefined ? undefined : holes.get(identity.hole);
    if (same) join(same, identity);
    else if (identity.hole !== undefined) holes.set(identity.hole, identity);
  }
  for (const resource of configuration.resources) {
    if (resource.mode !== 'managed' || !resource.type.startsWith('aws_')) continue;
    for (const other of neighboursOf(resource, names, configuration))
      join(identityOf(resource.provider), identityOf(other.provider));
  }
  return top;
}

/** Resources of other root modules that it can only name if they are in its account. */
function* neighboursOf(
  resource: Resource,
  names: readonly string[],
  configuration: Configuration,
): Generator<Resource> {
  const label = labelIn(resource.address);
  const bodies: readonly BodyView[] = [resource, ...BLOCKS.flatMap((type) => resource.blocks(type))];
  for (const body of bodies) {
    for (const name of names) {
      const value = body.attribute(name);
      for (const { address } of value ? referencesIn(value) : []) {
        const other = labelIn(address) === label ? undefined : configuration.resource(address);
        if (other?.mode === 'managed') yield other;
      }
    }
  }
}
