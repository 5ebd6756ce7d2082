import { type Advice, adviceOnAccess } from '#aws/advice.js';
import type { Host } from '#aws/compute/compute.js';
import { assumedOf, named } from '#aws/named.js';
import { evidenceOf, remark, type Premise } from '#aws/premise.js';
import { isSet } from '#aws/reading.js';
import type { Value } from '#model/value.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 'imds.enabled': Host;
    readonly 'imds.v1-allowed': Host;
    readonly 'imds.hop-limit': Host;
    readonly 'imds.task-access': Host;
  }
}

/**
 * Who gets what from the instance metadata service. For an option that is not set, the image decides
 * (src/aws/compute/images.ts); where the image is unknown too, it is an assumption.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 */

/** It answers at all. */
export function metadataEnabled(host: Host): Premise | undefined {
  const { endpoint } = host.metadata;
  if (endpoint === 'disabled') return undefined;
  return premise(host, {
    property: 'imds.enabled',
    attribute: 'http_endpoint',
    certain: endpoint === 'enabled',
    set: 'is "enabled"',
    unset: 'leave the metadata service on',
    advice: adviceOnAccess(
      'If nothing on the host uses its role, set http_endpoint = "disabled" in metadata_options, or remove the instance profile.',
    ),
  });
}

/** It answers plain GET requests without a token. The hop limit does not apply to these. */
export function metadataV1(host: Host): Premise | undefined {
  const { endpoint, tokens } = host.metadata;
  if (endpoint === 'disabled' || tokens === 'required') return undefined;
  return premise(host, {
    property: 'imds.v1-allowed',
    attribute: 'http_tokens',
    certain: tokens === 'optional' && endpoint === 'enabled',
    set: 'is "optional"',
    unset: 'leave IMDSv1 on',
  });
}

/** A token reaches a container on the host's bridge network: that is one hop more, and the limit applies to the answer to PUT. */
export function metadataHopLimit(host: Host): Premise | undefined {
  const { hopLimit } = host.metadata;
  if (hopLimit !== undefined && hopLimit < 2) return undefined;
  return premise(host, {
    property: 'imds.hop-limit',
    attribute: 'http_put_response_hop_limit',
    certain: hopLimit !== undefined,
    set: 'is 2 or more',
    unset: 'set a hop limit of 2 or more',
  });
}

/**
 * Tasks with their own network interface get an answer too, unless the configuration of the agent blocks them.
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
    ...(host.userData ? {} : { assumes: assumedOf(`${host.address} does not set ECS_AWSVPC_BLOCK_IMDS`, undefined) }),
    subject: host,
  };
}

interface Option {
  readonly property: 'imds.enabled' | 'imds.v1-allowed' | 'imds.hop-limit';
  readonly attribute: string;
  readonly certain: boolean;
  /** What is assumed where the option is set to something unknown, and where it is not set. */
  readonly set: string;
  readonly unset: string;
  readonly advice?: Advice;
}

function premise(host: Host, { property, attribute, certain, set, unset, advice }: Option): Premise {
  const { resource, block, image, unresolved } = host.metadata;
  const value: Value | undefined = block?.attribute(attribute);
  const shown = [evidenceOf(resource, `metadata_options.${attribute}`, value, block)];
  // The image does not decide whether the service is on at all.
  if (image && !isSet(value) && attribute !== 'http_endpoint') shown.push(image);
  const assumes = isSet(value)
    ? assumedOf(`${named(value)} ${set}`, value)
    : unresolved
      ? assumedOf(`instances of ${named(unresolved)} ${unset}`, unresolved)
      : leftToImage(host, attribute, unset);
  return {
    property,
    key: `${property}|${host.address}`,
    resource,
    evidence: shown,
    certainty: certain ? 'certain' : 'assumed',
    ...(certain ? {} : { assumes }),
    subject: host,
    ...(advice ? { advice } : {}),
  };
}

function leftToImage({ address, metadata }: Host, attribute: string, unset: string): NonNullable<Premise['assumes']> {
  return {
    what: `the AMI and the account of ${address} ${unset}`,
    origin: metadata.resource.origin,
    supply: `Write ${attribute} in metadata_options, or look the AMI up by its name (data "aws_ami").`,
  };
}
