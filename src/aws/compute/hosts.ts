/** EC2 instances and Auto Scaling groups: role, metadata service, place in the network, ECS cluster. */
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration } from '#model/configuration.js';
import type { Value } from '#model/value.js';
import type { Iam } from '../iam/decision.js';
import type { Principal } from '../iam/policy.js';
import { matchActionPattern } from '../iam/statement.js';
import type { Links } from '../link.js';
import type { NetworkPosition } from '../network/network.js';
import { type Positions, type PublicAddress, publicAddressBy } from '../network/positions.js';
import { assumedOf, named } from '../named.js';
import { type Evidence, evidenceOf, remark } from '../premise.js';
import { entriesOf, isSet, itemsOf, shown, tagsOf, textOf, wholeOf } from '../reading.js';
import { type SymbolicString, symbolic, symbolicOf } from '../symbolic.js';
import type { Balancers } from './balancers.js';
import type { Clusters } from './clusters.js';
import type { Cluster, Host } from './compute.js';
import { type Launch, launchOfGroup, launchOfInstance, profileOf, settingOf, userDataOf } from './launch.js';
import { metadataOf } from './metadata.js';
import { BLOCKS_TASK_METADATA, type Observed, type ObservedInstance } from './observed.js';
import { type AgentSettings, readUserData } from './user-data.js';

export interface HostContext {
  readonly configuration: Configuration;
  readonly links: Links;
  readonly iam: Iam;
  readonly positions: Positions;
  readonly clusters: Clusters;
  readonly balancers: Balancers;
  readonly observed: Observed;
}

const INSTANCES = ['aws_instance', 'aws_spot_instance_request'] as const;

export function readHosts(context: HostContext): readonly Host[] {
  const { configuration, links } = context;
  const hosts: Host[] = [];
  for (const type of INSTANCES) {
    for (const resource of configuration.ofType(type)) {
      if (resource.mode !== 'managed') continue;
      const launch = launchOfInstance(resource, links);
      const position = positionOfInstance(resource, launch, context);
      hosts.push(readHost('instance', { resource, launch, position, tags: tagsOf(resource) }, context));
    }
  }
  for (const resource of configuration.ofType('aws_autoscaling_group')) {
    if (resource.mode !== 'managed') continue;
    const launch = launchOfGroup(resource, links);
    const position = positionOfGroup(resource, launch, context);
    hosts.push(readHost('group', { resource, launch, position, tags: tagsOfGroup(resource, launch) }, context));
  }
  return hosts;
}

interface Read {
  readonly resource: Resource;
  readonly launch: Launch;
  readonly position: NetworkPosition;
  readonly tags: ReadonlyMap<string, SymbolicString | undefined>;
}

function readHost(kind: Host['kind'], { resource, launch, position, tags }: Read, context: HostContext): Host {
  const { links, iam, balancers, configuration } = context;
  const profile = profileOf(launch);
  const role = roleOfProfile(profile, links, iam);
  const roleUnknown = role === undefined && (isSet(profile) || launch.incomplete);
  const { value, encoded } = userDataOf(launch);
  const settings = readUserData(value, encoded, links);
  const [defaults] = configuration.ofType('aws_ec2_instance_metadata_defaults');
  const seen = observedOf(resource, context.observed);
  return {
    kind,
    address: resource.address,
    resource,
    role,
    roleUnknown,
    position,
    tags,
    metadata: metadataOf(launch, resource, { defaults, links }),
    userData: settings.userData,
    cluster: observedCluster(seen, resource, context.clusters) ?? clusterOf(resource, settings, role, context),
    blocksTaskMetadata: blocksTaskMetadata(seen) ?? settings.blocksTaskMetadata,
    attributes: withObserved(attributesOf(settings, launch, resource, position), seen),
    ssmManaged: ssmManaged(role, roleUnknown, iam),
    loadBalanced: balancers.ofTarget(resource.address),
  };
}

/** Of an instance itself, or of all that a group has at the moment. */
function observedOf(resource: Resource, observed: Observed): readonly ObservedInstance[] {
  const id = textOf(resource.attribute('id'));
  if (id === undefined) return [];
  const ids = resource.type === 'aws_autoscaling_group' ? observed.instancesOf(id) : [id];
  return ids.flatMap((each) => observed.instance(each) ?? []);
}

function observedCluster(seen: readonly ObservedInstance[], owner: Resource, clusters: Clusters): Cluster | undefined {
  const [first] = seen;
  return first && clusters.named(symbolic(first.clusterArn), owner);
}

/** Of a group, one instance that does not is enough for an attacker. */
function blocksTaskMetadata(seen: readonly ObservedInstance[]): boolean | undefined {
  return seen.length === 0 ? undefined : seen.every(({ attributes }) => attributes.has(BLOCKS_TASK_METADATA));
}

function withObserved(attributes: Host['attributes'], seen: readonly ObservedInstance[]): Host['attributes'] {
  const all = new Map([...attributes].map(([name, values]) => [name, new Set(values)]));
  for (const { attributes: own } of seen) {
    for (const [name, value] of own) all.set(name, (all.get(name) ?? new Set()).add(value));
  }
  return new Map([...all].map(([name, values]) => [name, [...values]]));
}

function roleOfProfile(value: Value | undefined, links: Links, iam: Iam): Principal | undefined {
  const profile = isSet(value) ? links.to(value, 'aws_iam_instance_profile') : undefined;
  if (!profile) return undefined;
  const given = [profile.attribute('role'), profile.attribute('roles')].find(isSet);
  return iam.roleOf(given ?? (profile.mode === 'data' ? profile.read(['role_arn']) : undefined), profile);
}

function clusterOf(
  resource: Resource,
  settings: AgentSettings,
  role: Principal | undefined,
  { clusters, configuration }: HostContext,
): Cluster | undefined {
  if (settings.cluster) return clusters.named(settings.cluster, resource);
  if (settings.clusterResource) return clusters.ofResource(settings.clusterResource);
  const provided = clusters.ofGroup(resource.address);
  if (provided || !role) return provided;
  // An agent without configuration joins the cluster "default", if its role may register.
  const joins = settings.userData === undefined && isMeantToRegister(role, hasDefaultCluster(configuration));
  return joins ? clusters.named(symbolic('default'), resource) : undefined;
}

/**
 * What its agent registers with, and those of the attributes that Amazon ECS gives every instance which can be told here.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html#attributes
 */
function attributesOf(
  settings: AgentSettings,
  launch: Launch,
  resource: Resource,
  position: NetworkPosition,
): Host['attributes'] {
  const attributes = new Map([...settings.attributes].map(([name, value]) => [name, [value]]));
  const type = textOf(settingOf(launch, 'instance_type'));
  // Overrides name further types.
  if (type !== undefined && resource.blocks('mixed_instances_policy').length === 0) {
    attributes.set('ecs.instance-type', [type]);
  }
  const own = textOf(resource.attribute('availability_zone'));
  const zones = position.subnets.map((subnet) => textOf(subnet.resource.attribute('availability_zone')));
  if (own !== undefined) attributes.set('ecs.availability-zone', [own]);
  else if (zones.length > 0 && !position.subnetsUnknown) attributes.set('ecs.availability-zone', zones);
  return attributes;
}

const REGISTER = 'ecs:RegisterContainerInstance';

/** Who may do everything in ECS need not run its agent; a grant of registering itself, or a default cluster, tells. */
function isMeantToRegister({ policies }: Principal, defaultCluster: boolean): boolean {
  return policies.some(({ document }) =>
    document.statements
      .filter(({ effect }) => effect === 'Allow')
      .some(({ actions }) =>
        actions.some(
          ({ text }) =>
            matchActionPattern(text, symbolic(REGISTER)) === 'yes' &&
            (defaultCluster || /^ecs:[*?]*[^*?]/i.test(text.key)),
        ),
      ),
  );
}

/** The configuration has a cluster of that name, or a service that names none. */
function hasDefaultCluster(configuration: Configuration): boolean {
  const isDefault = (value: Value | undefined) => !isSet(value) || textOf(value) === 'default';
  return (
    configuration.ofType('aws_ecs_cluster').some((cluster) => textOf(cluster.attribute('name')) === 'default') ||
    configuration.ofType('aws_ecs_service').some((service) => isDefault(service.attribute('cluster')))
  );
}

/**
 * The role must let the agent register with Systems Manager and open its channel. Default Host Management, which an
 * account may have switched on, is not seen here.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
function ssmManaged(role: Principal | undefined, roleUnknown: boolean, iam: Iam): Host['ssmManaged'] {
  if (!role) return roleUnknown ? 'unknown' : 'no';
  const registers = iam.mayDo(role, 'ssm:UpdateInstanceInformation');
  const channel = iam.mayDo(role, 'ssmmessages:CreateControlChannel') || iam.mayDo(role, 'ec2messages:GetMessages');
  if (registers && channel) return 'yes';
  return role.incomplete ? 'unknown' : 'no';
}

function positionOfInstance(resource: Resource, launch: Launch, context: HostContext): NetworkPosition {
  const { links, positions } = context;
  const blocks = interfaceBlocks(launch);
  const interfaces = blocks
    .map((block) => links.to(block.attribute('network_interface_id'), 'aws_network_interface'))
    .filter((found) => found !== undefined);
  const elastic = positions.attachedAddress(resource, ...interfaces);
  const subnet = settingOf(launch, 'subnet_id');
  const subnets = subnet ? [subnet] : [...blocks, ...interfaces].map((body) => body.attribute('subnet_id'));
  const groups = [
    ...groupsOf(launch, blocks),
    ...interfaces.map((found) => found.attribute('security_groups')),
    ...positions.attachedGroups(resource, ...interfaces),
  ];
  return positions.place({
    owner: resource.address,
    resource,
    publicAddress: elastic ?? addressOf(launch, interfaces.length > 0, resource),
    ipv6: { evidence: ipv6Of(launch, interfaces), asSubnet: true },
    subnets: orUnresolved(subnets, launch),
    groups: orUnresolved(groups, launch),
    groupsUnknown: launch.incomplete && !groups.some(isSet),
  });
}

function positionOfGroup(resource: Resource, launch: Launch, { positions }: HostContext): NetworkPosition {
  const blocks = interfaceBlocks(launch);
  const own = resource.attribute('vpc_zone_identifier');
  const subnets = isSet(own) ? [own] : blocks.map((block) => block.attribute('subnet_id'));
  return positions.place({
    owner: resource.address,
    resource,
    subnets: orUnresolved(subnets, launch),
    groups: orUnresolved(groupsOf(launch, blocks), launch),
    groupsUnknown: launch.incomplete,
    publicAddress: addressOf(launch, false, resource),
    ipv6: { evidence: ipv6Of(launch, []), asSubnet: true },
  });
}

/** What an instance does not say itself, a launch template that is not here may say. */
function orUnresolved(values: readonly (Value | undefined)[], launch: Launch): readonly (Value | undefined)[] {
  return values.some(isSet) ? values : [...values, launch.unresolved];
}

/** The first source that has interfaces of its own describes them. */
function interfaceBlocks(launch: Launch): readonly BodyView[] {
  for (const { resource } of launch.sources) {
    for (const name of ['network_interface', 'network_interfaces', 'primary_network_interface']) {
      const blocks = resource.blocks(name);
      if (blocks.length > 0) return blocks;
    }
  }
  return [];
}

const GROUP_ATTRIBUTES = ['vpc_security_group_ids', 'security_groups', 'security_group_names'] as const;

function groupsOf(launch: Launch, interfaces: readonly BodyView[]): readonly (Value | undefined)[] {
  for (const { resource } of launch.sources) {
    const own = GROUP_ATTRIBUTES.map((name) => resource.attribute(name)).filter(isSet);
    if (own.length > 0) return own;
  }
  return interfaces.map((block) => block.attribute('security_groups'));
}

function addressOf(launch: Launch, existingInterface: boolean, resource: Resource): PublicAddress {
  for (const source of launch.sources) {
    const views = [source.resource, ...source.resource.blocks('network_interfaces')];
    for (const view of views) {
      if (!isSet(view.attribute('associate_public_ip_address'))) continue;
      const name = view === source.resource ? '' : 'network_interfaces[0].';
      return publicAddressBy(source.resource, `${name}associate_public_ip_address`, view, 'as-subnet');
    }
  }
  // An interface that exists before the instance gets no public address at launch.
  if (existingInterface) return { state: 'no', evidence: [] };
  if (!launch.incomplete) return { state: 'as-subnet', evidence: [] };
  const template = launch.unresolved;
  return {
    state: 'unknown',
    evidence: [remark(resource, 'launch_template', shown(template), template?.origin)],
    assumes: assumedOf(`${named(template)} gives ${resource.address} a public address`, template),
  };
}

/** IPv6 addresses asked for, of the instance or of an interface. */
function ipv6Of(launch: Launch, interfaces: readonly Resource[]): readonly Evidence[] {
  const views = launch.sources.flatMap(({ resource }) => [
    { resource, body: resource, prefix: '' },
    ...resource
      .blocks('network_interfaces')
      .map((body, index) => ({ resource, body, prefix: `network_interfaces[${index}].` })),
  ]);
  const all = [...views, ...interfaces.map((resource) => ({ resource, body: resource, prefix: '' }))];
  return all.flatMap(({ resource, body, prefix }) => {
    const count = wholeOf(body.attribute('ipv6_address_count'));
    const name = typeof count === 'number' && count > 0 ? 'ipv6_address_count' : 'ipv6_addresses';
    if (name === 'ipv6_addresses' && itemsOf(body.attribute(name)).length === 0) return [];
    return [evidenceOf(resource, prefix + name, body.attribute(name), body)];
  });
}

/** Tags that the group's instances get: its own propagated ones over the template's. */
function tagsOfGroup(resource: Resource, launch: Launch): ReadonlyMap<string, SymbolicString | undefined> {
  const tags = new Map<string, SymbolicString | undefined>();
  for (const source of launch.sources) {
    for (const block of source.resource.blocks('tag_specifications')) {
      if (textOf(block.attribute('resource_type')) !== 'instance') continue;
      for (const [key, value] of entriesOf(block.attribute('tags'))) tags.set(key, symbolicOf(value));
    }
  }
  for (const block of resource.blocks('tag')) {
    const key = textOf(block.attribute('key'));
    if (key !== undefined) tags.set(key, symbolicOf(block.attribute('value')));
  }
  return tags;
}
