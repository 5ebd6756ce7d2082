import type { ServiceInfo } from './call.js';

/** Networks, instances, and what stands in front of workloads. */
export const NETWORK = {
  ec2: {
    prefix: 'ec2',
    calls: {
      DescribeInstances: { lists: ['aws_instance'], without: 'no instance is known' },
      DescribeInstanceAttribute: {
        without:
          'what instances are told at their start is not known: the file systems that they mount, and their cluster where it is not seen otherwise',
      },
      GetInstanceMetadataDefaults: {
        lists: ['aws_ec2_instance_metadata_defaults'],
        without: "the account's defaults of the instance metadata service are not known",
      },
      DescribeLaunchTemplates: {
        lists: ['aws_launch_template'],
        without: 'what Auto Scaling groups launch is not known',
      },
      DescribeLaunchTemplateVersions: { without: 'what the launch template says is not known' },
      DescribeVpcs: {
        lists: ['aws_vpc', 'aws_vpc_ipv4_cidr_block_association'],
        without: 'networks are not known',
      },
      DescribeSubnets: { lists: ['aws_subnet'], without: 'it is not known where in a network workloads are' },
      DescribeRouteTables: {
        lists: ['aws_route_table', 'aws_route_table_association', 'aws_main_route_table_association'],
        without: 'it is not known which subnets the internet reaches',
      },
      DescribeInternetGateways: {
        lists: ['aws_internet_gateway'],
        without: 'it is not known which networks have a way to the internet',
      },
      DescribeNatGateways: { lists: ['aws_nat_gateway'], without: 'NAT gateways are not known' },
      DescribeNetworkAcls: { lists: ['aws_network_acl'], without: 'network ACLs are not known' },
      DescribeSecurityGroups: {
        lists: ['aws_security_group'],
        without: 'it is not known which addresses and ports are open',
      },
      DescribeNetworkInterfaces: {
        lists: ['aws_network_interface'],
        without: 'network interfaces that exist by themselves are not known',
      },
      DescribeAddresses: { lists: ['aws_eip'], without: 'elastic IP addresses are not known' },
      DescribeVpcPeeringConnections: {
        lists: ['aws_vpc_peering_connection'],
        without: 'it is not known which networks are peered',
      },
      DescribeTransitGatewayVpcAttachments: {
        lists: ['aws_ec2_transit_gateway_vpc_attachment'],
        without: 'it is not known which networks a transit gateway joins',
      },
      DescribeManagedPrefixLists: {
        lists: ['aws_ec2_managed_prefix_list'],
        without: 'prefix lists are not known',
      },
      GetManagedPrefixListEntries: { without: 'it is not known which addresses the prefix list holds' },
      DescribeRegions: { lists: [], without: 'the regions of the account are not known' },
    },
  },
  elb: {
    prefix: 'elasticloadbalancing',
    calls: {
      DescribeLoadBalancers: { lists: ['aws_elb'], without: 'classic load balancers are not known' },
    },
  },
  elbv2: {
    prefix: 'elasticloadbalancing',
    calls: {
      DescribeLoadBalancers: {
        lists: ['aws_lb', 'aws_lb_listener', 'aws_lb_listener_rule'],
        without: 'it is not known which workloads the internet reaches through load balancers',
      },
      DescribeListeners: {
        lists: ['aws_lb_listener', 'aws_lb_listener_rule'],
        without: 'it is not known where the load balancer leads',
      },
      DescribeRules: { lists: ['aws_lb_listener_rule'], without: 'it is not known where the listener leads' },
      DescribeTargetGroups: {
        lists: ['aws_lb_target_group', 'aws_lb_target_group_attachment'],
        without: 'it is not known where load balancers lead',
      },
      DescribeTargetGroupAttributes: {
        without: 'it is not known whether the target group keeps the addresses of clients',
      },
      DescribeTargetHealth: {
        lists: ['aws_lb_target_group_attachment'],
        without: 'it is not known what is in the target group',
      },
    },
  },
  apigateway: {
    prefix: 'apigateway',
    calls: {
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
      GetRestApis: {
        actions: ['apigateway:GET'],
        lists: ['aws_api_gateway_rest_api', 'aws_api_gateway_method', 'aws_api_gateway_integration'],
        without: 'it is not known which functions the internet reaches through REST APIs',
      },
      GetResources: {
        actions: ['apigateway:GET'],
        lists: ['aws_api_gateway_method', 'aws_api_gateway_integration'],
        without: 'it is not known where the API leads',
      },
    },
  },
  apigatewayv2: {
    prefix: 'apigateway',
    calls: {
      GetApis: {
        actions: ['apigateway:GET'],
        lists: ['aws_apigatewayv2_api', 'aws_apigatewayv2_route', 'aws_apigatewayv2_integration'],
        without: 'it is not known which functions the internet reaches through HTTP APIs',
      },
      GetRoutes: {
        actions: ['apigateway:GET'],
        lists: ['aws_apigatewayv2_route'],
        without: 'it is not known where the API leads',
      },
      GetIntegrations: {
        actions: ['apigateway:GET'],
        lists: ['aws_apigatewayv2_integration'],
        without: 'it is not known where the API leads',
      },
    },
  },
} as const satisfies Readonly<Record<string, ServiceInfo>>;
