import {
  type AutoScalingGroup,
  AutoScalingClient,
  type LaunchConfiguration,
  type LaunchTemplateSpecification,
  paginateDescribeAutoScalingGroups,
  paginateDescribeLaunchConfigurations,
} from '@aws-sdk/client-auto-scaling';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';
import { block, blocks, lastPiece, type LooseObject, sorted } from '../values.js';

type At = Reader<AutoScalingClient, 'autoscaling'>;
const row = rowsOf<AutoScalingClient, 'autoscaling'>();

export const autoscaling: Collector<AutoScalingClient, 'autoscaling'> = {
  service: 'autoscaling',
  connect: (settings) => new AutoScalingClient(settings),
  rows: [
    row({
      call: 'DescribeAutoScalingGroups',
      pages: (client) => paginateDescribeAutoScalingGroups({ client, pageSize: 100 }, {}),
      items: (page) => page.AutoScalingGroups,
      each: addGroup,
    }),
    row({
      call: 'DescribeLaunchConfigurations',
      pages: (client) => paginateDescribeLaunchConfigurations({ client, pageSize: 100 }, {}),
      items: (page) => page.LaunchConfigurations,
      each: addLaunchConfiguration,
    }),
  ],
};

function addGroup(group: AutoScalingGroup, at: At): void {
  const { AutoScalingGroupName: name = '', MixedInstancesPolicy: mixed } = group;
  at.add({
    type: 'aws_autoscaling_group',
    id: name,
    arn: group.AutoScalingGroupARN,
    values: {
      name,
      launch_configuration: group.LaunchConfigurationName ?? '',
      launch_template: block(group.LaunchTemplate && specification(group.LaunchTemplate)),
      mixed_instances_policy: block(
        mixed && {
          launch_template: block(
            mixed.LaunchTemplate && {
              launch_template_specification: block(
                specificationNamed(mixed.LaunchTemplate.LaunchTemplateSpecification),
              ),
            },
          ),
        },
      ),
      vpc_zone_identifier: sorted(group.VPCZoneIdentifier?.split(',').filter((subnet) => subnet !== '')),
      availability_zones: sorted(group.AvailabilityZones),
      target_group_arns: sorted(group.TargetGroupARNs),
      load_balancers: sorted(group.LoadBalancerNames),
      desired_capacity: group.DesiredCapacity,
      min_size: group.MinSize,
      max_size: group.MaxSize,
      tag: blocks(group.Tags, ({ Key: key, Value: value, PropagateAtLaunch: propagate_at_launch }) => ({
        key,
        value,
        propagate_at_launch,
      })),
    },
  });
  for (const { InstanceId: instanceId = '', LaunchTemplate: template } of group.Instances ?? []) {
    at.observe((place) => ({
      kind: 'group-instance',
      ...place,
      group: name,
      instanceId,
      launchTemplateId: template?.LaunchTemplateId ?? null,
      launchTemplateVersion: template?.Version ?? null,
    }));
  }
}

function specification({
  LaunchTemplateId: id,
  LaunchTemplateName: name,
  Version: version,
}: LaunchTemplateSpecification) {
  return { id, name, version };
}

function specificationNamed(template: LaunchTemplateSpecification | undefined): LooseObject | undefined {
  return (
    template && {
      launch_template_id: template.LaunchTemplateId,
      launch_template_name: template.LaunchTemplateName,
      version: template.Version,
    }
  );
}

/** Some are told of their profile by its ARN. */
function addLaunchConfiguration(found: LaunchConfiguration, at: At): void {
  const {
    LaunchConfigurationName: name = '',
    MetadataOptions: metadata,
    UserData,
    IamInstanceProfile: profile,
  } = found;
  at.add({
    type: 'aws_launch_configuration',
    id: name,
    arn: found.LaunchConfigurationARN,
    values: {
      name,
      image_id: found.ImageId,
      instance_type: found.InstanceType,
      key_name: found.KeyName,
      iam_instance_profile: profile === undefined ? '' : lastPiece(profile),
      security_groups: sorted(found.SecurityGroups),
      associate_public_ip_address: found.AssociatePublicIpAddress,
      user_data: UserData === undefined || UserData === '' ? undefined : at.hidden.userData(UserData, 'script'),
      metadata_options: block(
        metadata && {
          http_endpoint: metadata.HttpEndpoint,
          http_tokens: metadata.HttpTokens,
          http_put_response_hop_limit: metadata.HttpPutResponseHopLimit,
        },
      ),
    },
  });
}
