/**
 * Data sources that look up, by name or tag, what another root module makes. Only what is written in full is compared, and only where one
 * resource of the scan alone has that name is it taken to be meant.
 */
import type { BodyView, Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { isMapping, isSequence } from '#model/values/inspect.js';

interface Lookup {
  /** The resource that is looked up. */
  readonly type: string;
  /** Arguments of the data source by which it is found, and the attribute of the resource that each is. */
  readonly by: ReadonlyMap<string, string>;
  /** It may be found by tags as well. */
  readonly tagged: boolean;
}

const named = (type: string, argument = 'name', attribute = argument): Lookup => ({
  type,
  by: new Map([[argument, attribute]]),
  tagged: false,
});
const tagged = (type: string, ...names: readonly string[]): Lookup => ({
  type,
  by: new Map(names.map((name) => [name, name])),
  tagged: true,
});

/** https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs: the page of each data source. */
export const LOOKUPS: ReadonlyMap<string, Lookup> = new Map<string, Lookup>([
  ['aws_vpc', tagged('aws_vpc', 'cidr_block')],
  ['aws_subnet', tagged('aws_subnet', 'cidr_block')],
  ['aws_security_group', tagged('aws_security_group', 'name')],
  ['aws_lb', tagged('aws_lb', 'name')],
  ['aws_alb', tagged('aws_lb', 'name')],
  ['aws_lb_target_group', tagged('aws_lb_target_group', 'name')],
  ['aws_efs_file_system', tagged('aws_efs_file_system', 'creation_token')],
  ['aws_iam_role', named('aws_iam_role')],
  ['aws_iam_policy', named('aws_iam_policy')],
  ['aws_iam_instance_profile', named('aws_iam_instance_profile')],
  ['aws_iam_user', named('aws_iam_user', 'user_name', 'name')],
  ['aws_ecs_cluster', named('aws_ecs_cluster', 'cluster_name', 'name')],
  ['aws_lambda_function', named('aws_lambda_function', 'function_name')],
  ['aws_s3_bucket', named('aws_s3_bucket', 'bucket')],
  ['aws_dynamodb_table', named('aws_dynamodb_table')],
  ['aws_secretsmanager_secret', named('aws_secretsmanager_secret')],
  ['aws_ssm_parameter', named('aws_ssm_parameter')],
  ['aws_sqs_queue', named('aws_sqs_queue')],
]);

/** Arguments that choose nothing between resources of one name. */
const IGNORED: ReadonlySet<string> = new Set(['state', 'with_decryption', 'most_recent', 'provider', 'timeouts']);

/** What a data source asks for: attributes and tags, all of them in full. */
export interface Wanted {
  readonly type: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly tags: ReadonlyMap<string, string>;
}

/** `undefined` where anything that it asks for is not known, or of a kind that is not compared. */
export function wantedBy(type: string, body: BodyView): Wanted | undefined {
  const lookup = LOOKUPS.get(type);
  if (!lookup) return undefined;
  const attributes = new Map<string, string>();
  const tags = new Map<string, string>();
  for (const name of body.names()) {
    const attribute = lookup.by.get(name);
    const text = attribute === undefined ? undefined : textOf(body.attribute(name));
    if (attribute !== undefined && text !== undefined) attributes.set(attribute, text);
    else if (lookup.tagged && name === 'tags' && addTags(body.attribute(name), tags)) continue;
    else if (lookup.tagged && name === 'filter' && addFilters(body, { attributes, tags, lookup })) continue;
    else if (!IGNORED.has(name)) return undefined;
  }
  return attributes.size + tags.size > 0 ? { type: lookup.type, attributes, tags } : undefined;
}

export function isWanted(resource: Resource, { attributes, tags }: Wanted): boolean {
  for (const [name, text] of attributes) if (textOf(resource.attribute(name)) !== text) return false;
  const own = tags.size > 0 ? resource.attribute('tags') : undefined;
  return [...tags].every(([key, text]) => own !== undefined && isMapping(own) && textOf(own.entries.get(key)) === text);
}

function addTags(value: Value | undefined, tags: Map<string, string>): boolean {
  if (!value || !isMapping(value)) return false;
  for (const [key, each] of value.entries) {
    const text = textOf(each);
    if (text === undefined) return false;
    tags.set(key, text);
  }
  return true;
}

interface Found {
  readonly attributes: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly lookup: Lookup;
}

/** `filter { name = "tag:Name", values = ["web"] }` */
function addFilters(body: BodyView, { attributes, tags, lookup }: Found): boolean {
  return body.blocks('filter').every((filter) => {
    const name = textOf(filter.attribute('name'));
    const values = filter.attribute('values');
    const [only, another] = values && isSequence(values) ? values.elements : [];
    const text = another ? undefined : textOf(only);
    if (name === undefined || text === undefined || filter.maybe || /[*?]/.test(text)) return false;
    if (name.startsWith('tag:')) return tags.set(name.slice('tag:'.length), text) === tags;
    const attribute = lookup.by.get(name.replace(/^group-name$/, 'name').replace(/^cidr(-block)?$/, 'cidr_block'));
    return attribute !== undefined && attributes.set(attribute, text) === attributes;
  });
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'string' && value.value !== '' ? value.value : undefined;
}
