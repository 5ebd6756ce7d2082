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
});
