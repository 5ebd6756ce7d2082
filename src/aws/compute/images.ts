/**
 * What images make of the metadata options that nobody sets.
 *
 * An option is what the launch says, else what the account says for all launches, else what the image says
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html#instance-metadata-options-order-of-precedence).
 * An image that is registered with `imds-support = v2.0` requires a token and sets a hop limit of 2. Of any other the defaults
 * are the service's: no token, and one hop
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html). What the account says is
 * not seen here unless it is in the configuration; it is taken to be as AWS makes it, without a preference.
 */
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Links } from '../link.js';
import { isSet, textOf } from '../reading.js';
import { elementsOf } from '../network/elements.js';
import { holedText } from '../text.js';

export interface ImageFamily {
  readonly name: string;
  readonly tokens: 'optional' | 'required';
  readonly hopLimit: 1 | 2;
}

interface Known extends ImageFamily {
  /** What names of its images start with. */
  readonly images: RegExp;
  /** Public parameters of Systems Manager that hold their ids. */
  readonly parameters: RegExp;
  /** Whose images they are; a copy of somebody else's may be registered in another way. */
  readonly owners: readonly string[];
  readonly source: string;
}

const AMAZON = ['amazon', '137112412989', '591542846629', '602401143452'] as const;
const CANONICAL = ['099720109477', 'amazon', 'aws-marketplace', '679593333241'] as const;

const FAMILIES: readonly Known[] = [
  {
    name: 'Amazon Linux 2023',
    tokens: 'required',
    hopLimit: 2,
    images: /^al2023-ami-/,
    parameters: /^\/aws\/service\/(?:ami-amazon-linux-latest\/al2023-|ecs\/optimized-ami\/amazon-linux-2023\/)/,
    owners: AMAZON,
    /** Those for ECS too: https://github.com/aws/amazon-ecs-ami/issues/248 */
    source: 'https://docs.aws.amazon.com/linux/al2023/ug/imdsv2.html',
  },
  {
    // Older than the property of images, and left as it was: that AL2023 requires a token is listed among the differences.
    name: 'Amazon Linux 2',
    tokens: 'optional',
    hopLimit: 1,
    images: /^amzn2-ami-/,
    parameters: /^\/aws\/service\/(?:ami-amazon-linux-latest\/amzn2-|ecs\/optimized-ami\/amazon-linux-2\/)/,
    owners: AMAZON,
    source: 'https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html',
  },
  {
    name: 'the first Amazon Linux',
    tokens: 'optional',
    hopLimit: 1,
    images: /^amzn-ami-/,
    parameters: /^\/aws\/service\/(?:ami-amazon-linux-latest\/amzn-ami-|ecs\/optimized-ami\/amazon-linux\/)/,
    owners: AMAZON,
    source: 'https://aws.amazon.com/amazon-linux-ami/faqs/',
  },
  {
    // Published before images could ask for tokens at all, and a long-term release keeps its defaults.
    name: 'Ubuntu 22.04 or older',
    tokens: 'optional',
    hopLimit: 1,
    images: /^ubuntu(?:-minimal)?\/images\/.*ubuntu-(?:trusty|xenial|bionic|focal|jammy)-/,
    parameters: /^\/aws\/service\/canonical\/ubuntu\/server(?:-minimal)?\/(?:14\.04|16\.04|18\.04|20\.04|22\.04)\//,
    owners: CANONICAL,
    source:
      'https://aws.amazon.com/about-aws/whats-new/2022/10/amazon-machine-images-support-instance-metadata-service-version-2-default/',
  },
];

/**
 * Types of instances that are released from mid-2024 on use IMDSv2 only by default: those of the eighth generation, and these.
 * https://aws.amazon.com/blogs/aws/amazon-ec2-instance-metadata-service-imdsv2-by-default/
 */
const NEWER_TYPES = /^(?:[a-z]+[89]|g6e|g6f|gr6f|i7ie?\.|p5en|p6|f2|trn2|u7i)/;

/** The family of the image that an instance of that type is made of; `undefined` where it can't be told. */
export function imageFamily(image: Value | undefined, type: Value | undefined, links: Links): ImageFamily | undefined {
  const family = isSet(image) ? (byParameter(image, links) ?? byLookup(image, links)) : undefined;
  if (!family || family.tokens === 'required') return family;
  const name = textOf(type);
  return name !== undefined && !NEWER_TYPES.test(name) ? family : undefined;
}

/** `resolve:ssm:/aws/service/...` in a launch template, or a data source of a parameter. */
function byParameter(image: Value, links: Links): Known | undefined {
  const direct = /^resolve:ssm:(.*)$/.exec(textOf(image) ?? '')?.[1];
  const parameter = links.referent(image)?.resource ?? links.mentioned(image, 'aws_ssm_parameter')[0];
  const name = direct ?? (parameter?.type === 'aws_ssm_parameter' ? startOf(parameter.attribute('name')) : undefined);
  return name === undefined ? undefined : FAMILIES.find(({ parameters }) => parameters.test(name));
}

function byLookup(image: Value, links: Links): Known | undefined {
  const lookup = links.referent(image)?.resource;
  if (lookup?.type !== 'aws_ami' || lookup.mode !== 'data') return undefined;
  const names = namesOf(lookup);
  const owners = elementsOf(lookup.attribute('owners')).map(textOf);
  return FAMILIES.find(
    (family) =>
      names.length > 0 &&
      names.every((name) => family.images.test(name)) &&
      owners.every((owner) => owner !== undefined && family.owners.includes(owner)),
  );
}

/** What the names that it asks for start with. */
function namesOf(lookup: Resource): readonly string[] {
  const filters = lookup.blocks('filter').filter((block) => textOf(block.attribute('name')) === 'name');
  const wanted = filters.flatMap((block) => elementsOf(block.attribute('values')).map((value) => startOf(value) ?? ''));
  const pattern = startOf(lookup.attribute('name_regex'));
  return pattern === undefined ? wanted : [...wanted, pattern.replace(/^\^/, '').replaceAll('\\', '')];
}

/** The text, up to its first unknown piece. */
function startOf(value: Value | undefined): string | undefined {
  return holedText(value)?.text;
}
