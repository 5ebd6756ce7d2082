import type { Resource } from '#model/resource.js';
import { flagOf } from '../reading.js';
import { defineService, type StoreType } from './service.js';

const TYPES = ['aws_opensearch_domain', 'aws_elasticsearch_domain'] as const;

/**
 * A domain in a VPC takes a network position besides, and one with fine-grained access control has users and roles of its
 * own: neither is followed.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
 */
function isOpenToRequests(domain: Resource): boolean {
  if (domain.blocks('vpc_options').length > 0) return false;
  return domain.blocks('advanced_security_options').every((block) => flagOf(block.attribute('enabled')) === false);
}

export const opensearch = defineService({
  name: 'Amazon OpenSearch Service',
  prefix: 'es',
  resources: {
    aws_opensearch_domain: { arn: 'es:{R}:{A}:domain/{domain_name}' },
    aws_elasticsearch_domain: { arn: 'es:{R}:{A}:domain/{domain_name}' },
  },
  stores: TYPES.map(
    (type): StoreType => ({
      type,
      kind: 'data',
      readings: [{ actions: ['es:ESHttpGet', 'es:ESHttpPost'], suffix: '/*', part: 'an index of {} has a name' }],
      isStore: isOpenToRequests,
    }),
  ),
  resourcePolicies: [
    {
      of: TYPES,
      written: [
        { type: 'aws_opensearch_domain_policy', attribute: 'access_policies', owner: 'domain_name' },
        { type: 'aws_elasticsearch_domain_policy', attribute: 'access_policies', owner: 'domain_name' },
        ...TYPES.map((type) => ({ type, attribute: 'access_policies' })),
      ],
      decides: 'beside-identity',
      takesUnsigned: true,
      publicAccess: 'as-written',
      rewrites: ['es:UpdateDomainConfig', 'es:UpdateElasticsearchDomainConfig'],
      source: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html',
    },
  ],
  targets: [
    {
      of: TYPES,
      own: ['domain'],
      suffixes: ['', '/*'],
      ways: [
        {
          actions: ['es:ESHttpDelete', 'es:ESHttpHead', 'es:ESHttpPatch', 'es:ESHttpPut'],
          does: 'makes the domain copy an index or take a snapshot of it',
          source: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshots.html',
          helps: true,
        },
      ],
    },
  ],
});
