/** An account as a configuration: resources as they are, where a source is at hand with the places that wrote them. */
import type { SyntaxFile } from '#hcl/syntax.js';
import type { Configuration, Sight } from '#model/configuration.js';
import type { BodyView, Resource } from '#model/resource.js';
import { callWithoutFiles } from '#terraform/functions/without-files.js';
import type { Outcome } from '#model/values/failure.js';
import type { Value } from '#model/value.js';
import { type PlannedInstance, readPlanFile } from '#terraform/plan/plan-file.js';
import { plannedProviders } from '#terraform/plan/planned-providers.js';
import { PlannedResource } from '#terraform/plan/planned-resource.js';
import { PARTS } from './join/identity.js';
import type { Join } from './join/join.js';
import type { LiveResource, Snapshot } from './snapshot.js';
import { stateOf } from './state.js';

/** What was read, with the resource that each became. */
export interface Account {
  readonly snapshot: Snapshot;
  readonly configuration: Configuration;
  readonly read: ReadonlyMap<Resource, LiveResource>;
  readonly instances: ReadonlyMap<Resource, PlannedInstance>;
}

/** The account by itself, at addresses of its own. */
export function accountOf(snapshot: Snapshot): Account {
  const { text, byAddress } = stateOf(snapshot);
  const file = readPlanFile(text);
  if ('fault' in file) throw new Error(`invariant: a snapshot is a state: ${file.fault}`);
  const read = new Map<Resource, LiveResource>();
  const instances = new Map<Resource, PlannedInstance>();
  for (const instance of file.instances) {
    const resource = live(instance, undefined);
    const of = byAddress.get(instance.address);
    if (!of) continue;
    read.set(resource, of);
    instances.set(resource, instance);
  }
  const folded = foldedInto(read);
  const providers = plannedProviders(file.providers);
  const resources = [...read.keys()].filter((each) => !folded.has(each));
  return { snapshot, configuration: new LiveConfiguration({ resources, providers }), read, instances };
}

/** The account where the source says what its resources are called, and where they are written. */
export function joinedAccount(
  { configuration, instances }: Account,
  source: Configuration,
  join: Join,
  isRead: (type: string) => boolean,
): Configuration {
  const resources = configuration.resources.map((each) => {
    const instance = instances.get(each);
    const pair = join.ofLive(each);
    if (!instance || !pair) return each;
    const { source: written, address } = pair;
    const named = written ? { module: written.module, name: written.name, index: written.key } : {};
    return live({ ...instance, ...named, address }, written);
  });
  const kept = source.resources.filter(({ mode, type, address }) => {
    if (mode === 'data' || !type.startsWith('aws_')) return true;
    return !join.ofSource(address) && !PARTS.has(type) && !isRead(type);
  });
  const providers = new Map([...(source.providers ?? []), ...(configuration.providers ?? [])]);
  return new LiveConfiguration({ resources: [...resources, ...kept], providers, source });
}

/** The account where text stands for it, and, with edits of that, as it would be. */
export function editedAccount(
  { configuration, instances }: Account,
  written: Configuration,
  edited?: Configuration,
): Configuration {
  const source = edited ?? written;
  const resources = configuration.resources.flatMap((each) => {
    const instance = instances.get(each);
    const text = source.resource(each.address);
    if (!instance || !text) return edited ? [] : [each];
    return [live(instance, text, edited ? written.resource(each.address) : undefined)];
  });
  const added = edited?.resources.filter(({ address }) => !written.resource(address)) ?? [];
  const providers = configuration.providers ?? new Map();
  return new LiveConfiguration({ resources: [...resources, ...added], providers, source });
}

function live(instance: PlannedInstance, source: Resource | undefined, original?: Resource): PlannedResource {
  return new PlannedResource({
    instance,
    references: undefined,
    source,
    original,
    shared: false,
    live: true,
  });
}

/** Settings by which an instance of a group may be open although the group's template no longer is. */
const TELLING = ['metadata_options', 'iam_instance_profile', 'vpc_security_group_ids'];

/** Instances that a group launched, and that are as its template has them: the group stands for them. */
function foldedInto(read: ReadonlyMap<Resource, LiveResource>): ReadonlySet<Resource> {
  const byName = new Map([...read.values()].map((each) => [`${each.type} ${each.id}`, each]));
  const folded = new Set<Resource>();
  for (const [resource, { type, values, madeBy }] of read) {
    if (type !== 'aws_instance' || madeBy?.type !== 'aws_autoscaling_group') continue;
    const group = byName.get(`${madeBy.type} ${madeBy.id}`);
    const template = group && templateOf(group, byName);
    if (template && TELLING.every((name) => isAsTemplate(values[name], template.values[name], name)))
      folded.add(resource);
  }
  return folded;
}

function templateOf({ values }: LiveResource, byName: ReadonlyMap<string, LiveResource>): LiveResource | undefined {
  const [block] = Array.isArray(values['launch_template']) ? values['launch_template'] : [];
  const id = isObject(block) ? block['id'] : undefined;
  const name = values['launch_configuration'];
  return byName.get(`aws_launch_template ${String(id)}`) ?? byName.get(`aws_launch_configuration ${String(name)}`);
}

/** What a template leaves open may be anything. */
function isAsTemplate(has: unknown, said: unknown, name: string): boolean {
  if (said === undefined || said === null || (Array.isArray(said) && said.length === 0)) return true;
  if (name !== 'metadata_options')
    return name === 'iam_instance_profile' || JSON.stringify(has) === JSON.stringify(said);
  const [options, wanted] = [first(has), first(said)];
  return ['http_tokens', 'http_endpoint', 'http_put_response_hop_limit'].every(
    (each) =>
      wanted?.[each] === undefined || wanted[each] === null || wanted[each] === '' || wanted[each] === options?.[each],
  );
}

function first(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const [only] = Array.isArray(value) ? value : [value];
  return isObject(only) ? only : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const ALL_SEEN: Sight = {
  absentModules: [],
  summarisedModules: [],
  unsetVariables: [],
  undeclaredValues: [],
  variables: [],
  workspace: { name: undefined, used: false, mentioned: new Set() },
};
const NO_SECRETS: ReadonlySet<string> = new Set();
const NO_FILES: ReadonlyMap<string, SyntaxFile> = new Map();

interface LiveParts {
  readonly resources: readonly Resource[];
  readonly providers: ReadonlyMap<string, BodyView>;
  readonly source?: Configuration;
}

class LiveConfiguration implements Configuration {
  readonly rootModule: string;
  readonly roots?: ReadonlyMap<string, string>;
  readonly resources: readonly Resource[];
  readonly providers: ReadonlyMap<string, BodyView>;
  readonly diagnostics = [];
  readonly outputs = new Map<string, never>();
  readonly sight = ALL_SEEN;
  readonly #source: Configuration | undefined;
  readonly #byAddress: ReadonlyMap<string, Resource>;
  readonly #byType = new Map<string, Resource[]>();

  constructor({ resources, providers, source }: LiveParts) {
    this.rootModule = source?.rootModule ?? '.';
    if (source?.roots) this.roots = source.roots;
    this.resources = resources;
    this.providers = providers;
    this.#source = source;
    this.#byAddress = new Map(resources.map((each) => [each.address, each]));
    for (const resource of resources) {
      const name = resource.mode === 'managed' ? resource.type : `data.${resource.type}`;
      const group = this.#byType.get(name);
      if (group) group.push(resource);
      else this.#byType.set(name, [resource]);
    }
  }

  /** A snapshot has none. */
  get secrets(): ReadonlySet<string> {
    return this.#source?.secrets ?? NO_SECRETS;
  }

  recompute(name: string, args: readonly Value[]): Outcome {
    return callWithoutFiles(name, args);
  }

  resource(address: string): Resource | undefined {
    return this.#byAddress.get(address);
  }

  ofType(type: string): readonly Resource[] {
    return this.#byType.get(type) ?? [];
  }

  get files(): ReadonlyMap<string, SyntaxFile> {
    return this.#source?.files ?? NO_FILES;
  }

  readText(path: string): string | undefined {
    return this.#source?.readText?.(path);
  }

  evaluateAll(): void {
    // An account is read whole.
  }
}
