import { labelIn, withoutLabel } from '#model/address.js';
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration } from '#model/configuration.js';
import { isAccountId } from '../arn-parts.js';
import { ACCOUNT, type Hole, literal, REGION, type SymbolicString, symbolic, symbolicOf } from '../symbolic.js';
import type { Account, Place } from './account.js';
import { idsInUse } from './evidence.js';
import { inOneAccount } from './neighbours.js';
import { AMBIENT, type Identity, identityOf, type Reading, type Region, regionOf } from './identity.js';

/** Ids by name of a provider configuration: `aws`, `dns` or `aws.dns`. */
export type GivenAccounts = ReadonlyMap<string, string>;

/**
 * The accounts and regions of a configuration. Each provider configuration acts in one account, and every resource
 * belongs to a provider configuration.
 */
export interface Accounts {
  /** That of the default provider; where no resource uses it, that of the provider which most use. */
  readonly own: Account;
  of(resource: Resource): Place;
  /** {@link ACCOUNT} and {@link REGION} in the text are those of the place. */
  within(text: SymbolicString, place: Place): SymbolicString;
  /** What a hole stands for, where it is known to be an account or a region; else itself. */
  meaning(hole: Hole): string | Hole;
  /** The text with the own account's id as {@link ACCOUNT}, where that id was inferred. */
  recognised(text: SymbolicString): SymbolicString;
  /** Whether there is a provider configuration of that name. */
  knows(name: string): boolean;
  /** The same, taking it that the own account has these ids: digits, or ids of holes. */
  inferring(ids: ReadonlySet<string>): Accounts;
}

export function accountsOf(configuration: Configuration, given: GivenAccounts = new Map()): Accounts {
  return new AccountTable(configuration, given, new Set());
}

/** The name of the default provider. */
const DEFAULT = 'aws';
const NO_PROVIDERS: ReadonlyMap<string, BodyView> = new Map();

class AccountTable implements Accounts {
  readonly own: Account;
  readonly #configuration: Configuration;
  readonly #given: GivenAccounts;
  readonly #declared: ReadonlyMap<string, BodyView>;
  readonly #inferred: ReadonlySet<string>;
  /** The provider configuration whose account is the own one. */
  readonly #home: string;
  readonly #identities = new Map<string, Identity>();
  readonly #accounts = new Map<string, Account>();
  readonly #places = new Map<string, Place>();
  readonly #located = new Map<Resource, Place>();
  readonly #regions = new Map<string, string | Hole>();
  /** What holes stand for. */
  readonly #meanings = new Map<string, string | Hole>();
  #used: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** The labels of the root modules that are seen as one. */
  readonly #labels: readonly string[];
  #together: ((group: string) => string) | undefined;

  constructor(configuration: Configuration, given: GivenAccounts, inferred: ReadonlySet<string>) {
    this.#configuration = configuration;
    this.#declared = configuration.providers ?? NO_PROVIDERS;
    this.#labels = configuration.roots ? [...configuration.roots.keys()] : [''];
    this.#given = new Map([...given].flatMap(([name, id]) => this.#namesOf(name).map((each) => [each, id] as const)));
    this.#inferred = inferred;
    const uses = usesOf(configuration);
    this.#home = homeOf(uses);
    this.own = this.#place(this.#home).account;
    // All at once, since holes get their meaning from them.
    for (const name of [...this.#declared.keys(), ...uses.keys()]) this.#place(name);
    for (const id of inferred) if (!isAccountId(id)) this.#meanings.set(id, this.own.piece);
  }

  of(resource: Resource): Place {
    const known = this.#located.get(resource);
    if (known) return known;
    const place = this.#place(resource.provider);
    const region = regionOfResource(resource);
    const found = region === undefined ? place : { ...place, region };
    this.#located.set(resource, found);
    return found;
  }

  within(text: SymbolicString, { account, region }: Place): SymbolicString {
    if ((account.piece === ACCOUNT && region === REGION) || !text.parts.some(isLocal)) return text;
    return symbolic(
      ...text.parts.map((part) =>
        typeof part === 'string'
          ? part
          : part.id === ACCOUNT.id
            ? account.piece
            : part.id === REGION.id
              ? region
              : part,
      ),
    );
  }

  meaning(hole: Hole): string | Hole {
    const { ref } = hole;
    if (ref && (hole.id === ACCOUNT.id || hole.id === REGION.id)) {
      const source = this.#configuration.resource(ref.address);
      if (!source) return hole;
      const place = this.of(source);
      return hole.id === ACCOUNT.id ? place.account.piece : place.region;
    }
    return this.#meanings.get(hole.id) ?? hole;
  }

  recognised(text: SymbolicString): SymbolicString {
    if (this.#inferred.size === 0) return text;
    return symbolic(...text.parts.flatMap((part) => (typeof part === 'string' ? [...this.#recognise(part)] : [part])));
  }

  /** An id counts as such by itself and as a part of an ARN. */
  *#recognise(text: string): Iterable<string | Hole> {
    if (this.#inferred.has(text)) return void (yield ACCOUNT);
    for (const piece of text.split(/(?<=:)(\d{12})(?=:)/)) yield this.#inferred.has(piece) ? ACCOUNT : piece;
  }

  knows(name: string): boolean {
    const wanted = this.#namesOf(name);
    if (wanted.some((each) => isDefault(each) || this.#declared.has(each))) return true;
    return this.#configuration.resources.some(({ provider }) => wanted.includes(provider));
  }

  inferring(ids: ReadonlySet<string>): Accounts {
    return new AccountTable(this.#configuration, this.#given, ids);
  }

  /**
   * What is given without a dot is an alias of the default provider, unless a provider has that name. Without the label of a
   * root module, it is meant of each.
   */
  #namesOf(given: string): readonly string[] {
    const name = withoutLabel(given);
    const labels = this.#labels.includes(labelIn(given)) ? [labelIn(given)] : this.#labels;
    return labels.map((label) => {
      if (name === 'default') return label + DEFAULT;
      const isName = name === DEFAULT || name.includes('.') || this.#declared.has(label + name);
      return isName ? label + name : `${label}${DEFAULT}.${name}`;
    });
  }

  #place(provider: string): Place {
    const known = this.#places.get(provider);
    if (known) return known;
    const name = this.#nameFor(provider);
    const place = { account: this.#accountOf(name), region: this.#regionOf(name) };
    this.#places.set(provider, place);
    return place;
  }

  /** One without a configuration and without an alias takes what the environment has, as the default provider does. */
  #nameFor(provider: string): string {
    const isOwn = this.#declared.has(provider) || withoutLabel(provider).includes('.');
    return isOwn ? provider : labelIn(provider) + DEFAULT;
  }

  #accountOf(name: string): Account {
    const group = this.#groupOf(name);
    const id = this.#idOf(name);
    const isOwn = this.#isHome(name, id);
    const key = isOwn ? 'own' : id === undefined ? group : `account ${id}`;
    const known = this.#accounts.get(key);
    if (known) return known;
    const provider = isOwn ? this.#home : (this.#members(group).find((each) => this.#idOf(each) === id) ?? name);
    const label = labelOf(provider);
    const piece = id ?? (isOwn ? ACCOUNT : { id: `<account:${label}>` });
    const origin = this.#declared.get(provider)?.origin;
    const account: Account = { key, label, own: isOwn, id, piece, provider, origin };
    this.#accounts.set(key, account);
    this.#note(group, piece);
    return account;
  }

  #isHome(name: string, id: string | undefined): boolean {
    const home = this.#idOf(this.#home);
    if (id !== undefined && home !== undefined) return id === home;
    const [one, other] = [this.#identity(name), this.#identity(this.#home)];
    if (this.#groupOf(name) === this.#groupOf(this.#home)) return true;
    return one.hole !== undefined && one.hole === other.hole;
  }

  /**
   * Whatever credentials are at hand when a root module is applied: of another root module they may be others.
   * Until resources show that they act in one account (neighbours.ts), nothing says that they do.
   */
  #ambient(name: string): string {
    const label = labelIn(name);
    return label === '' ? AMBIENT : `${AMBIENT} of ${label}`;
  }

  #groupOf(name: string): string {
    const { group } = this.#identity(name);
    this.#together ??= this.#groupsTogether();
    return this.#together(group);
  }

  #groupsTogether(): (group: string) => string {
    if (!this.#configuration.roots) return (group) => group;
    // Until they are known, each is one of its own.
    this.#together = (group) => group;
    return inOneAccount(this.#configuration, (provider) => this.#identity(this.#nameFor(provider)));
  }

  #identity(name: string): Identity {
    const known = this.#identities.get(name);
    if (known) return known;
    // Until it is known: an account that is like no other, should the way come back to it.
    this.#identities.set(name, { group: `provider ${name}` });
    const body = this.#declared.get(name);
    const identity = body
      ? identityOf(body, this.#reading(name))
      : { group: isDefault(name) ? this.#ambient(name) : `provider ${name}` };
    this.#identities.set(name, identity);
    return identity;
  }

  #reading(name: string): Reading {
    const callerOf = (hole: Hole): Identity | undefined => {
      const source = hole.id === ACCOUNT.id && hole.ref ? this.#configuration.resource(hole.ref.address) : undefined;
      return source && this.#identity(source.provider);
    };
    return { name, module: moduleOf(name), ambient: this.#ambient(name), callerOf };
  }

  /**
   * What was given counts first, then what a provider configuration says, then what resources show; its own before that of
   * others of its group.
   */
  #idOf(name: string): string | undefined {
    const group = this.#groupOf(name);
    const members = [name, ...this.#members(group)];
    const said = [(each: string) => this.#given.get(each), (each: string) => this.#identity(each).id]
      .flatMap((source) => members.map(source))
      .find((id) => id !== undefined);
    if (said !== undefined) return said;
    const shown = [...this.#inUse(name)].some(isAccountId) ? [name] : members;
    const [only, another] = new Set(shown.flatMap((each) => [...this.#inUse(each)].filter(isAccountId)));
    return another === undefined ? only : undefined;
  }

  #members(group: string): readonly string[] {
    const defaults = this.#labels.map((label) => label + DEFAULT);
    const names = new Set([...defaults, ...this.#declared.keys(), ...this.#identities.keys()]);
    return [...names].filter((name) => this.#groupOf(name) === group);
  }

  #inUse(name: string): ReadonlySet<string> {
    this.#used ??= idsInUse(this.#configuration);
    return this.#used.get(name) ?? new Set();
  }

  /** Holes that are the id of the account mean it wherever they stand. */
  #note(group: string, piece: string | Hole): void {
    for (const name of this.#members(group)) {
      const { hole } = this.#identity(name);
      const holes = [...(hole === undefined ? [] : [hole]), ...this.#inUse(name)].filter(isForeign);
      for (const each of holes) if (!this.#meanings.has(each)) this.#meanings.set(each, piece);
    }
  }

  #regionOf(name: string): string | Hole {
    const region = this.#region(name);
    const key = this.#regionKey(name);
    const known = this.#regions.get(key);
    if (known) return known;
    const atHome = key === this.#regionKey(this.#home);
    const piece = region?.name ?? (atHome ? REGION : { id: `<region:${labelOf(name)}>` });
    this.#regions.set(key, piece);
    if (region?.hole !== undefined) this.#meanings.set(region.hole, piece);
    return piece;
  }

  /** Those that say nothing are where the environment is; of one that is not declared nobody knows. */
  #regionKey(name: string): string {
    const isUndeclared = !isDefault(name) && !this.#declared.has(name);
    if (isUndeclared) return `provider ${name}`;
    return this.#region(name)?.key ?? (labelIn(name) === '' ? '' : this.#groupOf(labelIn(name) + DEFAULT));
  }

  #region(name: string): Region | undefined {
    const body = this.#declared.get(name);
    return body && regionOf(body, this.#reading(name));
  }
}

function isDefault(provider: string): boolean {
  return withoutLabel(provider) === DEFAULT;
}

/** How many resources each provider has. */
function usesOf({ resources }: Configuration): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { mode, type, provider } of resources) {
    if (mode === 'managed' && type.startsWith('aws_')) uses.set(provider, (uses.get(provider) ?? 0) + 1);
  }
  return uses;
}

function homeOf(uses: ReadonlyMap<string, number>): string {
  if (uses.size === 0 || uses.has(DEFAULT)) return DEFAULT;
  const most = Math.max(...uses.values());
  return [...uses].find(([, count]) => count === most)?.[0] ?? DEFAULT;
}

function isLocal(part: string | Hole): boolean {
  return typeof part !== 'string' && (part.id === ACCOUNT.id || part.id === REGION.id);
}

/** A hole that does not yet stand for an account. */
function isForeign(id: string): boolean {
  return !isAccountId(id) && !id.startsWith('<');
}

function labelOf(provider: string): string {
  return provider.startsWith(`${DEFAULT}.`) ? provider.slice(DEFAULT.length + 1) : provider;
}

/** `live/app:module.a["k"].` of `live/app:module.a["k"].aws.dns`. */
function moduleOf(provider: string): string {
  const label = labelIn(provider);
  return label + (/^(?:module\.[\w-]+(?:\[(?:"[^"]*"|\d+)\])?\.)*/.exec(withoutLabel(provider))?.[0] ?? '');
}

/**
 * The region that a resource names itself, as it may from version 6 of the provider on. One that is replicated is in several.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
 */
function regionOfResource(resource: Resource): string | Hole | undefined {
  if (isReplicated(resource)) return REGION;
  const text = symbolicOf(resource.attribute('region'));
  if (!text) return undefined;
  return literal(text) ?? { id: `<region:${resource.address}>` };
}

function isReplicated(resource: Resource): boolean {
  if (resource.mode === 'data' || !REPLICATED.has(resource.type)) return false;
  const multi = resource.attribute('multi_region');
  return resource.blocks('replica').length > 0 || (multi !== undefined && !(multi.kind === 'bool' && !multi.value));
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html and the like of each. */
const REPLICATED: ReadonlySet<string> = new Set([
  'aws_dynamodb_table',
  'aws_secretsmanager_secret',
  'aws_kms_key',
  'aws_kms_external_key',
]);
