import { defineService } from './service.js';

export const cloudfront = defineService({
  name: 'Amazon CloudFront',
  prefix: 'cloudfront',
  resources: {
    aws_cloudfront_distribution: { arn: 'cloudfront::{A}:distribution/{id}' },
  },
  frontDoors: [
    {
      type: 'aws_cloudfront_distribution',
      what: 'a CloudFront distribution',
      when: [{ path: ['enabled'], by: /^true$/, unset: 'unknown' }],
      source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Introduction.html',
    },
  ],
});
