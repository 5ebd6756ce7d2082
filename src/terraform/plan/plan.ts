import { callWithoutFiles } from '../functions/without-files.js';
import type { Outcome } from '#model/values/failure.js';
import type { SyntaxFile } from '#hcl/syntax.js';
import { withoutKeys } from '#model/address.js';
import { loadConfiguration } from '../configuration.js';
import type { Diagnostic } from '#model/diagnostic.js';
import type { BodyView, Resource } from '#model/resource.js';
import type { Configuration, Sight } from '#model/configuration.js';
import { addSecret } from '#model/secret-texts.js';
import type { LoadOptions } from '../load/options.js';
import type { Value } from '#model/value.js';
import { isRecord, member } from './json-shape.js';
import { type PlanFile, readPlanFile } from './plan-file.js';
import { plannedProviders } from './planned-providers.js';
import { plannedAttribute } from './planned-value.js';
import { PlannedResource } from './planned-resource.js';
import { PlanReferences } from './references.js';

export interface PlanOptions {
  /** Where the plan comes from, for messages: a path, or `-`. */
  readonly name?: string;
  /** The root module that the plan was made of, so that findings point at source. */
  readonly source?: LoadOptions;
  /** The same root module with edits: what they change counts instead of what was planned. */
  readonly edited?: LoadOptions;
}

/**
 * The resources of a plan or a state, from the JSON that `terraform show -json` prints. What is known only after apply is
 * unknown; with the source, every value also knows where it was written. Mistakes are diagnostics.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export function loadPlan(text: string, options: PlanOptions = {}): Configuration {
  const written = options.source ? loadConfiguration(options.source) : undefined;
  const edited = options.edited ? loadConfiguration(options.edited) : undefined;
  const sources = { written, edited };
  const plan = readPlanFile(text);
  const name = options.name ?? 'plan';
  if (!('fault' in plan)) return new PlanConfiguration(plan, sources, written ? [] : [withoutSource(name, plan)]);
  const fault: Diagnostic = {
    severity: 'error',
    code: 'invalid-plan',
    summary: 'Unreadable plan',
    detail: `${name}: ${plan.fault}`,
  };
  const none: PlanFile = { kind: 'plan', instances: [], outputs: {}, configuration: undefined, providers: {} };
  return new PlanConfiguration(none, sources, [fault]);
}

/** A plan holds no text of what it does not know yet. */
function withoutSource(name: string, { kind }: PlanFile): Diagnostic {
  const article = kind === 'account' ? 'An' : 'A';
  return {
    severity: 'warning',
    code: 'plan-without-source',
    summary: `${article} ${kind} without its source`,
    detail: `${name} is the only source. ${MISSING[kind]}Nothing points at a line, and no edit can be made. Name the folder of the root module that it was made from.`,
  };
}

const MISSING: Readonly<Record<PlanFile['kind'], string>> = {
  plan: 'Policies with ARNs of resources that do not exist yet and user data are unknown in it, so paths through them may be missing. ',
  state:
    'It contains only a hash of user data, which hides the cluster that a host joins, so paths through it may be missing. ',
  account: '',
};

interface Sources {
  readonly written: Configuration | undefined;
  readonly edited: Configuration | undefined;
}

const ALL_SEEN: Sight = {
  absentModules: [],
  summarisedModules: [],
  unsetVariables: [],
  undeclaredValues: [],
  variables: [],
  workspace: { name: undefined, used: false, mentioned: new Set() },
};
const NO_FILES: ReadonlyMap<string, SyntaxFile> = new Map();

/** Attributes of no resource are nested as deep. */
const MAX_DEPTH = 100;

class PlanConfiguration implements Configuration {
  readonly rootModule: string;
  readonly resources: readonly Resource[];
  readonly outputs: ReadonlyMap<string, { readonly value: Value; readonly sensitive: boolean }>;
  /** A plan holds everything that there is. */
  readonly sight = ALL_SEEN;
  readonly providers: ReadonlyMap<string, BodyView>;
  readonly #source: Configuration | undefined;
  readonly #faults: readonly Diagnostic[];
  readonly #secrets: ReadonlySet<string>;
  readonly #byAddress: ReadonlyMap<string, Resource>;
  readonly #byType = new Map<string, Resource[]>();

  constructor(plan: PlanFile, sources: Sources, faults: readonly Diagnostic[]) {
    const source = sources.edited ?? sources.written;
    this.#source = source;
    this.#faults = faults;
    this.rootModule = source?.rootModule ?? '.';
    this.outputs = outputsOf(plan);
    this.#secrets = secretsIn(plan);
    // Where a resource is, an account tells better than the source.
    const own = plan.kind === 'account' ? undefined : source?.providers;
    this.providers = own ?? plannedProviders(plan.providers);
    this.resources = resourcesOf(plan, sources);
    this.#byAddress = new Map(this.resources.map((one) => [one.address, one]));
    for (const resource of this.resources) {
      const name = resource.mode === 'managed' ? resource.type : `data.${resource.type}`;
      const group = this.#byType.get(name);
      if (group) group.push(resource);
      else this.#byType.set(name, [resource]);
    }
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

  /** Modules are read when something asks for what is in them: there may be more later. */
  get files(): ReadonlyMap<string, SyntaxFile> {
    return this.#source?.files ?? NO_FILES;
  }

  readText(path: string): string | undefined {
    return this.#source?.readText?.(path);
  }

  accepts(variable: string, value: Value): boolean | undefined {
    return this.#source?.accepts?.(variable, value);
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.#faults, ...(this.#source?.diagnostics ?? [])];
  }

  get secrets(): ReadonlySet<string> {
    return new Set([...this.#secrets, ...(this.#source?.secrets ?? [])]);
  }

  evaluateAll(): void {
    this.#source?.evaluateAll();
  }
}

/** What the plan marks as sensitive. */
function secretsIn(plan: PlanFile): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { values, sensitive } of plan.instances) collectMarked(values, sensitive, found);
  for (const output of Object.values(plan.outputs))
    collectMarked(member(output, 'value'), member(output, 'sensitive'), found);
  return found;
}

function collectMarked(value: unknown, marks: unknown, found: Set<string>, depth = 0): void {
  if (depth > MAX_DEPTH) return;
  if (typeof value === 'string' || typeof value === 'number') {
    if (marks === true) addSecret(String(value), found);
  } else if (typeof value === 'object' && value !== null && marks !== undefined && marks !== false) {
    for (const [key, each] of Object.entries(value))
      collectMarked(each, marks === true ? true : Reflect.get(Object(marks), key), found, depth + 1);
  }
}

function resourcesOf(plan: PlanFile, { written, edited }: Sources): readonly Resource[] {
  const addresses = plan.instances.map((one) => one.address);
  const references = plan.configuration ? new PlanReferences(plan.configuration, addresses) : undefined;
  const counts = new Map<string, number>();
  for (const address of addresses) counts.set(withoutKeys(address), (counts.get(withoutKeys(address)) ?? 0) + 1);
  const find = (configuration: Configuration | undefined): ((address: string) => Resource | undefined) => {
    const byBlock = firstOfBlocks(configuration);
    return (address) => configuration?.resource(address) ?? byBlock.get(withoutKeys(address));
  };
  const before = find(written);
  const after = edited ? find(edited) : before;
  const planned = plan.instances.flatMap((instance) => {
    const source = after(instance.address);
    if (!source && before(instance.address)) return [];
    const shared = (counts.get(withoutKeys(instance.address)) ?? 1) > 1;
    const original = edited ? before(instance.address) : undefined;
    return [new PlannedResource({ instance, references, source, original, shared, live: plan.kind === 'account' })];
  });
  const added = edited?.resources.filter(({ address }) => !written?.resource(address)) ?? [];
  return [...planned, ...added];
}

function firstOfBlocks(configuration: Configuration | undefined): ReadonlyMap<string, Resource> {
  const byBlock = new Map<string, Resource>();
  for (const resource of configuration?.resources ?? []) {
    const name = withoutKeys(resource.address);
    if (!byBlock.has(name)) byBlock.set(name, resource);
  }
  return byBlock;
}

function outputsOf(plan: PlanFile): ReadonlyMap<string, { readonly value: Value; readonly sensitive: boolean }> {
  const outputs = new Map<string, { readonly value: Value; readonly sensitive: boolean }>();
  for (const [name, output] of Object.entries(plan.outputs)) {
    if (!isRecord(output)) continue;
    const unknown = !Object.hasOwn(output, 'value');
    const sensitive = member(output, 'sensitive') === true;
    const value = plannedAttribute({ value: member(output, 'value'), unknown, sensitive }, undefined, []);
    outputs.set(name, { value, sensitive });
  }
  return outputs;
}
