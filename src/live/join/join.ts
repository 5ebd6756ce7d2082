/**
 * Which resource of the source is which of the account: by the state that Terraform keeps, by import blocks, by names, and by
 * what else tells them apart where just one fits. What fits several is said to, and joined with none.
 */
import { withoutKeys } from '#model/address.js';
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { textOf } from '#aws/reading.js';
import { valueAt } from './evidence-path.js';
import { liveType, NAMING, NEWEST, PARTS, TELLING } from './identity.js';
import { sameness, type Resolve } from './same.js';
import { standsFor } from './wholes.js';

export type JoinedBy = 'state' | 'import' | 'name' | 'evidence';

export interface Pair {
  /** The address in Terraform: of the source, or, with a state, of an instance that the source does not spell out. */
  readonly address: string;
  /** Absent where Terraform manages it and no source that is here says so. */
  readonly source: Resource | undefined;
  readonly live: Resource;
  readonly by: JoinedBy;
}

export interface Ambiguity {
  readonly source: Resource;
  readonly candidates: readonly Resource[];
}

export interface Join {
  readonly pairs: readonly Pair[];
  readonly ambiguous: readonly Ambiguity[];
  /** Older revisions of what is joined: of the account's resource, the address. */
  readonly older: ReadonlyMap<Resource, string>;
  /** What a resource of the source says of the account besides itself: of the account's resource, the address. */
  readonly within: ReadonlyMap<Resource, string>;
  /** The value in the account of what the source refers to. */
  readonly resolve: Resolve;
  ofSource(address: string): Pair | undefined;
  ofLive(live: Resource): Pair | undefined;
}

/** What Terraform's state says of one instance. */
export interface StateInstance {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface JoinInput {
  readonly source: Configuration;
  readonly account: Configuration;
  readonly state?: readonly StateInstance[];
  /** Import ids by address. */
  readonly imports?: ReadonlyMap<string, string>;
}

export function joinAccount(input: JoinInput): Join {
  return new Joiner(input).join();
}

const MAX_ROUNDS = 12;

class Joiner {
  readonly #input: JoinInput;
  readonly #bySource = new Map<string, Pair>();
  readonly #byLive = new Map<Resource, Pair>();
  readonly #older = new Map<Resource, string>();
  readonly #within = new Map<Resource, string>();
  readonly #byType = new Map<string, Resource[]>();
  /** By type and attribute, the resources by the last piece of its text. */
  readonly #names = new Map<string, ReadonlyMap<string, readonly Resource[]>>();
  readonly #ambiguous = new Map<string, Ambiguity>();

  constructor(input: JoinInput) {
    this.#input = input;
    for (const resource of input.account.resources) {
      const group = this.#byType.get(resource.type);
      if (group) group.push(resource);
      else this.#byType.set(resource.type, [resource]);
    }
  }

  join(): Join {
    this.#byState();
    this.#byImports();
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const before = this.#byLive.size;
      this.#byNames();
      if (this.#byLive.size === before) this.#byEvidence();
      if (this.#byLive.size === before) break;
    }
    this.#noteWholes();
    return {
      pairs: [...this.#byLive.values()],
      ambiguous: [...this.#ambiguous.values()].filter(({ source }) => !this.#bySource.has(source.address)),
      older: this.#older,
      within: this.#within,
      resolve: this.#resolve,
      ofSource: (address) => this.#bySource.get(address),
      ofLive: (live) => this.#byLive.get(live),
    };
  }

  readonly #resolve: Resolve = ({ address, path: [name, ...deeper] }) => {
    const live = this.#bySource.get(address)?.live;
    return live && name !== undefined && deeper.length === 0 ? live.attribute(name) : undefined;
  };

  #note(pair: Pair): void {
    if (this.#byLive.has(pair.live) || this.#bySource.has(pair.address)) return;
    this.#byLive.set(pair.live, pair);
    this.#bySource.set(pair.address, pair);
    // The one instance that stands for all of an unknown key.
    const written = pair.source?.address;
    if (written !== undefined && !this.#bySource.has(written)) this.#bySource.set(written, pair);
  }

  #byState(): void {
    const blocks = new Map<string, Resource>();
    for (const each of this.#input.source.resources) {
      const block = withoutKeys(each.address);
      if (!blocks.has(block)) blocks.set(block, each);
    }
    for (const instance of this.#input.state ?? []) {
      const found = this.#live(instance.type).filter((live) => isOf(instance, live));
      const live = newestOf(instance.type, found);
      const source = this.#input.source.resource(instance.address) ?? blocks.get(withoutKeys(instance.address));
      if (live) this.#note({ address: instance.address, source, live, by: 'state' });
    }
  }

  #byImports(): void {
    for (const [address, id] of this.#input.imports ?? []) {
      const source = this.#input.source.resource(address);
      const found = source ? this.#live(source.type).filter((live) => isNamedBy(live, id)) : [];
      if (source && found.length === 1 && found[0]) this.#note({ address, source, live: found[0], by: 'import' });
    }
  }

  #byNames(): void {
    for (const source of this.#open()) {
      const names = NAMING.get(liveType(source.type));
      if (!names) continue;
      const found = this.#called(source, names[0] ?? '').filter((live) =>
        names.every((name) => this.#compared(source, live, name) === 'same'),
      );
      this.#settle(source, found, 'name');
    }
  }

  /** Those that a known name may mean; all, where it is not known. */
  #called(source: Resource, name: string): readonly Resource[] {
    const said = valueAt(source, name);
    const text = typeof said === 'string' ? undefined : textOf(said.value);
    if (text === undefined) return this.#live(source.type);
    const type = liveType(source.type);
    const key = `${type} ${name}`;
    let index = this.#names.get(key);
    if (!index) this.#names.set(key, (index = namedBy(this.#byType.get(type) ?? [], name)));
    return (index.get(lastPiece(text)) ?? []).filter((each) => !this.#byLive.has(each));
  }

  /** One fits, and no other resource of the source fits the same. */
  #byEvidence(): void {
    const open = this.#open();
    const candidates = new Map(open.map((source) => [source, this.#fitting(source)]));
    for (const [source, found] of candidates) {
      const rivals = open.filter(
        (other) => other !== source && found.some((each) => candidates.get(other)?.includes(each)),
      );
      if (rivals.length === 0) this.#settle(source, found, 'evidence');
      else if (found.length > 0) this.#ambiguous.set(source.address, { source, candidates: found });
    }
  }

  #fitting(source: Resource): readonly Resource[] {
    const type = liveType(source.type);
    const names = [...(TELLING.get(type) ?? []), ...(NAMING.get(type) ?? [])];
    return this.#live(source.type).filter((live) => {
      const judged = names.map((name) => this.#compared(source, live, name));
      return !judged.includes('different') && judged.includes('same') && fitsPrefixes(source, live, names);
    });
  }

  #settle(source: Resource, found: readonly Resource[], by: JoinedBy): void {
    const live = newestOf(liveType(source.type), found);
    if (live) {
      this.#note({ address: source.address, source, live, by });
      for (const other of found) if (other !== live) this.#older.set(other, source.address);
    } else if (found.length > 1) {
      this.#ambiguous.set(source.address, { source, candidates: found });
    }
  }

  #noteWholes(): void {
    const account = { ofType: (type: string) => this.#live(type), resolve: this.#resolve };
    for (const source of this.#input.source.resources) {
      if (source.mode !== 'managed') continue;
      for (const live of standsFor(source, account)) this.#within.set(live, source.address);
    }
  }

  /** What the source does not say tells nothing. */
  #compared(source: Resource, live: Resource, path: string): 'same' | 'different' | 'unknown' {
    const said = valueAt(source, path);
    if (typeof said === 'string') return 'unknown';
    const has = valueAt(live, path);
    const judged = sameness(said.value, typeof has === 'string' ? undefined : has.value, this.#resolve);
    return judged === 'different' && typeof has !== 'string' && this.#meansSame(said.value, has.value)
      ? 'same'
      : judged;
  }

  /** A name where the account has the ARN of it, or the other way round. */
  #meansSame(said: Value, has: Value): boolean {
    const reference =
      said.ref ?? (said.kind === 'unknown' && said.dependsOn.length === 1 ? said.dependsOn[0] : undefined);
    const meant = reference ? this.#bySource.get(reference.address)?.live : undefined;
    const texts = meant ? ['id', 'arn', 'name'].map((name) => textOf(meant.attribute(name))) : [textOf(said)];
    const text = textOf(has);
    return (
      text !== undefined &&
      texts.some((each) => each !== undefined && (each === text || endsIn(text, each) || endsIn(each, text)))
    );
  }

  #live(type: string): readonly Resource[] {
    return (this.#byType.get(liveType(type)) ?? []).filter((each) => !this.#byLive.has(each));
  }

  #open(): readonly Resource[] {
    return this.#input.source.resources.filter(
      ({ mode, type, address }) => mode === 'managed' && !PARTS.has(type) && !this.#bySource.has(address),
    );
  }
}

function namedBy(resources: readonly Resource[], name: string): ReadonlyMap<string, readonly Resource[]> {
  const index = new Map<string, Resource[]>();
  for (const resource of resources) {
    const text = textOf(resource.attribute(name));
    if (text === undefined) continue;
    const group = index.get(lastPiece(text));
    if (group) group.push(resource);
    else index.set(lastPiece(text), [resource]);
  }
  return index;
}

/** Of an ARN the name, of anything else all. */
function lastPiece(text: string): string {
  return text.startsWith('arn:') ? text.replace(/^.*[/:]/s, '') : text;
}

/** `arn:aws:ecs:eu-west-1:123456789012:cluster/web` ends in `web`. */
function endsIn(arn: string, name: string): boolean {
  return arn.startsWith('arn:') && name !== '' && (arn.endsWith(`/${name}`) || arn.endsWith(`:${name}`));
}

function fitsPrefixes(source: Resource, live: Resource, names: readonly string[]): boolean {
  return names.every((name) => {
    const prefix = textOf(source.attribute(`${name}_prefix`));
    return prefix === undefined || (textOf(live.attribute(name))?.startsWith(prefix) ?? true);
  });
}

function newestOf(type: string, [first, ...others]: readonly Resource[]): Resource | undefined {
  const revision = NEWEST.get(type);
  if (others.length === 0) return first;
  if (!first || revision === undefined) return undefined;
  const of = (each: Resource): number => Number(textOf(each.attribute(revision)) ?? 0);
  return others.reduce((best, each) => (of(each) > of(best) ? each : best), first);
}

/** The ARN tells; else the id; else what names a resource of the type, for ids that only the provider makes up. */
function isOf({ type, values }: StateInstance, live: Resource): boolean {
  for (const name of ['arn', 'id']) {
    const [said, has] = [values[name], textOf(live.attribute(name))];
    if (typeof said === 'string' && has === said) return true;
    if (name === 'arn' && typeof said === 'string' && said !== '' && has !== undefined) return false;
  }
  const names = NAMING.get(liveType(type)) ?? [];
  return (
    names.length > 1 &&
    names.every((name) => values[name] !== undefined && String(values[name]) === textOf(live.attribute(name)))
  );
}

function isNamedBy(live: Resource, id: string): boolean {
  return [live.attribute('id'), live.attribute('arn'), live.attribute('name')].some((value) => textOf(value) === id);
}
