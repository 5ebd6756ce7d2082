import { defineService } from './service.js';

export const elasticBeanstalk = defineService({
  name: 'AWS Elastic Beanstalk',
  prefix: 'elasticbeanstalk',
  resources: {
    aws_elastic_beanstalk_environment: { arn: 'elasticbeanstalk:{R}:{A}:environment/{application}/{name}' },
  },
  frontDoors: [
    {
      type: 'aws_elastic_beanstalk_environment',
      what: 'an Elastic Beanstalk environment',
      // Its load balancer or instance is public unless one of its many settings says otherwise.
      when: [{ path: ['tier'], by: /^WebServer$/, unset: 'unknown' }],
      source: 'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.managing.elb.html',
    },
  ],
});
