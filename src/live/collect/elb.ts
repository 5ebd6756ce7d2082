import { ElasticLoadBalancingClient, paginateDescribeLoadBalancers } from '@aws-sdk/client-elastic-load-balancing';
import type { Collector } from '../collector.js';
import { rowsOf } from '../reader.js';
import { blocks, sorted } from '../values.js';

const row = rowsOf<ElasticLoadBalancingClient, 'elb'>();

export const elb: Collector<ElasticLoadBalancingClient, 'elb'> = {
  service: 'elb',
  connect: (settings) => new ElasticLoadBalancingClient(settings),
  rows: [
    row({
      call: 'DescribeLoadBalancers',
      pages: (client) => paginateDescribeLoadBalancers({ client, pageSize: 400 }, {}),
      items: (page) => page.LoadBalancerDescriptions,
      each: ({ LoadBalancerName: name = '', ...balancer }, at) =>
        at.add({
          type: 'aws_elb',
          id: name,
          arn: at.arn('elasticloadbalancing', `loadbalancer/${name}`),
          values: {
            name,
            dns_name: balancer.DNSName,
            internal: balancer.Scheme === 'internal',
            subnets: sorted(balancer.Subnets),
            security_groups: sorted(balancer.SecurityGroups),
            instances: sorted(balancer.Instances?.map(({ InstanceId }) => InstanceId)),
            listener: blocks(balancer.ListenerDescriptions, ({ Listener: listener }) => ({
              lb_port: listener?.LoadBalancerPort,
              lb_protocol: listener?.Protocol,
              instance_port: listener?.InstancePort,
              instance_protocol: listener?.InstanceProtocol,
              ssl_certificate_id: listener?.SSLCertificateId ?? '',
            })),
          },
        }),
    }),
  ],
};
