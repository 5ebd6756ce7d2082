import {
  DescribeInstanceAttributeCommand,
  EC2Client,
  GetInstanceMetadataDefaultsCommand,
  type Instance,
  type LaunchTemplate,
  paginateDescribeInstances,
  paginateDescribeLaunchTemplates,
  paginateDescribeLaunchTemplateVersions,
} from '@aws-sdk/client-ec2';
import type { Collector } from '../collector.js';
import { versionOf } from '../launched.js';
import { type Reader, rowsOf } from '../reader.js';
import { block, lastPiece, type LooseObject, sorted, tagsOf } from '../values.js';
import { launchTemplateValues } from './launch-template.js';
import { networkRows } from './network.js';

type At = Reader<EC2Client, 'ec2'>;
const row = rowsOf<EC2Client, 'ec2'>();

/** Calls with a page size or a filter are throttled less. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/throttling.html */
const PAGE = { pageSize: 1000 };

export const ec2: Collector<EC2Client, 'ec2'> = {
  service: 'ec2',
  connect: (settings) => new EC2Client(settings),
  rows: [
    row({
      call: 'DescribeInstances',
      pages: (client) =>
        paginateDescribeInstances(
          { client, ...PAGE },
          { Filters: [{ Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] }] },
        ),
      items: (page) => page.Reservations?.flatMap((reservation) => reservation.Instances ?? []),
      each: addInstance,
    }),
    row({
      call: 'GetInstanceMetadataDefaults',
      pages: (client) => client.send(new GetInstanceMetadataDefaultsCommand({})),
      items: (page) => [page.AccountLevel ?? {}],
      each: (defaults, at) =>
        at.add({
          type: 'aws_ec2_instance_metadata_defaults',
          id: at.place.region,
          values: {
            http_endpoint: defaults.HttpEndpoint ?? 'no-preference',
            http_tokens: defaults.HttpTokens ?? 'no-preference',
            http_put_response_hop_limit: defaults.HttpPutResponseHopLimit ?? -1,
            instance_metadata_tags: defaults.InstanceMetadataTags ?? 'no-preference',
          },
        }),
    }),
    row({
      call: 'DescribeLaunchTemplates',
      pages: (client) => paginateDescribeLaunchTemplates({ client, pageSize: 200 }, {}),
      items: (page) => page.LaunchTemplates,
      each: (template, at) => at.read(versionsOf(template)),
    }),
    ...networkRows,
  ],
};

async function addInstance(instance: Instance, at: At): Promise<void> {
  const { InstanceId: id = '', Tags = [] } = instance;
  const group = Tags.find(({ Key }) => Key === 'aws:autoscaling:groupName')?.Value;
  const userData = group === undefined ? await userDataOf(id, at) : { value: undefined, unread: [] };
  at.add({
    type: 'aws_instance',
    id,
    arn: at.arn('ec2', `instance/${id}`),
    values: { ...instanceValues(instance), user_data: userData.value },
    unread: userData.unread,
    madeBy: group === undefined ? undefined : { type: 'aws_autoscaling_group', id: group },
  });
}

function instanceValues(instance: Instance): LooseObject {
  const { InstanceId: id, NetworkInterfaces: interfaces = [], MetadataOptions: metadata } = instance;
  const primary = interfaces.find(({ Attachment }) => Attachment?.DeviceIndex === 0);
  const profile = instance.IamInstanceProfile?.Arn;
  // What any of its interfaces lets in reaches it.
  const groups = interfaces.flatMap(({ Groups = [] }) => Groups).map(({ GroupId }) => GroupId);
  const addresses = interfaces.flatMap(({ Ipv6Addresses = [] }) => Ipv6Addresses).map(({ Ipv6Address }) => Ipv6Address);
  return {
    id,
    ami: instance.ImageId,
    instance_type: instance.InstanceType,
    instance_state: instance.State?.Name,
    availability_zone: instance.Placement?.AvailabilityZone,
    subnet_id: instance.SubnetId,
    vpc_security_group_ids: sorted([...new Set(groups.length > 0 ? groups : groupIds(instance))]),
    iam_instance_profile: profile === undefined ? undefined : lastPiece(profile),
    associate_public_ip_address: primary ? primary.Association !== undefined : instance.PublicIpAddress !== undefined,
    public_ip: instance.PublicIpAddress,
    private_ip: instance.PrivateIpAddress,
    ipv6_addresses: sorted(addresses),
    ipv6_address_count: addresses.length,
    key_name: instance.KeyName,
    source_dest_check: instance.SourceDestCheck,
    primary_network_interface_id: primary?.NetworkInterfaceId,
    metadata_options: block(
      metadata && {
        http_endpoint: metadata.HttpEndpoint,
        http_tokens: metadata.HttpTokens,
        http_put_response_hop_limit: metadata.HttpPutResponseHopLimit,
        http_protocol_ipv6: metadata.HttpProtocolIpv6,
        instance_metadata_tags: metadata.InstanceMetadataTags,
      },
    ),
    tags: ownTags(instance.Tags),
  };
}

function groupIds({ SecurityGroups = [] }: Instance): readonly (string | undefined)[] {
  return SecurityGroups.map(({ GroupId }) => GroupId);
}

/** AWS keeps the prefix for itself, and the provider leaves such tags out. */
function ownTags(tags: Instance['Tags']): LooseObject {
  return tagsOf(tags?.filter(({ Key = '' }) => !Key.startsWith('aws:')));
}

interface UserData {
  readonly value: string | undefined;
  readonly unread: readonly string[];
}

async function userDataOf(id: string, at: At): Promise<UserData> {
  const about = { type: 'aws_instance', id };
  const answer = await at.ask({ call: 'DescribeInstanceAttribute', about }, () =>
    at.client.send(new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: 'userData' })),
  );
  if (answer.is !== 'read') return { value: undefined, unread: answer.is === 'unread' ? ['user_data'] : [] };
  const encoded = answer.value.UserData?.Value;
  return {
    value: encoded === undefined || encoded === '' ? undefined : at.hidden.userData(encoded, 'script'),
    unread: [],
  };
}

/** The newest version is what a state has; another is there too where it is the default. */
function versionsOf({ LaunchTemplateId: id = '', LaunchTemplateName: name = '', Tags, ...template }: LaunchTemplate) {
  const { LatestVersionNumber: latest, DefaultVersionNumber: standard } = template;
  return row({
    call: 'DescribeLaunchTemplateVersions',
    about: { type: 'aws_launch_template', id },
    pages: (client) =>
      paginateDescribeLaunchTemplateVersions(
        { client, pageSize: 200 },
        { LaunchTemplateId: id, Versions: ['$Default', '$Latest'] },
      ),
    items: (page) => page.LaunchTemplateVersions,
    each: ({ VersionNumber: version, LaunchTemplateData: data = {} }, at) => {
      const isLatest = version === latest;
      at.add({
        type: 'aws_launch_template',
        id: isLatest ? id : versionOf(id, version),
        arn: at.arn('ec2', `launch-template/${id}`),
        values: {
          name: isLatest ? name : versionOf(name, version),
          latest_version: version,
          default_version: standard,
          ...launchTemplateValues(data, at.hidden),
          tags: tagsOf(Tags),
        },
      });
    },
  });
}
