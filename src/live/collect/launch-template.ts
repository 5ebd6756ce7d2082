import type { ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { Hidden } from '../hidden.js';
import { block, blocks, type LooseObject, tagsOf } from '../values.js';

/** https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/launch_template */
export function launchTemplateValues(data: ResponseLaunchTemplateData, hidden: Hidden): LooseObject {
  const { MetadataOptions: metadata, IamInstanceProfile: profile } = data;
  return {
    image_id: data.ImageId,
    instance_type: data.InstanceType,
    key_name: data.KeyName,
    iam_instance_profile: block(profile && { arn: profile.Arn, name: profile.Name }),
    vpc_security_group_ids: data.SecurityGroupIds ?? [],
    security_group_names: data.SecurityGroups ?? [],
    user_data: data.UserData === undefined ? undefined : hidden.userData(data.UserData, 'encoded'),
    metadata_options: block(
      metadata && {
        http_endpoint: metadata.HttpEndpoint,
        http_tokens: metadata.HttpTokens,
        http_put_response_hop_limit: metadata.HttpPutResponseHopLimit,
        http_protocol_ipv6: metadata.HttpProtocolIpv6,
        instance_metadata_tags: metadata.InstanceMetadataTags,
      },
    ),
    network_interfaces: blocks(data.NetworkInterfaces, (each) => ({
      device_index: each.DeviceIndex,
      // The provider has it as a text.
      associate_public_ip_address: flag(each.AssociatePublicIpAddress),
      subnet_id: each.SubnetId,
      security_groups: each.Groups ?? [],
      network_interface_id: each.NetworkInterfaceId,
      ipv6_address_count: each.Ipv6AddressCount,
    })),
    tag_specifications: blocks(data.TagSpecifications, (each) => ({
      resource_type: each.ResourceType,
      tags: tagsOf(each.Tags),
    })),
  };
}

function flag(value: boolean | undefined): string {
  return value === undefined ? '' : String(value);
}
