/**
 * An account of which each call of the table has something to answer, in the shapes that the API references of the services
 * document. Lists come in several pages where the service has pages. `CANARY` stands wherever a secret could.
 */
import type { Answers } from './server.js';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';
export const CANARY = 'c4n4ry-pa55word';

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const iamArn = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`;
const policy = (...Action: readonly string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
/** As IAM gives documents: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
const encoded = (...actions: readonly string[]) => encodeURIComponent(policy(...actions));
const trust = (service: string) =>
  encodeURIComponent(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
    }),
  );
const base64 = (text: string) => Buffer.from(text).toString('base64');

const USER_DATA = `#!/bin/bash
export DB_PASSWORD=${CANARY}
echo ECS_CLUSTER=web >> /etc/ecs/ecs.config
mount -t efs -o tls,iam fs-1:/ /data
curl -u admin:${CANARY} https://example.com/setup`;

const ACCESS: Answers = {
  'sts:GetCallerIdentity': [{ Account: ACCOUNT, Arn: iamArn('user/audit'), UserId: 'AIDA1' }],
  'iam:GetAccountAuthorizationDetails': [
    {
      IsTruncated: true,
      Marker: 'page-1',
      RoleDetailList: [
        {
          RoleName: 'app',
          Arn: iamArn('role/team/app'),
          Path: '/team/',
          RoleId: 'AROA1',
          AssumeRolePolicyDocument: trust('ecs-tasks.amazonaws.com'),
          RolePolicyList: [{ PolicyName: 'read', PolicyDocument: encoded('s3:GetObject') }],
          AttachedManagedPolicies: [{ PolicyName: 'own', PolicyArn: iamArn('policy/own') }],
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy',
            PermissionsBoundaryArn: iamArn('policy/boundary'),
          },
          Tags: [{ Key: 'team', Value: 'a & b' }],
        },
      ],
    },
    {
      IsTruncated: true,
      Marker: 'page-2',
      UserDetailList: [
        {
          UserName: 'ci',
          Arn: iamArn('user/ci'),
          Path: '/',
          UserId: 'AIDA2',
          GroupList: ['builders', 'admins'],
          UserPolicyList: [{ PolicyName: 'deploy', PolicyDocument: encoded('ecs:UpdateService') }],
        },
      ],
      GroupDetailList: [
        {
          GroupName: 'builders',
          Arn: iamArn('group/builders'),
          Path: '/',
          GroupId: 'AGPA1',
          AttachedManagedPolicies: [
            { PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
          ],
        },
      ],
    },
    {
      IsTruncated: false,
      RoleDetailList: [
        {
          RoleName: 'node',
          Arn: iamArn('role/node'),
          Path: '/',
          RoleId: 'AROA2',
          AssumeRolePolicyDocument: trust('ec2.amazonaws.com'),
        },
      ],
      Policies: [
        {
          PolicyName: 'own',
          Arn: iamArn('policy/own'),
          Path: '/',
          DefaultVersionId: 'v2',
          PolicyVersionList: [
            { VersionId: 'v2', IsDefaultVersion: true, Document: encoded('sqs:ReceiveMessage') },
            { VersionId: 'v1', IsDefaultVersion: false, Document: encoded('*') },
          ],
        },
      ],
    },
  ],
  'iam:ListInstanceProfiles': [
    {
      IsTruncated: false,
      InstanceProfiles: [
        { InstanceProfileName: 'node', Arn: iamArn('instance-profile/node'), Path: '/', Roles: [{ RoleName: 'node' }] },
      ],
    },
  ],
  'iam:ListAccessKeys': [
    { IsTruncated: false, AccessKeyMetadata: [{ UserName: 'ci', AccessKeyId: 'AKIAEXAMPLE', Status: 'Active' }] },
  ],
  'iam:GetLoginProfile': [{ LoginProfile: { UserName: 'ci', CreateDate: '2026-01-01T00:00:00Z' } }],
  'organizations:DescribeOrganization': [{ Organization: { Id: 'o-1', MasterAccountId: '999999999999' } }],
  'organizations:ListParents': ({ text }) => ({
    Parents: text.includes(ACCOUNT) ? [{ Id: 'ou-1', Type: 'ORGANIZATIONAL_UNIT' }] : [{ Id: 'r-1', Type: 'ROOT' }],
  }),
  'organizations:ListPoliciesForTarget': [
    {
      Policies: [
        { Id: 'p-1', Name: 'deny', Arn: 'arn:aws:organizations::999999999999:policy/o-1/p-1', AwsManaged: false },
      ],
    },
  ],
  'organizations:DescribePolicy': [{ Policy: { Content: policy('s3:*') } }],
};

const group = (GroupId: string) => ({ groupId: GroupId });
const NETWORK: Answers = {
  'ec2:DescribeRegions': [{ regionInfo: [{ regionName: 'eu-west-1' }, { regionName: 'us-east-1' }] }],
  'ec2:DescribeInstances': [
    {
      reservationSet: [
        {
          instancesSet: [
            {
              instanceId: 'i-1',
              imageId: 'ami-1',
              instanceType: 't3.small',
              subnetId: 'subnet-1',
              instanceState: { name: 'running' },
              iamInstanceProfile: { arn: iamArn('instance-profile/node') },
              metadataOptions: { httpTokens: 'optional', httpEndpoint: 'enabled', httpPutResponseHopLimit: 2 },
              networkInterfaceSet: [
                {
                  networkInterfaceId: 'eni-1',
                  attachment: { deviceIndex: 0 },
                  association: { publicIp: '192.0.2.1' },
                  groupSet: [group('sg-1')],
                },
                { networkInterfaceId: 'eni-2', attachment: { deviceIndex: 1 }, groupSet: [group('sg-2')] },
              ],
              tagSet: [{ key: 'Name', value: 'node' }],
            },
          ],
        },
      ],
      nextToken: 'page-1',
    },
    {
      reservationSet: [
        {
          instancesSet: [
            {
              instanceId: 'i-2',
              subnetId: 'subnet-1',
              instanceState: { name: 'running' },
              groupSet: [group('sg-1')],
              tagSet: [{ key: 'aws:autoscaling:groupName', value: 'nodes' }],
            },
          ],
        },
      ],
    },
  ],
  'ec2:DescribeInstanceAttribute': [{ instanceId: 'i-1', userData: { value: base64(USER_DATA) } }],
  'ec2:GetInstanceMetadataDefaults': [{ accountLevel: { httpTokens: 'required' } }],
  'ec2:DescribeLaunchTemplates': [
    {
      launchTemplates: [
        { launchTemplateId: 'lt-1', launchTemplateName: 'nodes', latestVersionNumber: 2, defaultVersionNumber: 1 },
      ],
    },
  ],
  'ec2:DescribeLaunchTemplateVersions': [
    {
      launchTemplateVersionSet: [
        {
          launchTemplateId: 'lt-1',
          versionNumber: 2,
          launchTemplateData: {
            metadataOptions: { httpTokens: 'required' },
            iamInstanceProfile: { name: 'node' },
            userData: base64(USER_DATA),
          },
        },
        {
          launchTemplateId: 'lt-1',
          versionNumber: 1,
          launchTemplateData: { metadataOptions: { httpTokens: 'optional' } },
        },
      ],
    },
  ],
  'ec2:DescribeVpcs': [
    {
      vpcSet: [
        {
          vpcId: 'vpc-1',
          cidrBlock: '10.0.0.0/16',
          cidrBlockAssociationSet: [
            { associationId: 'vpc-cidr-1', cidrBlock: '10.0.0.0/16', cidrBlockState: { state: 'associated' } },
            { associationId: 'vpc-cidr-2', cidrBlock: '10.1.0.0/16', cidrBlockState: { state: 'associated' } },
          ],
        },
      ],
    },
  ],
  'ec2:DescribeSubnets': [
    { subnetSet: [{ subnetId: 'subnet-1', vpcId: 'vpc-1', cidrBlock: '10.0.1.0/24', mapPublicIpOnLaunch: true }] },
  ],
  'ec2:DescribeRouteTables': [
    {
      routeTableSet: [
        {
          routeTableId: 'rtb-1',
          vpcId: 'vpc-1',
          routeSet: [
            { destinationCidrBlock: '10.0.0.0/16', gatewayId: 'local', origin: 'CreateRouteTable' },
            { destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1', origin: 'CreateRoute', state: 'active' },
          ],
          associationSet: [
            { routeTableAssociationId: 'rtbassoc-1', main: true },
            { routeTableAssociationId: 'rtbassoc-2', main: false, subnetId: 'subnet-1' },
          ],
        },
      ],
    },
  ],
  'ec2:DescribeInternetGateways': [
    { internetGatewaySet: [{ internetGatewayId: 'igw-1', attachmentSet: [{ vpcId: 'vpc-1', state: 'available' }] }] },
  ],
  'ec2:DescribeNatGateways': [
    { natGatewaySet: [{ natGatewayId: 'nat-1', subnetId: 'subnet-1', connectivityType: 'public' }] },
  ],
  'ec2:DescribeNetworkAcls': [
    {
      networkAclSet: [
        {
          networkAclId: 'acl-1',
          vpcId: 'vpc-1',
          entrySet: [
            { ruleNumber: 100, protocol: '-1', ruleAction: 'allow', egress: false, cidrBlock: '0.0.0.0/0' },
            { ruleNumber: 32767, protocol: '-1', ruleAction: 'deny', egress: false, cidrBlock: '0.0.0.0/0' },
          ],
        },
      ],
    },
  ],
  'ec2:DescribeSecurityGroups': [
    {
      securityGroupInfo: [
        {
          groupId: 'sg-1',
          groupName: 'web',
          ownerId: ACCOUNT,
          vpcId: 'vpc-1',
          ipPermissions: [
            {
              ipProtocol: 'tcp',
              fromPort: 443,
              toPort: 443,
              ipRanges: [{ cidrIp: '0.0.0.0/0', description: 'all' }, { cidrIp: '192.0.2.0/24' }],
              groups: [
                { groupId: 'sg-1', userId: ACCOUNT },
                { groupId: 'sg-2', userId: ACCOUNT },
                { groupId: 'sg-9', userId: '999999999999' },
              ],
            },
          ],
        },
      ],
    },
  ],
  'ec2:DescribeNetworkInterfaces': [
    {
      networkInterfaceSet: [
        { networkInterfaceId: 'eni-1', attachment: { instanceId: 'i-1', deviceIndex: 0 }, interfaceType: 'interface' },
        {
          networkInterfaceId: 'eni-2',
          subnetId: 'subnet-1',
          attachment: { instanceId: 'i-1', deviceIndex: 1 },
          interfaceType: 'interface',
          groupSet: [group('sg-2')],
        },
        { networkInterfaceId: 'eni-3', requesterManaged: true, interfaceType: 'interface' },
      ],
    },
  ],
  'ec2:DescribeAddresses': [
    { addressesSet: [{ allocationId: 'eipalloc-1', publicIp: '192.0.2.1', instanceId: 'i-1' }] },
  ],
  'ec2:DescribeVpcPeeringConnections': [
    {
      vpcPeeringConnectionSet: [
        { vpcPeeringConnectionId: 'pcx-1', requesterVpcInfo: { vpcId: 'vpc-1' }, accepterVpcInfo: { vpcId: 'vpc-2' } },
      ],
    },
  ],
  'ec2:DescribeTransitGatewayVpcAttachments': [
    {
      transitGatewayVpcAttachments: [
        { transitGatewayAttachmentId: 'tgw-attach-1', transitGatewayId: 'tgw-1', vpcId: 'vpc-1' },
      ],
    },
  ],
  'ec2:DescribeManagedPrefixLists': [
    {
      prefixListSet: [
        { prefixListId: 'pl-1', prefixListName: 'offices', ownerId: ACCOUNT, addressFamily: 'IPv4' },
        { prefixListId: 'pl-2', prefixListName: 'com.amazonaws.eu-west-1.s3', ownerId: 'AWS' },
      ],
    },
  ],
  'ec2:GetManagedPrefixListEntries': [
    { entrySet: [{ cidr: '192.0.2.0/24' }], nextToken: 'page-1' },
    { entrySet: [{ cidr: '198.51.100.0/24', description: 'second' }] },
  ],
};

const lb = arn('elasticloadbalancing', 'loadbalancer/app/web/1');
const targets = arn('elasticloadbalancing', 'targetgroup/web/1');
const listener = arn('elasticloadbalancing', 'listener/app/web/1/1');
const BALANCERS: Answers = {
  'elb:DescribeLoadBalancers': [
    {
      LoadBalancerDescriptions: [
        {
          LoadBalancerName: 'old',
          Scheme: 'internet-facing',
          Instances: [{ InstanceId: 'i-1' }],
          ListenerDescriptions: [
            { Listener: { LoadBalancerPort: 80, Protocol: 'HTTP', InstancePort: 8080, InstanceProtocol: 'HTTP' } },
          ],
        },
      ],
    },
  ],
  'elbv2:DescribeLoadBalancers': [
    {
      LoadBalancers: [
        {
          LoadBalancerArn: lb,
          LoadBalancerName: 'web',
          Scheme: 'internet-facing',
          Type: 'application',
          AvailabilityZones: [{ SubnetId: 'subnet-1', ZoneName: 'eu-west-1a' }],
          SecurityGroups: ['sg-1'],
        },
      ],
    },
  ],
  'elbv2:DescribeListeners': [
    {
      Listeners: [
        {
          ListenerArn: listener,
          LoadBalancerArn: lb,
          Port: 443,
          Protocol: 'HTTPS',
          DefaultActions: [
            {
              Type: 'forward',
              TargetGroupArn: targets,
              ForwardConfig: { TargetGroups: [{ TargetGroupArn: targets, Weight: 1 }] },
            },
          ],
        },
      ],
    },
  ],
  'elbv2:DescribeRules': [
    {
      Rules: [
        {
          RuleArn: `${listener}/1`,
          Priority: '10',
          IsDefault: false,
          Conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Origin', Values: [CANARY] } }],
          Actions: [{ Type: 'forward', TargetGroupArn: targets }],
        },
        { RuleArn: `${listener}/0`, Priority: 'default', IsDefault: true },
      ],
    },
  ],
  'elbv2:DescribeTargetGroups': [
    {
      TargetGroups: [
        { TargetGroupArn: targets, TargetGroupName: 'web', Port: 80, Protocol: 'TCP', TargetType: 'instance' },
      ],
    },
  ],
  'elbv2:DescribeTargetGroupAttributes': [{ Attributes: [{ Key: 'preserve_client_ip.enabled', Value: 'true' }] }],
  'elbv2:DescribeTargetHealth': [{ TargetHealthDescriptions: [{ Target: { Id: 'i-1', Port: 80 } }] }],
  'autoscaling:DescribeAutoScalingGroups': [
    {
      AutoScalingGroups: [
        {
          AutoScalingGroupName: 'nodes',
          AutoScalingGroupARN: arn('autoscaling', 'autoScalingGroup:1:autoScalingGroupName/nodes'),
          LaunchTemplate: { LaunchTemplateId: 'lt-1', LaunchTemplateName: 'nodes', Version: '$Default' },
          VPCZoneIdentifier: 'subnet-2,subnet-1',
          Instances: [{ InstanceId: 'i-2', LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '1' } }],
          Tags: [{ Key: 'Name', Value: 'node', PropagateAtLaunch: true }],
        },
      ],
    },
  ],
  'autoscaling:DescribeLaunchConfigurations': [
    {
      LaunchConfigurations: [
        { LaunchConfigurationName: 'old', ImageId: 'ami-1', IamInstanceProfile: 'node', UserData: base64(USER_DATA) },
      ],
    },
  ],
};

export const ANSWERS_OF_NETWORK: Answers = { ...ACCESS, ...NETWORK, ...BALANCERS };
