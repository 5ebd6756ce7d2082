import { defineService } from './service.js';

export const ec2 = defineService({
  name: 'Amazon EC2',
  prefix: 'ec2',
  resources: {
    aws_instance: { arn: 'ec2:{R}:{A}:instance/{id}', lookups: { id: 'instance_id' } },
    aws_spot_instance_request: { arn: 'ec2:{R}:{A}:instance/{spot_instance_id}' },
    aws_launch_template: { arn: 'ec2:{R}:{A}:launch-template/{id}' },
    aws_security_group: { arn: 'ec2:{R}:{A}:security-group/{id}' },
    aws_subnet: { arn: 'ec2:{R}:{A}:subnet/{id}' },
    aws_vpc: { arn: 'ec2:{R}:{A}:vpc/{id}' },
    aws_ebs_volume: { arn: 'ec2:{R}:{A}:volume/{id}' },
    aws_ebs_snapshot: { arn: 'ec2:{R}::snapshot/{id}' },
    aws_ami: { arn: 'ec2:{R}::image/{id}' },
    aws_network_interface: { arn: 'ec2:{R}:{A}:network-interface/{id}' },
    aws_key_pair: { arn: 'ec2:{R}:{A}:key-pair/{key_name}', id: 'key_name' },
    aws_internet_gateway: { arn: 'ec2:{R}:{A}:internet-gateway/{id}' },
    aws_route_table: { arn: 'ec2:{R}:{A}:route-table/{id}' },
    aws_vpc_endpoint: { arn: 'ec2:{R}:{A}:vpc-endpoint/{id}' },
  },
  targets: [
    {
      of: ['host'],
      own: [],
      suffixes: [],
      ways: [
        {
          actions: ['ec2:CreateReplaceRootVolumeTask'],
          does: 'makes the instance boot from an image that the caller chooses, with the role that it has',
          source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateReplaceRootVolumeTask.html',
        },
        {
          actions: [
            'ec2:AssociateIamInstanceProfile',
            'ec2:ModifyInstanceAttribute',
            'ec2:ReplaceIamInstanceProfileAssociation',
          ],
          does: 'changes what the instance runs when it starts, or its role',
          source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html',
          helps: true,
        },
      ],
    },
  ],
  runsWithRole: [
    {
      id: 'ec2-spot-instance',
      makes: 'a Spot Instance request',
      trusts: 'ec2.amazonaws.com',
      needs: [['ec2:RequestSpotInstances']],
      inInstanceProfile: true,
      how: 'The user data of the instance runs as root and has the credentials of the role from the metadata service.',
      source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestSpotInstances.html',
    },
    {
      id: 'ec2-instance',
      makes: 'an instance',
      trusts: 'ec2.amazonaws.com',
      needs: [['ec2:RunInstances']],
      inInstanceProfile: true,
      rolesIn: 'hosts',
      how: 'Its user data runs as root and has the credentials of the role from the metadata service.',
      technique: 'pass-role-to-new-instance',
      source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html',
    },
  ],
  codeOfExisting: [
    {
      id: 'ec2-user-data',
      of: 'aws_instance',
      role: ['iam_instance_profile'],
      byInstanceProfile: true,
      what: 'an instance',
      title: 'Replace the user data of an instance',
      needs: [['ec2:StopInstances'], ['ec2:ModifyInstanceAttribute'], ['ec2:StartInstances']],
      does: 'Stops {}, replaces its user data and starts it again',
      how: 'Whatever its user data makes cloud-init run at each start runs as root.',
      technique: 'replace-instance-user-data',
      source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html',
    },
  ],
  swapsRole: [
    {
      of: 'instances',
      trusts: 'ec2.amazonaws.com',
      actions: ['ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation'],
      source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceIamInstanceProfileAssociation.html',
    },
  ],
  dangerous: ['ec2:CreateTags'],
});
