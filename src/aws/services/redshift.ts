import { PUBLICLY } from './public-address.js';
import { defineService } from './service.js';

export const redshift = defineService({
  name: 'Amazon Redshift',
  prefix: 'redshift',
  resources: {
    aws_redshift_cluster: { arn: 'redshift:{R}:{A}:cluster:{cluster_identifier}' },
  },
  frontDoors: [
    {
      type: 'aws_redshift_cluster',
      what: 'a data warehouse with a public address',
      // The provider's default was `true` before its version 6.
      when: [{ ...PUBLICLY, unset: 'unknown' }],
      source: 'https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html',
    },
    {
      type: 'aws_redshiftserverless_workgroup',
      what: 'a data warehouse with a public address',
      when: [PUBLICLY],
      source: 'https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-connecting.html',
    },
  ],
});
