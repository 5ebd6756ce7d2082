import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { type Accounts, accountsOf } from './accounts/accounts.js';
import { derived } from './derived.js';
import { namedIn, RESOURCE_TYPES } from './services/facts.js';
import {
  ACCOUNT,
  hasNameless,
  type Hole,
  holeFor,
  isNameless,
  PARTITION,
  REGION,
  type SymbolicString,
  symbolic,
  symbolicOf,
} from './symbolic.js';

/**
 * ARNs of resources, as far as the configuration tells them. What AWS decides only when the resource exists (a generated
 * id, the account) is a hole, so that the ARN of a resource and a reference to it in a policy are the same string.
 */
export interface Arns {
  readonly accounts: Accounts;
  /** The ARN of a resource; `undefined` for types that have none, or whose form isn't known here. */
  arnOf(resource: Resource): SymbolicString | undefined;
  /** The same string with every hole that stands for something known replaced by it. Equal things get equal keys. */
  canonical(text: SymbolicString): SymbolicString;
}

interface Known {
  readonly resolve: (address: string) => Resource | undefined;
  readonly accounts: Accounts;
  readonly recompute: Configuration['recompute'];
}

/** Bounds chains of references; a configuration in which they are cyclic is refused by Terraform. */
const MAX_DEPTH = 16;

export function arnsOf(configuration: Configuration, accounts: Accounts = accountsOf(configuration)): Arns {
  const known: Known = {
    resolve: (address) => configuration.resource(address),
    accounts,
    recompute: (name, args) => configuration.recompute(name, args),
  };
  const arns = new Map<Resource, SymbolicString | undefined>();
  return {
    accounts,
    arnOf(resource) {
      if (!arns.has(resource)) arns.set(resource, buildArn(resource, known, 0));
      return arns.get(resource);
    },
    canonical: (text) => accounts.recognised(fill(text, known, 0)),
  };
}

/** The text with the holes that the configuration can fill filled: `aws_iam_role.x.arn` becomes the ARN of the role. */
function fill(text: SymbolicString, known: Known, depth: number): SymbolicString {
  if (depth > MAX_DEPTH || text.parts.every((part) => typeof part === 'string' || !isOpen(part))) return text;
  return symbolic(...text.parts.map((part) => (typeof part === 'string' ? part : fillHole(part, known, depth))));
}

function isOpen({ ref, oneOf, made }: Hole): boolean {
  return ref !== undefined || oneOf !== undefined || made !== undefined;
}

function fillHole(hole: Hole, known: Known, depth: number): string | Hole | SymbolicString {
  const meant = known.accounts.meaning(hole);
  if (meant !== hole) return meant;
  if (hole.oneOf) return fillChoice(hole, hole.oneOf, (text) => fill(text, known, depth + 1));
  if (hole.made) {
    const arnAt = (address: string) => {
      const resource = known.resolve(address);
      return resource && buildArn(resource, known, depth + 1);
    };
    const { recompute } = known;
    return derived(hole, hole.made, { fill: (text) => fill(text, known, depth + 1), arnAt, recompute });
  }
  return fillReference(hole, known, depth);
}

/** Where all that it may be turns out to be the same, it is that. */
function fillChoice(
  hole: Hole,
  oneOf: NonNullable<Hole['oneOf']>,
  fillText: (text: SymbolicString) => SymbolicString,
): Hole | SymbolicString {
  const texts = new Map(
    oneOf.map((text) => {
      const filled = text && fillText(text);
      return [filled?.key ?? '', filled] as const;
    }),
  );
  const [first, ...more] = texts.values();
  return first && more.length === 0 ? first : { ...hole, oneOf: [...texts.values()] };
}

function fillReference(hole: Hole, known: Known, depth: number): Hole | SymbolicString {
  const [attribute] = hole.ref?.path ?? [];
  if (!hole.ref || attribute === undefined || hole.ref.path.length !== 1) return hole;
  const resource = known.resolve(hole.ref.address);
  if (!resource) return hole;
  // Many an `id` is another attribute under a second name: that of a role is its name, that of a policy its ARN.
  const meant = attribute === 'id' ? (RESOURCE_TYPES.get(resource.type)?.id ?? 'id') : attribute;
  if (meant.endsWith('arn')) return fillArn(resource, meant, known, depth) ?? hole;
  const value = configured(resource, meant);
  // An attribute that is configured as itself (unknown, with its own reference) says no more than the hole.
  if (value && value.key !== symbolic(hole).key) return fill(value, known, depth + 1);
  return meant === attribute ? hole : holeFor(resource.address, meant);
}

/** The ARN that an attribute holds: the resource's own, that of something inside of it, of another resource, or one that is given. */
function fillArn(resource: Resource, attribute: string, known: Known, depth: number): SymbolicString | undefined {
  const foreign = namedIn(RESOURCE_TYPES.get(resource.type)?.foreign, attribute);
  if (foreign) return arnOfReferent(resource.attribute(foreign), known, depth + 1);
  const own = (): SymbolicString | undefined => buildArn(resource, known, depth + 1);
  if (attribute === 'arn') return own();
  const inner = namedIn(RESOURCE_TYPES.get(resource.type)?.inner, attribute);
  const arn = inner && own();
  if (inner && arn) return symbolic(arn, inner, { id: `${resource.address}.${attribute}`, generated: NO_SEPARATORS });
  const value = configured(resource, attribute);
  return value && value.key !== symbolic(holeFor(resource.address, attribute)).key
    ? fill(value, known, depth + 1)
    : undefined;
}

function arnOfReferent(value: Value | undefined, known: Known, depth: number): SymbolicString | undefined {
  const resource = value?.ref && known.resolve(value.ref.address);
  return resource && buildArn(resource, known, depth);
}

function buildArn(resource: Resource, known: Known, depth: number): SymbolicString | undefined {
  // A data source that is looked up by ARN says it outright.
  const given = resource.mode === 'data' ? symbolicOf(resource.attribute('arn')) : undefined;
  if (given) return fill(given, known, depth);
  const rest = resource.type === 'aws_ecs_service' ? ecsService(resource, known, depth) : fromTemplate(resource);
  if (!rest) return undefined;
  const { accounts } = known;
  return fill(accounts.within(symbolic('arn:', PARTITION, ':', rest), accounts.of(resource)), known, depth);
}

/** Its cluster is named, or told by its ARN. */
function ecsService(resource: Resource, known: Known, depth: number): SymbolicString {
  const cluster = fill(configured(resource, 'cluster') ?? symbolic('default'), known, depth + 1);
  return symbolic('ecs:', REGION, ':', ACCOUNT, ':service/', afterLast(cluster, ':cluster/'), '/', nameOf(resource));
}

function nameOf(resource: Resource): SymbolicString {
  return configured(resource, 'name') ?? symbolic(holeFor(resource.address, 'name'));
}

function withoutSlash(text: SymbolicString): SymbolicString {
  const [first, ...rest] = text.parts;
  return typeof first === 'string' && first.startsWith('/') ? symbolic(first.slice(1), ...rest) : text;
}

/** What follows the marker, where it stands in one of the known pieces; else all of it. */
function afterLast(text: SymbolicString, marker: string): SymbolicString {
  const at = text.parts.findLastIndex((part) => typeof part === 'string' && part.includes(marker));
  const part = text.parts[at];
  if (typeof part !== 'string') return text;
  return symbolic(part.slice(part.lastIndexOf(marker) + marker.length), ...text.parts.slice(at + 1));
}

const ABBREVIATIONS: ReadonlyMap<string, Hole> = new Map([
  ['A', ACCOUNT],
  ['R', REGION],
]);

function fromTemplate(resource: Resource): SymbolicString | undefined {
  const template = RESOURCE_TYPES.get(resource.type)?.arn;
  if (template === undefined) return undefined;
  const pieces = template.split(/(\{[^}]*\})/).map((piece) => {
    if (!piece.startsWith('{')) return piece;
    const [named = '', fallback] = piece.slice(1, -1).split('|');
    const abbreviated = ABBREVIATIONS.get(named);
    if (abbreviated) return abbreviated;
    const attribute = named.replace(/^\//, '');
    const value = configured(resource, attribute) ?? fallback ?? holeFor(resource.address, attribute);
    return named === attribute ? value : symbolic('/', withoutSlash(symbolic(value)));
  });
  return symbolic(...pieces);
}

function configured(resource: Resource, attribute: string): SymbolicString | undefined {
  const value = symbolicOf(resource.attribute(attribute)) ?? generated(resource, attribute);
  if (value) return named(value, resource, attribute);
  if (resource.mode !== 'data') return undefined;
  const lookup = namedIn(RESOURCE_TYPES.get(resource.type)?.lookups, attribute);
  return lookup === undefined ? undefined : symbolicOf(resource.attribute(lookup));
}

/** Pieces without an identity of their own are pieces of this attribute. */
function named(text: SymbolicString, { address }: Resource, attribute: string): SymbolicString {
  if (!hasNameless(text)) return text;
  return symbolic(
    ...text.parts.map((part, at) =>
      typeof part === 'string' || !isNameless(part) ? part : { id: `${address}.${attribute}~${at}` },
    ),
  );
}

const NO_SEPARATORS = /[^:/]/;
/** https://github.com/hashicorp/terraform-plugin-sdk/blob/v2.36.1/helper/id/id.go */
const UNIQUE_ID = /[0-9a-f]/;

/** A name that the provider makes up begins as it is told to (`name_prefix`), or as it always does. */
function generated(resource: Resource, attribute: string): SymbolicString | undefined {
  if (resource.mode !== 'managed') return undefined;
  const prefix = symbolicOf(resource.attribute(`${attribute}_prefix`));
  if (!prefix && RESOURCE_TYPES.get(resource.type)?.generated !== attribute) return undefined;
  return symbolic(prefix ?? 'terraform-', { id: `${resource.address}.${attribute}`, generated: UNIQUE_ID });
}
