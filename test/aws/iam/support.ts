import { callWithoutFiles } from '#terraform/functions/without-files.js';
import { buildIam } from '#aws/iam/build.js';
import { arnsOf } from '#aws/arn.js';
import type { Iam } from '#aws/iam/decision.js';
import { display, type SymbolicString, symbolic } from '#aws/symbolic.js';
import { parseResourceAddress } from '#model/address.js';
import type { Configuration } from '#model/configuration.js';
import type { NestedBlock, Resource } from '#model/resource.js';
import { DYNAMIC, STRING } from '#model/type.js';
import { HOLE, type TextFile, type UnknownValue, type Value } from '#model/value.js';
import { bool, number, object, string, tuple, unknown } from '#model/values/make.js';

/** A resource attribute as another resource sees it before apply. */
export function ref(address: string, attribute: string): UnknownValue {
  return unknown(STRING, { dependsOn: [], notNull: true, ref: { address, path: [attribute] } });
}

/** A variable without a value. */
export function variable(name: string): UnknownValue {
  return unknown(STRING, { dependsOn: [{ address: `var.${name}`, path: [] }] });
}

/** A template: strings and unknowns in order. */
export function template(...parts: (string | UnknownValue)[]): UnknownValue {
  return unknown(STRING, {
    parts,
    dependsOn: parts.flatMap((part) => (typeof part === 'string' ? [] : part.ref ? [part.ref] : part.dependsOn)),
  });
}

export type Plain = string | number | boolean | readonly Plain[] | Value | { readonly [key: string]: Plain };

function isValue(plain: object): plain is Value {
  return (
    'kind' in plain &&
    typeof plain.kind === 'string' &&
    ['string', 'unknown', 'object', 'tuple', 'null'].includes(plain.kind)
  );
}

export function value(plain: Plain): Value {
  if (typeof plain === 'string') return string(plain);
  if (typeof plain === 'number') return number(plain);
  if (typeof plain === 'boolean') return bool(plain);
  if (Array.isArray(plain)) return tuple(plain.map((each: Plain) => value(each)));
  if (isValue(plain)) return plain;
  return object(Object.entries(plain as Record<string, Plain>).map(([key, each]) => [key, value(each)] as const));
}

/** `jsonencode(...)`: a string that still knows what it encodes. */
export function encoded(plain: Plain): Value {
  const inner = value(plain);
  return unknown(STRING, { dependsOn: [], encodes: inner });
}

/** JSON text as a heredoc in a file would give it, with unknown pieces. */
export function text(source: string, ...holes: UnknownValue[]): Value {
  const file: TextFile = { path: 'policy.json', text: source };
  const segments = [{ at: 0, length: source.length, file, start: 0, end: source.length }];
  const origin = { file, start: 0, end: source.length, kind: 'expression' } as const;
  if (holes.length === 0) return string(source, { segments, origin });
  const parts = source.split(HOLE).flatMap((piece, index) => (index === 0 ? [piece] : [holes[index - 1]!, piece]));
  return unknown(STRING, { parts, segments, origin, dependsOn: [] });
}

/** `count = MAYBE`: whether the resource exists is not known. */
export const MAYBE = variable('count');

type Attributes = Readonly<Record<string, Plain | Blocks>>;
class Blocks {
  readonly bodies: readonly Attributes[];
  constructor(bodies: readonly Attributes[]) {
    this.bodies = bodies;
  }
}
export const blocks = (...bodies: Attributes[]) => new Blocks(bodies);

function resourceOf(address: string, attributes: Attributes): Resource {
  const parsed = parseResourceAddress(address);
  if (!parsed) throw new Error(`not an address: ${address}`);
  return {
    address,
    ...parsed,
    maybe: attributes['count'] === MAYBE,
    provider: 'aws',
    readOnly: false,
    shared: false,
    read: () => unknown(DYNAMIC),
    ...bodyOf(attributes),
  };
}

function bodyOf(attributes: Attributes) {
  return {
    attribute: (name: string) => {
      const plain = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      return plain === undefined || plain instanceof Blocks ? undefined : value(plain);
    },
    blocks: (name: string): readonly NestedBlock[] => {
      const found = attributes[name];
      return found instanceof Blocks ? found.bodies.map((body) => ({ type: name, maybe: false, ...bodyOf(body) })) : [];
    },
    names: () => Object.keys(attributes),
  };
}

export function configurationOf(resources: Readonly<Record<string, Attributes>>): Configuration {
  const all = Object.entries(resources).map(([address, attributes]) => resourceOf(address, attributes));
  return {
    rootModule: '.',
    resources: all,
    resource: (address) => all.find((each) => each.address === address),
    ofType: (type) => all.filter((each) => each.type === type),
    files: new Map(),
    diagnostics: [],
    evaluateAll: () => {},
    recompute: callWithoutFiles,
    outputs: new Map(),
    secrets: new Set(),
    sight: {
      absentModules: [],
      summarisedModules: [],
      unsetVariables: [],
      undeclaredValues: [],
      variables: [],
      workspace: { name: undefined, used: false, mentioned: new Set() },
    },
  };
}

export interface World {
  readonly configuration: Configuration;
  readonly iam: Iam;
  arn(address: string): SymbolicString;
}

export function world(resources: Readonly<Record<string, Attributes>>): World {
  const configuration = configurationOf(resources);
  const arns = arnsOf(configuration);
  return {
    configuration,
    iam: buildIam(configuration, arns),
    arn(address) {
      const resource = configuration.resource(address);
      const arn = resource && arns.arnOf(resource);
      if (!arn) throw new Error(`no ARN: ${address}`);
      return arn;
    },
  };
}

export interface Asked {
  readonly action: string;
  /** An ARN, or the address of a resource. */
  readonly on?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** What allows a request of `aws_iam_role.r`, one line for each grant. */
export function grantsFor({ configuration, iam }: World, asked: Asked, principal = 'aws_iam_role.r'): string[] {
  const by = iam.principal(principal);
  if (!by) throw new Error(`no principal ${principal}`);
  const resource = asked.on === undefined ? undefined : configuration.resource(asked.on);
  const arn = asked.on === undefined || resource ? undefined : symbolic(asked.on);
  const grants = iam.grants({
    principal: by,
    action: asked.action,
    target: {
      arn,
      ...(resource ? { resource } : {}),
      ...(asked.tags ? { tags: new Map(Object.entries(asked.tags).map(([key, text]) => [key, symbolic(text)])) } : {}),
    },
    context: new Map(
      Object.entries(asked.context ?? {}).map(([key, texts]) => [key, texts.map((each) => symbolic(each))]),
    ),
  });
  return grants.map((grant) => {
    const tags = grant.tagConditions.map((tag) => ` if tag ${tag.tagKey}=${tag.value ? display(tag.value) : '?'}`);
    const held = grant.satisfiedTags.map((tag) => ` as tag ${tag.tagKey}=${tag.value ? display(tag.value) : '?'}`);
    const open = grant.undecided.map((clause) => ` unless ${clause.key}`);
    const named = grant.narrowness === 'name' ? ' named' : '';
    return `${grant.statement.sid ?? grant.statement.index} ${grant.premise.certainty}${named}${tags.join('')}${held.join('')}${open.join('')}`;
  });
}

export type Statements = readonly { readonly [key: string]: Plain }[];

/** A world with one role `r` that has these statements. */
export function roleWith(
  statements: Statements,
  others: Readonly<Record<string, Attributes>> = {},
  role: Attributes = {},
): World {
  return world({
    'aws_iam_role.r': { name: 'r', ...role },
    'aws_iam_role_policy.p': {
      role: ref('aws_iam_role.r', 'name'),
      policy: encoded({ Version: '2012-10-17', Statement: statements }),
    },
    ...others,
  });
}
