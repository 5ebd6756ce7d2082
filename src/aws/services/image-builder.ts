import { defineService } from './service.js';

export const imageBuilder = defineService({
  name: 'EC2 Image Builder',
  prefix: 'imagebuilder',
  resources: {
    aws_imagebuilder_image_pipeline: { arn: 'imagebuilder:{R}:{A}:image-pipeline/{name}' },
  },
});
