import type { Host } from '#aws/compute/compute.js';
import { evidenceOf, remark, type Premise } from '#aws/premise.js';
import type { Value } from '#terraform/value.js';

/**
 * What the instance metadata service gives to whom.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 */

/** It answers at all. */
export function metadataEnabled(host: Host): Premise | undefined {
  const { endpoint } = host.metadata;
  if (endpoint === 'disabled') return undefined;
  return premise(host, 'imds.enabled', 'http_endpoint', endpoint === 'enabled');
}

/** It answers plain GET requests, with no token. The hop limit does not concern these. */
export function metadataV1(host: Host): Premise | undefined {
  const { endpoint, tokens } = host.metadata;
  if (endpoint === 'disabled' || tokens === 'required') return undefined;
  return premise(host, 'imds.v1-allowed', 'http_tokens', tokens === 'optional' && endpoint === 'enabled');
}

/** A token reaches a container behind the bridge of the host: that is one hop more, and the limit is on the answer to PUT. */
export function metadataHopLimit(host: Host): Premise | undefined {
  const { hopLimit } = host.metadata;
  if (hopLimit !== undefined && hopLimit < 2) return undefined;
  return premise(host, 'imds.hop-limit', 'http_put_response_hop_limit', hopLimit !== undefined);
}

/**
 * Tasks with an interface of their own get an answer too, unless the agent's configuration says no.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
 */
export function metadataForTasks(host: Host): Premise | undefined {
  if (host.blocksTaskMetadata) return undefined;
  const { resource } = host.metadata;
  return {
    property: 'imds.task-access',
    key: `imds.task-access|${host.address}`,
    resource,
    evidence: [remark(resource, 'user_data', 'ECS_AWSVPC_BLOCK_IMDS is not set to true', host.userData?.origin)],
    certainty: host.userData ? 'certain' : 'assumed',
    subject: host,
  };
}

function premise(host: Host, property: string, attribute: string, certain: boolean): Premise {
  const { resource, block } = host.metadata;
  const value: Value | undefined = block?.attribute(attribute);
  return {
    property,
    key: `${property}|${host.address}`,
    resource,
    evidence: [evidenceOf(resource, `metadata_options.${attribute}`, value, block)],
    certainty: certain ? 'certain' : 'assumed',
    subject: host,
  };
}
