/**
 * The addresses that a rule names. What is no known CIDR is judged by what it can be: an address of a resource, the block
 * of a VPC or a subnet, a list that somebody else keeps, and only else perhaps the internet.
 */
import type { Expression } from '#hcl/syntax.js';
import { inModule } from '#model/address.js';
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Reference, Value } from '#model/value.js';
import { list, string } from '#model/values/make.js';
import { STRING } from '#model/type.js';
import type { Links } from '../link.js';
import { referencesIn } from '#model/values/references.js';
import { itemsOf, textOf } from '../reading.js';
import { symbolicOf } from '../symbolic.js';
import { type AddressFamily, BROAD_PREFIX, isInternet, parseCidr } from './cidr.js';
import { branchesOf, elementsOf } from './elements.js';
import { namesNetwork } from './naming.js';

/** Addresses that are named and can't be known. */
export interface UnknownAddresses {
  readonly value: Value;
  /** Absent where they may be of both. */
  readonly family: AddressFamily | undefined;
  /**
   * What they can be: `any` the internet; `network` the block of a VPC or subnet; `hosts` single addresses; `service` what
   * AWS or another provider publishes of its services; `bounded` anything but (nearly) everything.
   */
  readonly extent: 'any' | 'network' | 'hosts' | 'service' | 'bounded';
  /** The VPC, the subnet or the hosts, by address; empty where it is not known which. */
  readonly of: readonly string[];
}

export interface Addresses {
  readonly cidrs: readonly string[];
  readonly unknown: readonly UnknownAddresses[];
}

export interface AddressContext {
  readonly configuration: Configuration;
  readonly links: Links;
  /** VPCs and subnets by what stands for their block: `var.cidr` is a network's where a VPC is made with it. */
  readonly blocks: ReadonlyMap<string, Resource>;
  /** The module in which the addresses are used. */
  readonly module?: string;
}

export function addressContext(configuration: Configuration, links: Links): AddressContext {
  const blocks = new Map<string, Resource>();
  for (const resource of ['aws_vpc', 'aws_subnet'].flatMap((type) => configuration.ofType(type))) {
    const value = resource.attribute('cidr_block');
    const key = value?.kind === 'unknown' ? symbolicOf(value)?.key : undefined;
    if (key !== undefined && !blocks.has(key)) blocks.set(key, resource);
  }
  return { configuration, links, blocks };
}

/** What an attribute of CIDRs holds. */
export function readCidrs(value: Value | undefined, family: AddressFamily, context: AddressContext): Addresses {
  const cidrs: string[] = [];
  const unknown: UnknownAddresses[] = [];
  for (const item of elementsOf(value)) {
    const text = knownText(item, context);
    if (text !== undefined && parseCidr(text)) cidrs.push(text);
    else unknown.push({ value: item, family, ...judge(item, family, context) });
  }
  return { cidrs, unknown };
}

/** Its own text; of a reference to the block of a VPC or subnet that is declared, what stands there. */
function knownText(item: Value, { links }: AddressContext): string | undefined {
  const text = textOf(item);
  if (text !== undefined) return text;
  const referent = links.referent(item);
  return referent?.path[0] === 'cidr_block' && isNetwork(referent.resource)
    ? textOf(referent.resource.attribute('cidr_block'))
    : undefined;
}

type Judgement = Pick<UnknownAddresses, 'extent' | 'of'>;

const ANY: Judgement = { extent: 'any', of: [] };
const BOUNDED: Judgement = { extent: 'bounded', of: [] };

function judge(item: Value, family: AddressFamily, context: AddressContext): Judgement {
  const branches = branchesOf(item);
  if (branches) return branches.every((branch) => isNarrow(branch, family, context)) ? BOUNDED : ANY;
  const found = judgeReferences(item, context);
  const prefix = prefixOf(item);
  if (prefix !== undefined && prefix > BROAD_PREFIX[family]) return found.extent === 'hosts' ? found : BOUNDED;
  if (item.kind !== 'unknown') return ANY;
  const block = context.blocks.get(symbolicOf(item)?.key ?? '');
  if (block) return { extent: 'network', of: [block.address] };
  if (found.extent !== 'any') return found;
  if (isBounded(item, family, context)) return BOUNDED;
  return namesNetwork(item, context.links) ? { extent: 'network', of: [] } : ANY;
}

function judgeReferences(item: Value, context: AddressContext): Judgement {
  if (item.kind !== 'unknown') return ANY;
  const found = referencesOf(item).map((reference) => judgeReference(reference, context));
  return found.length > 0 ? together(found) : ANY;
}

function isNarrow(branch: Value, family: AddressFamily, context: AddressContext): boolean {
  const { cidrs, unknown } = readCidrs(branch, family, context);
  const ranges = cidrs.map(parseCidr).filter((range) => range !== undefined);
  return !isInternet(ranges) && unknown.every(({ extent }) => extent !== 'any');
}

function referencesOf(item: Value): readonly Reference[] {
  return item.ref
    ? [item.ref]
    : item.kind === 'unknown' && item.dependsOn.length > 0
      ? item.dependsOn
      : referencesIn(item);
}

/** The same of all, or `bounded` where they are of several kinds and none is everything. */
function together(found: readonly Judgement[]): Judgement {
  const [first = ANY, ...others] = found;
  if (found.some(({ extent }) => extent === 'any')) return ANY;
  const same = others.every(({ extent }) => extent === first.extent);
  const known = found.every(({ of }) => of.length > 0);
  return same ? { extent: first.extent, of: known ? found.flatMap(({ of }) => of) : [] } : BOUNDED;
}

/** The length of the prefix, where the text ends with it: `"${x}/32"`, `formatlist("%s/32", x)`, `[for ip in x : "${ip}/32"]`. */
function prefixOf(item: Value): number | undefined {
  const known = item.kind === 'unknown' ? item.parts?.at(-1) : textOf(item);
  const text = typeof known === 'string' ? known : item.kind === 'unknown' ? endOf(item.origin?.expression) : undefined;
  const length = text === undefined ? undefined : /\/(\d{1,3})$/.exec(text)?.[1];
  return length === undefined ? undefined : Number(length);
}

function endOf(expression: Expression | undefined): string | undefined {
  if (expression?.kind === 'for') return endOf(expression.value);
  if (expression?.kind === 'call')
    return /^format(list)?$/.test(expression.name) ? endOf(expression.args[0]) : undefined;
  const last = expression?.kind === 'template' ? expression.parts.at(-1) : undefined;
  return last?.kind === 'text' ? last.value : undefined;
}

/** Attributes that hold one address, or a list of single ones. */
const ADDRESS_ATTRIBUTE =
  /^(?:(?:public|private|carrier|outside|inside)_)?ip(?:v4|v6)?(?:s|_address|_addresses)?$|^addrs?$/;

function judgeReference({ address, path }: Reference, { links }: AddressContext): Judgement {
  const resource = links.resourceAt(address);
  const [attribute = ''] = path;
  if (!resource) return ADDRESS_ATTRIBUTE.test(path.at(-1) ?? '') ? { extent: 'hosts', of: [] } : ANY;
  if (isNetwork(resource) && (attribute === '' || attribute.includes('cidr'))) {
    return { extent: 'network', of: [resource.address] };
  }
  if (resource.type.endsWith('_ip_ranges')) return isEverybodys(resource) ? ANY : { extent: 'service', of: [] };
  return ADDRESS_ATTRIBUTE.test(attribute) ? { extent: 'hosts', of: [resource.address] } : ANY;
}

function isNetwork({ type }: Resource): boolean {
  return /^aws_(?:default_)?(?:vpc|subnets?)$/.test(type);
}

/** Anybody can have an address of EC2. https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-work-with.html */
function isEverybodys(ranges: Resource): boolean {
  if (ranges.type !== 'aws_ip_ranges') return false;
  const services = itemsOf(ranges.attribute('services')).map((service) => textOf(service)?.toLowerCase());
  return services.length === 0 || services.some((name) => name === undefined || name === 'amazon' || name === 'ec2');
}

const WORLD: Readonly<Record<AddressFamily, string>> = { 4: '0.0.0.0/0', 6: '::/0' };
const PEERS: Readonly<Record<AddressFamily, readonly string[]>> = {
  4: ['10.0.0.0/16', '198.51.100.7/32'],
  6: ['fd00::/64', '2001:db8::1/128'],
};

/**
 * The variable has a validation that lets single networks through but not the world, nor a list that has it too.
 * https://developer.hashicorp.com/terraform/language/expressions/custom-conditions#input-variable-validation
 */
function isBounded(item: Value, family: AddressFamily, { configuration, module = '' }: AddressContext): boolean {
  const references = referencesOf(item);
  if (references.length > 0 && references.every((each) => refusesWorld(each, family, configuration))) return true;
  // What a module is given, its own variable may refuse.
  const [use] = item.origin?.via ?? [];
  const text = use?.file.text.slice(use.start, use.end) ?? '';
  return (
    /^var\.[\w-]+$/.test(text) && refusesWorld({ address: inModule(module, text), path: [] }, family, configuration)
  );
}

function refusesWorld({ address, path }: Reference, family: AddressFamily, configuration: Configuration): boolean {
  if (path.length > 0 || !/(?:^|[.:])var\.[^.]+$/.test(address)) return false;
  const accepts = (value: Value): boolean | undefined => configuration.accepts?.(address, value);
  const listOf = (...texts: readonly string[]): Value =>
    list(
      texts.map((text) => string(text)),
      STRING,
    );
  const world = WORLD[family];
  return PEERS[family].some(
    (peer) =>
      (accepts(listOf(peer)) === true &&
        [listOf(world), listOf(peer, world)].every((each) => accepts(each) === false)) ||
      (accepts(string(peer)) === true && accepts(string(world)) === false),
  );
}
