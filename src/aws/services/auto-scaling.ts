import { defineService } from './service.js';

export const autoScaling = defineService({
  name: 'Amazon EC2 Auto Scaling',
  prefix: 'autoscaling',
  resources: {
    aws_autoscaling_group: {
      arn: 'autoscaling:{R}:{A}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}',
      id: 'name',
    },
    aws_launch_configuration: { arn: 'autoscaling:{R}:{A}:launchConfiguration:{uuid}:launchConfigurationName/{name}' },
  },
  runsWithRole: [
    {
      id: 'auto-scaling-group',
      makes: 'an Auto Scaling group',
      trusts: 'ec2.amazonaws.com',
      needs: [['autoscaling:CreateLaunchConfiguration'], ['autoscaling:CreateAutoScalingGroup']],
      inInstanceProfile: true,
      how: 'Its instances run the user data of the launch configuration as root and have the credentials of the role.',
      limits:
        'Accounts made since October 2024 have no launch configurations. With a launch template the caller needs ec2:RunInstances, which is a technique of its own.',
      source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html',
    },
  ],
});
