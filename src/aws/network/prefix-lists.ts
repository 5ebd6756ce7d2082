/** Prefix lists, whose entries stand in the list or in resources of their own. */
import type { BodyView, Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { isSet, textOf } from '../reading.js';
import { type AddressContext, type Addresses, type UnknownAddresses, readCidrs } from './addresses.js';
import { elementsOf } from './elements.js';

const LIST = 'aws_ec2_managed_prefix_list';

export function readPrefixLists(value: Value | undefined, context: AddressContext): Addresses {
  const cidrs: string[] = [];
  const unknown: UnknownAddresses[] = [];
  for (const item of elementsOf(value)) {
    const list = context.links.to(item, LIST);
    if (list?.mode === 'managed') {
      const entries = entriesOf(list, context);
      cidrs.push(...entries.flatMap((entry) => entry.cidrs));
      unknown.push(...entries.flatMap((entry) => entry.unknown));
    } else {
      const extent = isOfService(item, list, context) ? 'service' : 'any';
      unknown.push({ value: item, family: undefined, extent, of: [] });
    }
  }
  return { cidrs, unknown };
}

function entriesOf(list: Resource, context: AddressContext): readonly Addresses[] {
  const family = textOf(list.attribute('address_family')) === 'IPv6' ? 6 : 4;
  const added = context.configuration
    .ofType(`${LIST}_entry`)
    .filter((entry) => context.links.to(entry.attribute('prefix_list_id'), LIST) === list);
  const entries: readonly BodyView[] = [...list.blocks('entry'), ...added];
  return entries.map((entry) => readCidrs(entry.attribute('cidr'), family, context));
}

/**
 * Lists that AWS keeps hold the addresses of its services, not the internet. Those are looked up by their name, come from
 * a VPC endpoint, or are written by their id, which is the same in every account.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
function isOfService(item: Value, list: Resource | undefined, { links }: AddressContext): boolean {
  if (list) return nameOf(list)?.startsWith('com.amazonaws.') === true;
  const type = links.referent(item)?.resource.type;
  return textOf(item) !== undefined || type === 'aws_prefix_list' || type === 'aws_vpc_endpoint';
}

function nameOf(list: Resource): string | undefined {
  const name = list.attribute('name');
  if (isSet(name)) return textStart(name);
  const filter = list.blocks('filter').find((block) => textOf(block.attribute('name')) === 'prefix-list-name');
  return textStart(elementsOf(filter?.attribute('values'))[0]);
}

/** `com.amazonaws.${region}.s3` is known by its start. */
function textStart(value: Value | undefined): string | undefined {
  if (value?.kind !== 'unknown') return textOf(value);
  const [start] = value.parts ?? [];
  return typeof start === 'string' ? start : undefined;
}
