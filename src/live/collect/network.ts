import {
  type Address,
  DescribeAddressesCommand,
  type EC2Client,
  type IpPermission,
  type ManagedPrefixList,
  type NetworkAclEntry,
  type NetworkInterface,
  paginateDescribeInternetGateways,
  paginateDescribeManagedPrefixLists,
  paginateDescribeNatGateways,
  paginateDescribeNetworkAcls,
  paginateDescribeNetworkInterfaces,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeTransitGatewayVpcAttachments,
  paginateDescribeVpcPeeringConnections,
  paginateDescribeVpcs,
  paginateGetManagedPrefixListEntries,
  type Route,
  type RouteTable,
  type SecurityGroup,
  type Subnet,
  type Vpc,
} from '@aws-sdk/client-ec2';
import { type Reader, rowsOf } from '../reader.js';
import { blocks, type LooseObject, sorted, tagsOf } from '../values.js';

type At = Reader<EC2Client, 'ec2'>;
const row = rowsOf<EC2Client, 'ec2'>();
const PAGE = { pageSize: 1000 };

export const networkRows = [
  row({
    call: 'DescribeVpcs',
    pages: (client) => paginateDescribeVpcs({ client, ...PAGE }, {}),
    items: (page) => page.Vpcs,
    each: addVpc,
  }),
  row({
    call: 'DescribeSubnets',
    pages: (client) => paginateDescribeSubnets({ client, ...PAGE }, {}),
    items: (page) => page.Subnets,
    each: addSubnet,
  }),
  row({
    call: 'DescribeRouteTables',
    pages: (client) => paginateDescribeRouteTables({ client, pageSize: 100 }, {}),
    items: (page) => page.RouteTables,
    each: addRouteTable,
  }),
  row({
    call: 'DescribeInternetGateways',
    pages: (client) => paginateDescribeInternetGateways({ client, ...PAGE }, {}),
    items: (page) => page.InternetGateways,
    each: ({ InternetGatewayId: id = '', Attachments, Tags }, at) =>
      at.add({
        type: 'aws_internet_gateway',
        id,
        arn: at.arn('ec2', `internet-gateway/${id}`),
        values: { vpc_id: Attachments?.[0]?.VpcId, tags: tagsOf(Tags) },
      }),
  }),
  row({
    call: 'DescribeNatGateways',
    pages: (client) =>
      paginateDescribeNatGateways({ client, ...PAGE }, { Filter: [{ Name: 'state', Values: ['available'] }] }),
    items: (page) => page.NatGateways,
    each: ({ NatGatewayId: id = '', SubnetId: subnet_id, ConnectivityType: connectivity_type, Tags }, at) =>
      at.add({ type: 'aws_nat_gateway', id, values: { subnet_id, connectivity_type, tags: tagsOf(Tags) } }),
  }),
  row({
    call: 'DescribeNetworkAcls',
    pages: (client) => paginateDescribeNetworkAcls({ client, ...PAGE }, {}),
    items: (page) => page.NetworkAcls,
    each: ({ NetworkAclId: id = '', VpcId: vpc_id, Associations, Entries = [], Tags }, at) =>
      at.add({
        type: 'aws_network_acl',
        id,
        arn: at.arn('ec2', `network-acl/${id}`),
        values: {
          vpc_id,
          subnet_ids: sorted(Associations?.map(({ SubnetId }) => SubnetId)),
          ingress: blocks(Entries.filter(isRule(false)), aclRule),
          egress: blocks(Entries.filter(isRule(true)), aclRule),
          tags: tagsOf(Tags),
        },
      }),
  }),
  row({
    call: 'DescribeSecurityGroups',
    pages: (client) => paginateDescribeSecurityGroups({ client, ...PAGE }, {}),
    items: (page) => page.SecurityGroups,
    each: addSecurityGroup,
  }),
  row({
    call: 'DescribeNetworkInterfaces',
    pages: (client) => paginateDescribeNetworkInterfaces({ client, ...PAGE }, {}),
    items: (page) => page.NetworkInterfaces,
    each: addNetworkInterface,
  }),
  row({
    call: 'DescribeAddresses',
    pages: (client) => client.send(new DescribeAddressesCommand({})),
    items: (page) => page.Addresses,
    each: addAddress,
  }),
  row({
    call: 'DescribeVpcPeeringConnections',
    pages: (client) =>
      paginateDescribeVpcPeeringConnections(
        { client, ...PAGE },
        { Filters: [{ Name: 'status-code', Values: ['active'] }] },
      ),
    items: (page) => page.VpcPeeringConnections,
    each: ({ VpcPeeringConnectionId: id = '', RequesterVpcInfo: own, AccepterVpcInfo: peer, Tags }, at) =>
      at.add({
        type: 'aws_vpc_peering_connection',
        id,
        values: {
          vpc_id: own?.VpcId,
          peer_vpc_id: peer?.VpcId,
          peer_owner_id: peer?.OwnerId,
          peer_region: peer?.Region,
          tags: tagsOf(Tags),
        },
      }),
  }),
  row({
    call: 'DescribeTransitGatewayVpcAttachments',
    pages: (client) => paginateDescribeTransitGatewayVpcAttachments({ client, ...PAGE }, {}),
    items: (page) => page.TransitGatewayVpcAttachments,
    each: ({ TransitGatewayAttachmentId: id = '', SubnetIds, ...attachment }, at) =>
      at.add({
        type: 'aws_ec2_transit_gateway_vpc_attachment',
        id,
        values: {
          transit_gateway_id: attachment.TransitGatewayId,
          vpc_id: attachment.VpcId,
          subnet_ids: sorted(SubnetIds),
          tags: tagsOf(attachment.Tags),
        },
      }),
  }),
  row({
    call: 'DescribeManagedPrefixLists',
    pages: (client) => paginateDescribeManagedPrefixLists({ client, pageSize: 100 }, {}),
    items: (page) => page.PrefixLists,
    each: addPrefixList,
  }),
];

function addVpc(vpc: Vpc, at: At): void {
  const { VpcId: id = '', CidrBlock: cidr_block } = vpc;
  const six = vpc.Ipv6CidrBlockAssociationSet?.find(({ Ipv6CidrBlockState: state }) => state?.State === 'associated');
  at.add({
    type: 'aws_vpc',
    id,
    arn: at.arn('ec2', `vpc/${id}`),
    values: {
      cidr_block,
      ipv6_cidr_block: six?.Ipv6CidrBlock,
      instance_tenancy: vpc.InstanceTenancy,
      owner_id: vpc.OwnerId,
      tags: tagsOf(vpc.Tags),
    },
  });
  for (const { AssociationId, CidrBlock, CidrBlockState } of vpc.CidrBlockAssociationSet ?? []) {
    if (CidrBlock === cidr_block || CidrBlockState?.State !== 'associated') continue;
    const values = { vpc_id: id, cidr_block: CidrBlock };
    at.add({ type: 'aws_vpc_ipv4_cidr_block_association', id: AssociationId ?? `${id}/${CidrBlock}`, values });
  }
}

function addSubnet(subnet: Subnet, at: At): void {
  const { SubnetId: id = '' } = subnet;
  const six = subnet.Ipv6CidrBlockAssociationSet?.find(
    ({ Ipv6CidrBlockState: state }) => state?.State === 'associated',
  );
  at.add({
    type: 'aws_subnet',
    id,
    arn: subnet.SubnetArn ?? at.arn('ec2', `subnet/${id}`),
    values: {
      vpc_id: subnet.VpcId,
      cidr_block: subnet.CidrBlock,
      ipv6_cidr_block: six?.Ipv6CidrBlock,
      availability_zone: subnet.AvailabilityZone,
      map_public_ip_on_launch: subnet.MapPublicIpOnLaunch,
      assign_ipv6_address_on_creation: subnet.AssignIpv6AddressOnCreation,
      owner_id: subnet.OwnerId,
      tags: tagsOf(subnet.Tags),
    },
  });
}

function addRouteTable(table: RouteTable, at: At): void {
  const { RouteTableId: id = '', VpcId: vpc_id, Routes = [], Associations = [] } = table;
  at.add({
    type: 'aws_route_table',
    id,
    arn: at.arn('ec2', `route-table/${id}`),
    values: {
      vpc_id,
      owner_id: table.OwnerId,
      route: blocks(Routes.filter(isWritten), routeValues),
      tags: tagsOf(table.Tags),
    },
  });
  for (const { RouteTableAssociationId = '', Main, SubnetId: subnet_id, GatewayId: gateway_id } of Associations) {
    if (Main === true) {
      const values = { vpc_id, route_table_id: id };
      at.add({ type: 'aws_main_route_table_association', id: RouteTableAssociationId, values });
    } else {
      const values = { subnet_id, gateway_id, route_table_id: id };
      at.add({ type: 'aws_route_table_association', id: RouteTableAssociationId, values });
    }
  }
}

/** Local routes, those of endpoints and those that a gateway propagates are not in a table's own configuration. */
function isWritten({ GatewayId: gateway = '', Origin: origin, State: state }: Route): boolean {
  if (gateway === 'local' || gateway.startsWith('vpce-')) return false;
  return origin !== 'EnableVgwRoutePropagation' && state !== 'blackhole';
}

function routeValues(route: Route): LooseObject {
  return {
    cidr_block: route.DestinationCidrBlock ?? '',
    ipv6_cidr_block: route.DestinationIpv6CidrBlock ?? '',
    destination_prefix_list_id: route.DestinationPrefixListId ?? '',
    gateway_id: route.GatewayId ?? '',
    nat_gateway_id: route.NatGatewayId ?? '',
    egress_only_gateway_id: route.EgressOnlyInternetGatewayId ?? '',
    transit_gateway_id: route.TransitGatewayId ?? '',
    vpc_peering_connection_id: route.VpcPeeringConnectionId ?? '',
    local_gateway_id: route.LocalGatewayId ?? '',
    carrier_gateway_id: route.CarrierGatewayId ?? '',
    // That of an instance is said beside the instance.
    network_interface_id: route.NetworkInterfaceId ?? '',
  };
}

function isRule(egress: boolean): (entry: NetworkAclEntry) => boolean {
  // The last rule denies what is left, and nobody writes it.
  return ({ Egress, RuleNumber }) => Egress === egress && RuleNumber !== 32_767;
}

function aclRule(entry: NetworkAclEntry): LooseObject {
  return {
    rule_no: entry.RuleNumber,
    action: entry.RuleAction,
    protocol: entry.Protocol,
    cidr_block: entry.CidrBlock ?? '',
    ipv6_cidr_block: entry.Ipv6CidrBlock ?? '',
    from_port: entry.PortRange?.From ?? 0,
    to_port: entry.PortRange?.To ?? 0,
    icmp_type: entry.IcmpTypeCode?.Type ?? 0,
    icmp_code: entry.IcmpTypeCode?.Code ?? 0,
  };
}

function addSecurityGroup(group: SecurityGroup, at: At): void {
  const { GroupId: id = '', OwnerId: owner_id } = group;
  at.add({
    type: 'aws_security_group',
    id,
    arn: at.arn('ec2', `security-group/${id}`),
    values: {
      name: group.GroupName,
      description: group.Description,
      vpc_id: group.VpcId,
      owner_id,
      ingress: rulesOf(group.IpPermissions, id, owner_id),
      egress: rulesOf(group.IpPermissionsEgress, id, owner_id),
      tags: tagsOf(group.Tags),
    },
  });
}

/** One for each description, as the provider has them. */
function rulesOf(permissions: readonly IpPermission[] | undefined, group: string, owner: string | undefined) {
  return (permissions ?? []).flatMap((permission) => {
    const sources = sourcesOf(permission, group, owner);
    const descriptions = [...new Set(sources.map(({ description }) => description))];
    return descriptions.map((description) => {
      const own = sources.filter((source) => source.description === description);
      const of = (kind: Source['kind']) => own.flatMap((source) => (source.kind === kind ? [source.value] : []));
      return {
        protocol: permission.IpProtocol,
        from_port: permission.FromPort ?? 0,
        to_port: permission.ToPort ?? 0,
        description,
        cidr_blocks: of('cidr'),
        ipv6_cidr_blocks: of('ipv6'),
        prefix_list_ids: of('list'),
        security_groups: of('group').toSorted(),
        self: of('self').length > 0,
      };
    });
  });
}

interface Source {
  readonly kind: 'cidr' | 'ipv6' | 'list' | 'group' | 'self';
  readonly value: string;
  readonly description: string;
}

function sourcesOf(permission: IpPermission, group: string, owner: string | undefined): readonly Source[] {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  const source = (kind: Source['kind'], value = '', description = ''): Source => ({ kind, value, description });
  return [
    ...IpRanges.map(({ CidrIp, Description }) => source('cidr', CidrIp, Description)),
    ...Ipv6Ranges.map(({ CidrIpv6, Description }) => source('ipv6', CidrIpv6, Description)),
    ...PrefixListIds.map(({ PrefixListId, Description }) => source('list', PrefixListId, Description)),
    ...UserIdGroupPairs.map(({ GroupId = '', UserId = owner, Description }) => {
      // A group of another account is named with that.
      const value = UserId === owner ? GroupId : `${UserId}/${GroupId}`;
      return source(value === group ? 'self' : 'group', value, Description);
    }),
  ];
}

/** Those that exist by themselves: the first of an instance is the instance, those that services make are the services'. */
function addNetworkInterface(found: NetworkInterface, at: At): void {
  const { NetworkInterfaceId: id = '', Attachment, RequesterManaged, InterfaceType: type = 'interface' } = found;
  if (RequesterManaged === true || type !== 'interface') return;
  if (Attachment?.InstanceId !== undefined && Attachment.DeviceIndex === 0) return;
  at.add({
    type: 'aws_network_interface',
    id,
    arn: at.arn('ec2', `network-interface/${id}`),
    values: {
      subnet_id: found.SubnetId,
      security_groups: sorted(found.Groups?.map(({ GroupId }) => GroupId)),
      private_ip: found.PrivateIpAddress,
      attachment:
        Attachment?.InstanceId === undefined
          ? []
          : [{ instance: Attachment.InstanceId, device_index: Attachment.DeviceIndex }],
      tags: tagsOf(found.TagSet),
    },
  });
}

function addAddress(address: Address, at: At): void {
  const { AllocationId, PublicIp: public_ip = '' } = address;
  const id = AllocationId ?? public_ip;
  at.add({
    type: 'aws_eip',
    id,
    arn: at.arn('ec2', `elastic-ip/${id}`),
    values: {
      public_ip,
      instance: address.InstanceId ?? '',
      network_interface: address.NetworkInterfaceId ?? '',
      association_id: address.AssociationId ?? '',
      tags: tagsOf(address.Tags),
    },
  });
}

/** Of AWS's own lists the names say enough. */
async function addPrefixList(found: ManagedPrefixList, at: At): Promise<void> {
  const { PrefixListId: id = '', PrefixListName: name, OwnerId: owner, Tags } = found;
  if (owner === 'AWS') return;
  const entries: LooseObject[] = [];
  let isRead = false;
  const about = { type: 'aws_ec2_managed_prefix_list', id };
  await at.list({
    call: 'GetManagedPrefixListEntries',
    about,
    pages: (client) => paginateGetManagedPrefixListEntries({ client, pageSize: 100 }, { PrefixListId: id }),
    items: (page) => {
      isRead = page.NextToken === undefined;
      return page.Entries;
    },
    each: ({ Cidr: cidr, Description: description = '' }) => void entries.push({ cidr, description }),
  });
  at.add({
    ...about,
    arn: found.PrefixListArn,
    values: { name, address_family: found.AddressFamily, entry: isRead ? entries : undefined, tags: tagsOf(Tags) },
    unread: isRead ? [] : ['entry'],
  });
}
