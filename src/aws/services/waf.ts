import { defineService } from './service.js';

export const waf = defineService({
  name: 'AWS WAF',
  prefix: 'wafv2',
  resources: {
    aws_wafv2_web_acl: { arn: 'wafv2:{R}:{A}:regional/webacl/{name}/{id}' },
  },
});
