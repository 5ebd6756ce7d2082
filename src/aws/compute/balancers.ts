/** Load balancers of all kinds, and which of their listeners lead to a target group, an instance, or a group of instances. */
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration } from '#model/configuration.js';
import type { Value } from '#model/value.js';
import { append } from '../grouping.js';
import type { Links } from '../link.js';
import { type Positions, type PublicAddress } from '../network/positions.js';
import { assumedOf, named } from '../named.js';
import { evidenceOf } from '../premise.js';
import { UNKNOWN, flagOf, isSet, itemsOf, textOf, wholeOf } from '../reading.js';
import type { LoadBalancer, LoadBalancerRoute } from './compute.js';
import { passageOf } from './listener-rules.js';

export interface Balancers {
  readonly all: readonly LoadBalancer[];
  /** Routes to a target group, or through a classic load balancer. */
  ofGroup(value: Value | undefined): readonly LoadBalancerRoute[];
  /** Routes to what is attached to target groups: instances, Auto Scaling groups, functions. */
  ofTarget(address: string): readonly LoadBalancerRoute[];
}

const BALANCERS = ['aws_lb', 'aws_alb'] as const;
const CLASSIC = 'aws_elb';
const LISTENERS = ['aws_lb_listener', 'aws_alb_listener'] as const;
const RULES = ['aws_lb_listener_rule', 'aws_alb_listener_rule'] as const;
const GROUPS = ['aws_lb_target_group', 'aws_alb_target_group'] as const;
const ATTACHMENTS = ['aws_lb_target_group_attachment', 'aws_alb_target_group_attachment'] as const;
const TARGETS = ['aws_instance', 'aws_spot_instance_request', 'aws_lambda_function', 'aws_lambda_alias'] as const;

type RouteMap = Map<string, LoadBalancerRoute[]>;

export function readBalancers(configuration: Configuration, links: Links, positions: Positions): Balancers {
  const balancers = new Map<string, LoadBalancer>();
  for (const type of [...BALANCERS, CLASSIC]) {
    for (const resource of configuration.ofType(type)) {
      if (resource.mode === 'managed') balancers.set(resource.address, readBalancer(resource, positions));
    }
  }
  const groups: RouteMap = new Map();
  readListeners(configuration, links, balancers, groups);
  readClassicListeners(balancers, groups);
  const ofGroup = (value: Value | undefined): readonly LoadBalancerRoute[] => {
    const resource = links.to(value, ...GROUPS, CLASSIC);
    return (resource && groups.get(resource.address)) ?? [];
  };
  const targets = readTargets(configuration, links, ofGroup);
  return { all: [...balancers.values()], ofGroup, ofTarget: (address) => targets.get(address) ?? [] };
}

function readBalancer(resource: Resource, positions: Positions): LoadBalancer {
  const internal = flagOf(resource.attribute('internal'));
  const classic = resource.type === CLASSIC;
  const kind = classic ? 'classic' : (textOf(resource.attribute('load_balancer_type')) ?? 'application');
  const groups = resource.attribute('security_groups');
  const publicAddress = schemeOf(resource);
  const stack = resource.attribute('ip_address_type');
  const dual = publicAddress.state === 'yes' && textOf(stack)?.startsWith('dualstack') === true;
  const position = positions.place({
    owner: resource.address,
    resource,
    publicAddress,
    ipv6: { evidence: dual ? [evidenceOf(resource, 'ip_address_type', stack)] : [], asSubnet: false },
    groups: [groups],
    subnets: [
      resource.attribute('subnets'),
      ...resource.blocks('subnet_mapping').map((block) => block.attribute('subnet_id')),
    ],
    unfiltered: kind === 'network' && !isSet(groups),
    frontDoor: true,
  });
  return {
    address: resource.address,
    resource,
    internal: internal === UNKNOWN ? undefined : (internal ?? false),
    position,
  };
}

/** Internet-facing unless it says otherwise; its name does not matter. */
function schemeOf(resource: Resource): PublicAddress {
  const value = resource.attribute('internal');
  const internal = flagOf(value);
  const evidence = [evidenceOf(resource, 'internal', value)];
  if (internal !== UNKNOWN) return { state: internal === true ? 'no' : 'yes', evidence };
  return {
    state: 'unknown',
    evidence,
    assumes: assumedOf(`${resource.address} is internet-facing (${named(value)})`, value),
  };
}

function readListeners(
  configuration: Configuration,
  links: Links,
  balancers: ReadonlyMap<string, LoadBalancer>,
  groups: RouteMap,
): void {
  const note = (listener: Resource | undefined, rule: Resource, actions: readonly BodyView[]): void => {
    const owner = links.to(listener?.attribute('load_balancer_arn'), ...BALANCERS);
    const balancer = owner && balancers.get(owner.address);
    const passage = listener && passageOf(listener, rule, actions);
    if (!listener || !balancer || !passage) return;
    for (const targetGroup of actions.flatMap((action) => forwarded(action, links))) {
      append(groups, targetGroup.address, { ...routeOf(balancer, listener, targetGroup), ...passage });
    }
  };
  for (const type of LISTENERS) {
    for (const listener of configuration.ofType(type)) note(listener, listener, listener.blocks('default_action'));
  }
  for (const type of RULES) {
    for (const rule of configuration.ofType(type)) {
      note(links.to(rule.attribute('listener_arn'), ...LISTENERS), rule, rule.blocks('action'));
    }
  }
}

function forwarded(action: BodyView, links: Links): readonly Resource[] {
  const nested = action.blocks('forward').flatMap((forward) => forward.blocks('target_group'));
  const values = [action.attribute('target_group_arn'), ...nested.map((block) => block.attribute('arn'))];
  return values.map((value) => links.to(value, ...GROUPS)).filter((group) => group !== undefined);
}

function routeOf(balancer: LoadBalancer, listener: Resource, targetGroup: Resource): LoadBalancerRoute {
  const port = wholeOf(listener.attribute('port'));
  const targetPort = wholeOf(targetGroup.attribute('port'));
  return {
    balancer,
    listener,
    targetGroup,
    port: typeof port === 'number' ? port : undefined,
    protocol: textOf(listener.attribute('protocol')),
    preservesClient: preservesClient(balancer, targetGroup),
    ...(typeof targetPort === 'number' ? { targetPort } : {}),
  };
}

/**
 * Only network load balancers do: to instances unless told otherwise, to addresses by UDP, or where told so.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
function preservesClient({ resource }: LoadBalancer, targetGroup: Resource): boolean {
  if (textOf(resource.attribute('load_balancer_type')) !== 'network') return false;
  const flag = flagOf(targetGroup.attribute('preserve_client_ip'));
  if (flag === true || flag === false) return flag;
  const byAddress = textOf(targetGroup.attribute('target_type')) === 'ip';
  return !byAddress || /^(?:UDP|TCP_UDP|QUIC|TCP_QUIC)$/i.test(textOf(targetGroup.attribute('protocol')) ?? '');
}

function readClassicListeners(balancers: ReadonlyMap<string, LoadBalancer>, groups: RouteMap): void {
  for (const balancer of balancers.values()) {
    const { resource } = balancer;
    if (resource.type !== CLASSIC) continue;
    for (const block of resource.blocks('listener')) {
      const port = wholeOf(block.attribute('lb_port'));
      const targetPort = wholeOf(block.attribute('instance_port'));
      append(groups, resource.address, {
        balancer,
        listener: resource,
        targetGroup: resource,
        port: typeof port === 'number' ? port : undefined,
        protocol: textOf(block.attribute('lb_protocol')),
        ...(typeof targetPort === 'number' ? { targetPort } : {}),
      });
    }
  }
}

function readTargets(configuration: Configuration, links: Links, ofGroup: Balancers['ofGroup']): RouteMap {
  const targets: RouteMap = new Map();
  const attach = (address: string | undefined, values: readonly (Value | undefined)[], port?: number): void => {
    if (address === undefined) return;
    const routes = values.flatMap(itemsOf).flatMap(ofGroup);
    append(targets, address, ...routes.map((route) => (port === undefined ? route : { ...route, targetPort: port })));
  };
  const addressOf = (value: Value | undefined, ...types: readonly string[]): string | undefined => {
    const found = links.to(value, ...types);
    return found?.type === 'aws_lambda_alias'
      ? links.to(found.attribute('function_name'), 'aws_lambda_function')?.address
      : found?.address;
  };
  for (const type of ATTACHMENTS) {
    for (const resource of configuration.ofType(type)) {
      const port = wholeOf(resource.attribute('port'));
      const address = addressOf(resource.attribute('target_id'), ...TARGETS);
      attach(address, [resource.attribute('target_group_arn')], typeof port === 'number' ? port : undefined);
    }
  }
  for (const resource of configuration.ofType(CLASSIC)) {
    for (const instance of itemsOf(resource.attribute('instances'))) {
      attach(addressOf(instance, ...TARGETS), [resource.read(['name'])]);
    }
  }
  for (const resource of configuration.ofType('aws_elb_attachment')) {
    attach(addressOf(resource.attribute('instance'), ...TARGETS), [resource.attribute('elb')]);
  }
  readGroupAttachments(configuration, addressOf, attach);
  return targets;
}

function readGroupAttachments(
  configuration: Configuration,
  addressOf: (value: Value | undefined, ...types: readonly string[]) => string | undefined,
  attach: (address: string | undefined, values: readonly (Value | undefined)[]) => void,
): void {
  for (const group of configuration.ofType('aws_autoscaling_group')) {
    attach(group.address, [
      ...['target_group_arns', 'load_balancers'].map((name) => group.attribute(name)),
      ...group.blocks('traffic_source').map((block) => block.attribute('identifier')),
    ]);
  }
  for (const type of ['aws_autoscaling_attachment', 'aws_autoscaling_traffic_source_attachment']) {
    for (const resource of configuration.ofType(type)) {
      const group = addressOf(resource.attribute('autoscaling_group_name'), 'aws_autoscaling_group');
      attach(group, [
        ...['lb_target_group_arn', 'alb_target_group_arn', 'elb'].map((name) => resource.attribute(name)),
        ...resource.blocks('traffic_source').map((block) => block.attribute('identifier')),
      ]);
    }
  }
}
