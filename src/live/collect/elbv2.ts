import {
  type Action,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type Listener,
  type LoadBalancer,
  paginateDescribeListeners,
  paginateDescribeLoadBalancers,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
  type Rule,
  type RuleCondition,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';
import { block, blocks, type LooseObject, sorted } from '../values.js';

type At = Reader<ElasticLoadBalancingV2Client, 'elbv2'>;
const row = rowsOf<ElasticLoadBalancingV2Client, 'elbv2'>();

export const elbv2: Collector<ElasticLoadBalancingV2Client, 'elbv2'> = {
  service: 'elbv2',
  connect: (settings) => new ElasticLoadBalancingV2Client(settings),
  rows: [
    row({
      call: 'DescribeLoadBalancers',
      pages: (client) => paginateDescribeLoadBalancers({ client, pageSize: 400 }, {}),
      items: (page) => page.LoadBalancers,
      each: addBalancer,
    }),
    row({
      call: 'DescribeTargetGroups',
      pages: (client) => paginateDescribeTargetGroups({ client, pageSize: 400 }, {}),
      items: (page) => page.TargetGroups,
      each: addTargetGroup,
    }),
  ],
};

async function addBalancer(balancer: LoadBalancer, at: At): Promise<void> {
  const { LoadBalancerArn: arn = '', AvailabilityZones: zones } = balancer;
  at.add({
    type: 'aws_lb',
    id: arn,
    arn,
    values: {
      arn_suffix: arn.replace(/^.*:loadbalancer\//, ''),
      name: balancer.LoadBalancerName,
      dns_name: balancer.DNSName,
      internal: balancer.Scheme === 'internal',
      ip_address_type: balancer.IpAddressType,
      load_balancer_type: balancer.Type,
      security_groups: sorted(balancer.SecurityGroups),
      subnets: sorted(zones?.map(({ SubnetId }) => SubnetId)),
      subnet_mapping: blocks(zones, ({ SubnetId: subnet_id, LoadBalancerAddresses: addresses }) => ({
        subnet_id,
        allocation_id: addresses?.[0]?.AllocationId ?? '',
      })),
      vpc_id: balancer.VpcId,
    },
  });
  await at.read(
    row({
      call: 'DescribeListeners',
      about: { type: 'aws_lb', id: arn },
      pages: (client) => paginateDescribeListeners({ client, pageSize: 100 }, { LoadBalancerArn: arn }),
      items: (page) => page.Listeners,
      each: addListener,
    }),
  );
}

async function addListener(listener: Listener, at: At): Promise<void> {
  const { ListenerArn: arn = '' } = listener;
  at.add({
    type: 'aws_lb_listener',
    id: arn,
    arn,
    values: {
      load_balancer_arn: listener.LoadBalancerArn,
      port: listener.Port,
      protocol: listener.Protocol,
      certificate_arn: listener.Certificates?.[0]?.CertificateArn,
      ssl_policy: listener.SslPolicy ?? '',
      mutual_authentication: block(listener.MutualAuthentication && { mode: listener.MutualAuthentication.Mode }),
      default_action: blocks(listener.DefaultActions, actionValues),
    },
  });
  await at.read(
    row({
      call: 'DescribeRules',
      about: { type: 'aws_lb_listener', id: arn },
      pages: (client) => paginateDescribeRules({ client, pageSize: 100 }, { ListenerArn: arn }),
      items: (page) => page.Rules,
      each: (rule) => addRule(rule, arn, at),
    }),
  );
}

function addRule(
  { RuleArn: arn = '', Priority, IsDefault, Actions, Conditions }: Rule,
  listener_arn: string,
  at: At,
): void {
  if (IsDefault === true) return;
  at.add({
    type: 'aws_lb_listener_rule',
    id: arn,
    arn,
    values: {
      listener_arn,
      priority: Number(Priority),
      action: blocks(Actions, actionValues),
      condition: blocks(Conditions, conditionValues),
    },
  });
}

/** With one target group the provider has its ARN beside the action, else a block with all of them. */
function actionValues(action: Action): LooseObject {
  const { TargetGroups: groups = [] } = action.ForwardConfig ?? {};
  return {
    type: action.Type,
    order: action.Order,
    target_group_arn: action.TargetGroupArn ?? (groups.length === 1 ? groups[0]?.TargetGroupArn : '') ?? '',
    forward:
      groups.length < 2
        ? []
        : [{ target_group: blocks(groups, ({ TargetGroupArn: arn, Weight: weight }) => ({ arn, weight })) }],
    redirect: block(
      action.RedirectConfig && {
        host: action.RedirectConfig.Host,
        port: action.RedirectConfig.Port,
        protocol: action.RedirectConfig.Protocol,
        status_code: action.RedirectConfig.StatusCode,
      },
    ),
    fixed_response: block(action.FixedResponseConfig && { status_code: action.FixedResponseConfig.StatusCode }),
    authenticate_oidc: block(
      action.AuthenticateOidcConfig && {
        issuer: action.AuthenticateOidcConfig.Issuer,
        on_unauthenticated_request: action.AuthenticateOidcConfig.OnUnauthenticatedRequest,
      },
    ),
    authenticate_cognito: block(
      action.AuthenticateCognitoConfig && {
        user_pool_arn: action.AuthenticateCognitoConfig.UserPoolArn,
        on_unauthenticated_request: action.AuthenticateCognitoConfig.OnUnauthenticatedRequest,
      },
    ),
  };
}

function conditionValues(condition: RuleCondition): LooseObject {
  const values = (config: { Values?: string[] | undefined } | undefined) =>
    block(config && { values: sorted(config.Values) });
  return {
    host_header: values(condition.HostHeaderConfig),
    path_pattern: values(condition.PathPatternConfig),
    source_ip: values(condition.SourceIpConfig),
    http_request_method: values(condition.HttpRequestMethodConfig),
    http_header: block(
      condition.HttpHeaderConfig && {
        http_header_name: condition.HttpHeaderConfig.HttpHeaderName,
        // What a header has to be may be a secret between a distribution and the balancer.
        values: [],
      },
    ),
    query_string: blocks(condition.QueryStringConfig?.Values, ({ Key: key }) => ({ key, value: '***' })),
  };
}

async function addTargetGroup(group: TargetGroup, at: At): Promise<void> {
  const { TargetGroupArn: arn = '', Protocol: protocol } = group;
  const about = { type: 'aws_lb_target_group', id: arn };
  const keeps = /^(?:TCP|UDP|TLS|TCP_UDP|QUIC|TCP_QUIC)$/.test(protocol ?? '')
    ? await at.ask({ call: 'DescribeTargetGroupAttributes', about }, () =>
        at.client.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn })),
      )
    : undefined;
  const kept = keeps?.is === 'read' ? keeps.value.Attributes?.find(({ Key }) => Key === PRESERVE)?.Value : undefined;
  at.add({
    ...about,
    arn,
    values: {
      arn_suffix: arn.replace(/^.*?:(?=targetgroup\/)/, ''),
      name: group.TargetGroupName,
      port: group.Port,
      protocol,
      target_type: group.TargetType,
      vpc_id: group.VpcId,
      preserve_client_ip: kept,
    },
    unread: keeps?.is === 'unread' ? ['preserve_client_ip'] : [],
  });
  await addTargets(arn, at);
}

const PRESERVE = 'preserve_client_ip.enabled';

/** Targets that a service or a group registered are there as well as those that somebody attached. */
async function addTargets(target_group_arn: string, at: At): Promise<void> {
  const about = { type: 'aws_lb_target_group', id: target_group_arn };
  const answer = await at.ask({ call: 'DescribeTargetHealth', about }, () =>
    at.client.send(new DescribeTargetHealthCommand({ TargetGroupArn: target_group_arn })),
  );
  if (answer.is !== 'read') return;
  for (const { Target: target } of answer.value.TargetHealthDescriptions ?? []) {
    const { Id: target_id = '', Port: port } = target ?? {};
    const values = { target_group_arn, target_id, port };
    at.add({ type: 'aws_lb_target_group_attachment', id: `${target_group_arn}/${target_id}/${port}`, values });
  }
}
