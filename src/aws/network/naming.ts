/**
 * What names say about networks that are not known.
 *
 * A subnet or a CIDR that comes from a variable, an absent module or another state is not known, but it has a name, and
 * people name networks by what they are. A name never makes anything certain. It only decides whether something that is
 * not known is worth an assumption:
 *
 * | not known | its name | taken to be |
 * | --- | --- | --- |
 * | a subnet | private | not routed from the internet, so nothing is derived; but where the workload has a public address by its own settings, name and settings disagree, and the route is assumed |
 * | a subnet | public, or none of these words | routed from the internet, as an assumption: the name is no route table |
 * | addresses | those of a VPC or subnet | that network and nobody else: never the internet, and inside of the network an assumption |
 * | addresses | a list of who is let in, or none of these words | perhaps the internet, as an assumption |
 *
 * The words are those of the VPC modules (https://registry.terraform.io/modules/terraform-aws-modules/vpc/aws/latest#outputs),
 * of AWS's own tags (https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html) and their short forms.
 */
import type { Resource } from '#model/resource.js';
import type { Reference, Value } from '#model/value.js';
import type { Links } from '../link.js';
import { referencesIn } from '#model/values/references.js';
import { entriesOf, itemsOf, textOf } from '../reading.js';
import { holedText } from '../text.js';
import { branchesOf } from './elements.js';

export type Leaning = 'private' | 'public';

const SUBNET_WORDS: Readonly<Record<Leaning, readonly string[]>> = {
  private: ['private', 'priv', 'internal', 'intra', 'isolated', 'database', 'db', 'rds', 'redshift', 'elasticache'],
  public: ['public', 'pub', 'dmz', 'external', 'internet'],
};

/** `data` is a word of much else: a tier of subnets by itself, or beside one of these. */
const DATA_TIER = /^data$|\bdata (?:subnets?|tier|layer)\b|\b(?:subnets?|tier) data\b/;

/** Words of a network that somebody owns. A VPC's own addresses are not the internet's, wherever they are from. */
const OWNED: readonly string[] = ['vpc', 'subnet'];
const INSIDE: readonly string[] = ['private', 'internal', 'intra'];

/** Words of a list of who is let in: `allowed_vpc_cidrs` may hold anybody. */
const GUESTS: readonly string[] =
  'allow allowed allowlist allowlisted whitelist whitelisted trusted permitted authorized authorised ingress inbound source access client admin'.split(
    ' ',
  );

const PREFIXES: readonly string[] = ['private', 'public', 'subnet'];

/** Words without their digits: `private_subnet_ids`, `privateSubnetIds` and `private-subnet-2` have the same first words. */
function letterWords(name: string): readonly string[] {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.split(/[^a-z]+/).filter((word) => word !== '');
}

function hasWord(name: string, wanted: readonly string[]): boolean {
  return letterWords(name).some(
    (word) =>
      wanted.includes(word) ||
      (word.endsWith('s') && wanted.includes(word.slice(0, -1))) ||
      PREFIXES.some((prefix) => wanted.includes(prefix) && word.startsWith(prefix)),
  );
}

/** A name with words of both kinds (`public_and_private`) says no more than that it may be public. */
function leaningOfName(name: string): Leaning | undefined {
  if (hasWord(name, SUBNET_WORDS.public)) return 'public';
  return hasWord(name, SUBNET_WORDS.private) || DATA_TIER.test(letterWords(name).join(' ')) ? 'private' : undefined;
}

function isNetworkName(name: string): Leaning | undefined {
  if (hasWord(name, GUESTS)) return 'public';
  if (hasWord(name, OWNED)) return 'private';
  if (hasWord(name, SUBNET_WORDS.public)) return 'public';
  return hasWord(name, INSIDE) ? 'private' : undefined;
}

/** What names say of subnets. */
export function leaningOfSubnets(value: Value, links: Links): Leaning | undefined {
  return judge(value, links, leaningOfName);
}

/** What the name of a subnet, its tags, or the filters by which it is looked up say. */
export function leaningOfSubnet(resource: Resource): Leaning | undefined {
  return first([...lookedUpBy(resource), resource.name], leaningOfName);
}

/** Whether a CIDR is by its name that of a network, and not of who is let in. */
export function namesNetwork(value: Value, links: Links): boolean {
  return judge(value, links, isNetworkName) === 'private';
}

type Judge = (name: string) => Leaning | undefined;

function first(names: readonly string[], by: Judge): Leaning | undefined {
  for (const name of names) {
    const said = by(name);
    if (said) return said;
  }
  return undefined;
}

const THROUGH = /^(?:local|var|module|data)\.[\w.[\]"*-]+$/;

/**
 * Where it comes from says most: of several things that it may come from, all have to be private. Else the locals and
 * arguments that it came through, the nearest first.
 */
function judge(value: Value, links: Links, by: Judge): Leaning | undefined {
  const references = value.ref ? [value.ref] : (branchesOf(value) ?? [value]).flatMap(referencesIn);
  const said = references.map((reference) => first([...namesIn(reference), ...lookups(reference, links)], by));
  if (said.includes('public')) return 'public';
  if (said.length > 0 && said.every((each) => each === 'private')) return 'private';
  const through = (value.origin?.via ?? []).map(({ file, start, end }) => file.text.slice(start, end));
  return first(through.filter((text) => THROUGH.test(text)).flatMap(lastNames), by);
}

/** Of `module.network.private_subnets[0]`: `private_subnets`, `network`. Words of the language say nothing. */
function lastNames(text: string): readonly string[] {
  return text
    .split(/[.[\]"*]+/)
    .filter((name) => !LANGUAGE.has(name) && !name.startsWith('aws_'))
    .toReversed();
}

const LANGUAGE: ReadonlySet<string> = new Set([
  '',
  'var',
  'local',
  'module',
  'data',
  'outputs',
  'terraform_remote_state',
]);

function namesIn({ address, path }: Reference): readonly string[] {
  return lastNames([address, ...path].join('.'));
}

function lookups({ address }: Reference, links: Links): readonly string[] {
  const resource = links.resourceAt(address);
  return resource?.mode === 'data' ? lookedUpBy(resource) : [];
}

/** Tags of other keys (`Team = "data"`) are about something else. */
const TELLING = /name|tier|type|role|network|subnet|public|private|internal/i;

/** Names and tags, of a data source those that it asks for: `Tier = "private"`, `tag:Name` = `*-private-*`. */
function lookedUpBy(resource: Resource): readonly string[] {
  const tags = [...entriesOf(resource.attribute('tags'))].map(([key, value]) => pair(key, value));
  const filters = resource.blocks('filter').flatMap((block) => {
    const key = textOf(block.attribute('name')) ?? '';
    return itemsOf(block.attribute('values')).map((value) => pair(key, value));
  });
  const name = holedText(resource.attribute('name'))?.text;
  return [...filters, ...tags, ...(name === undefined ? [] : [name])];
}

/** A tag that is switched off says the opposite. */
function pair(key: string, value: Value): string {
  if (key === 'kubernetes.io/role/elb') return 'public';
  if (!TELLING.test(key)) return '';
  const text = holedText(value)?.text ?? textOf(value) ?? '';
  if (!/^(?:false|no|0)$/i.test(text)) return `${key.replace(/^tag:/, '')} ${text}`;
  const leaning = leaningOfName(key);
  return leaning === 'public' ? 'private' : leaning === 'private' ? 'public' : '';
}
