/**
 * A snapshot as the JSON that `terraform show -json` prints of a state, for `loadPlan` (#terraform/plan/plan.js) to make
 * resources of. It has what a state has not: provider configurations, one for each account and region, and which values
 * could not be read.
 */
import { createHash } from 'node:crypto';
import { parseResourceAddress } from '#model/address.js';
import { GLOBAL, type JsonObject, type LiveResource, type Snapshot } from './snapshot.js';

/** An account as the reader of states takes it, with the way back to what was read. */
export interface AccountState {
  readonly text: string;
  readonly byAddress: ReadonlyMap<string, LiveResource>;
}

/** `named` are the addresses of resources that Terraform manages; the others are given one of their own. */
export function stateOf(snapshot: Snapshot, named: ReadonlyMap<LiveResource, string> = new Map()): AccountState {
  const addresses = addressesOf(snapshot.resources, named);
  const modules = new Map<string, JsonObject[]>([['', []]]);
  const byAddress = new Map<string, LiveResource>();
  for (const [resource, address] of addresses) {
    const place = parseResourceAddress(address);
    if (place?.mode !== 'managed' || place.type !== resource.type) continue;
    byAddress.set(address, resource);
    const listed = modules.get(place.module) ?? [];
    modules.set(place.module, listed);
    listed.push({
      address,
      mode: place.mode,
      type: resource.type,
      name: place.name,
      ...(place.key === undefined ? {} : { index: place.key }),
      provider_name: providerOf(resource, snapshot),
      values: resource.values,
      ...(resource.unread ? { unread_values: resource.unread } : {}),
    });
  }
  const [root, ...others] = Array.from(modules, ([address, resources]) =>
    address === '' ? { resources } : { address, resources },
  );
  const text = JSON.stringify({
    format_version: '1.0',
    read_from: 'account',
    configuration: { provider_config: providersOf(snapshot) },
    values: { root_module: { ...root, child_modules: others } },
  });
  return { text, byAddress };
}

function providersOf({ accounts, resources }: Snapshot): JsonObject {
  const regions = new Map(accounts.map(({ id, regions }) => [id, new Set(regions)]));
  for (const { account, region } of resources) if (region !== GLOBAL) regions.get(account)?.add(region);
  const configured: Record<string, JsonObject> = {};
  for (const { id } of accounts) {
    for (const region of regions.get(id) ?? []) {
      const expressions = { region: { constant_value: region }, allowed_account_ids: { constant_value: [id] } };
      configured[providerName(id, region)] = { name: 'aws', expressions };
    }
  }
  return configured;
}

function providerName(account: string, region: string): string {
  return `aws.${account}_${region}`;
}

/** What has no region belongs to the first that was asked. */
function providerOf({ account, region }: LiveResource, { accounts }: Snapshot): string {
  const first = accounts.find(({ id }) => id === account)?.regions[0] ?? GLOBAL;
  return providerName(account, region === GLOBAL ? first : region);
}

/** The same for the same account every time, and telling for people. */
export function addressesOf(
  resources: readonly LiveResource[],
  named: ReadonlyMap<LiveResource, string> = new Map(),
): ReadonlyMap<LiveResource, string> {
  const taken = new Set(named.values());
  const groups = new Map<string, LiveResource[]>();
  for (const resource of resources) {
    if (named.has(resource)) continue;
    const address = `${resource.type}.${nameOf(resource.id)}`;
    const group = groups.get(address);
    if (group) group.push(resource);
    else groups.set(address, [resource]);
  }
  const addresses = new Map(named);
  for (const [address, group] of groups) {
    for (const resource of group) {
      const suffix = group.length > 1 || taken.has(address) ? suffixOf(resource, group, address, taken) : '';
      addresses.set(resource, address + suffix);
    }
  }
  return addresses;
}

/** What tells it from those of the same name: its account, its region, else a digest of what names it. */
function suffixOf(
  { type, id, account, region }: LiveResource,
  group: readonly LiveResource[],
  address: string,
  taken: ReadonlySet<string>,
): string {
  const alike = (each: LiveResource, place: string): boolean => `_${each.account}_${each.region}` === place;
  const place = `_${account}_${region}`;
  const isAlone = group.filter((each) => alike(each, place)).length === 1;
  if (isAlone && !taken.has(address + place)) return place;
  return `_${createHash('sha256')
    .update(JSON.stringify([type, account, region, id]))
    .digest('hex')
    .slice(0, 12)}`;
}

/** The last piece of an ARN or a URL, with nothing in it that means something in an address. */
function nameOf(id: string): string {
  const isPath = id.startsWith('arn:') || id.includes('://');
  const name = (isPath ? id.replace(/^.*[:/]/s, '') : id) || id;
  const safe = name.replace(/[^\w-]+/g, '_');
  return /^[A-Za-z_]/.test(safe) ? safe : `_${safe}`;
}
