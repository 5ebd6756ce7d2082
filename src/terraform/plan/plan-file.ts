/**
 * `terraform show -json` of a plan or a state, taken apart.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
import { type Json, isRecord, list, member, record, text } from './json-shape.js';

/** One instance as the plan or state has it. */
export interface PlannedInstance {
  readonly address: string;
  readonly module: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly index: string | number | undefined;
  readonly providerName: string;
  readonly values: Json;
  /** As `values`, with `true` in the place of what is not known yet. */
  readonly unknown: unknown;
  /** As `values`, with `true` in the place of what is sensitive. */
  readonly sensitive: unknown;
  /** Attributes of a resource of an account that could not be read. */
  readonly unread: ReadonlySet<string>;
}

export interface PlanFile {
  /** `account`: resources as they were read of an account, in the form of a state. */
  readonly kind: 'plan' | 'state' | 'account';
  readonly instances: readonly PlannedInstance[];
  readonly outputs: Json;
  /** The configuration of the root module; absent in a state. */
  readonly configuration: Json | undefined;
  /** The provider configurations by key: `aws`, `module.a:aws.audit`. */
  readonly providers: Json;
}

/** The contents of the file, or what is wrong with it. */
export function readPlanFile(source: string): PlanFile | { readonly fault: string } {
  const parsed = parse(source);
  if (!isRecord(parsed))
    return { fault: 'The text is not JSON. Run "terraform show -json" on the plan file and give its output.' };
  const planned = member(parsed, 'planned_values');
  const state = member(parsed, 'values');
  if (!isRecord(planned) && !isRecord(state)) {
    if (text(parsed, 'format_version') !== undefined)
      return { kind: 'state', instances: [], outputs: {}, configuration: undefined, providers: {} };
    return {
      fault:
        'The JSON is neither a plan nor a state. Run "terraform show -json" and give its output; a terraform.tfstate file itself is not read.',
    };
  }
  if (!isRecord(planned)) {
    const isAccount = text(parsed, 'read_from') === 'account';
    return {
      kind: isAccount ? 'account' : 'state',
      instances: walk(record(state, 'root_module'), new Map()),
      outputs: record(state, 'outputs'),
      configuration: undefined,
      providers: isAccount ? record(record(parsed, 'configuration'), 'provider_config') : {},
    };
  }
  const changes = new Map<string, unknown>();
  for (const change of list(parsed, 'resource_changes')) {
    const address = text(change, 'address');
    if (address !== undefined) changes.set(address, member(change, 'change'));
  }
  const instances = walk(record(planned, 'root_module'), changes);
  const known = new Set(instances.map((one) => one.address));
  const read = walk(record(record(record(parsed, 'prior_state'), 'values'), 'root_module'), changes);
  const data = read.filter((one) => one.mode === 'data' && !known.has(one.address));
  return {
    kind: 'plan',
    instances: [...instances, ...data],
    outputs: record(planned, 'outputs'),
    configuration: record(record(parsed, 'configuration'), 'root_module'),
    providers: record(record(parsed, 'configuration'), 'provider_config'),
  };
}

/** What is wrong with the file, for a person. */
export function planFault(source: string): string | undefined {
  const plan = readPlanFile(source);
  return 'fault' in plan ? plan.fault : undefined;
}

function parse(source: string): unknown {
  try {
    return JSON.parse(source.startsWith('\uFEFF') ? source.slice(1) : source);
  } catch {
    return undefined;
  }
}

const MAX_MODULE_DEPTH = 100;

function walk(root: Json, changes: ReadonlyMap<string, unknown>): readonly PlannedInstance[] {
  const found: PlannedInstance[] = [];
  const visit = (module: unknown, depth: number): void => {
    const address = text(module, 'address') ?? '';
    for (const resource of list(module, 'resources')) {
      const instance = instanceOf(resource, address, changes);
      if (instance) found.push(instance);
    }
    if (depth < MAX_MODULE_DEPTH) for (const child of list(module, 'child_modules')) visit(child, depth + 1);
  };
  visit(root, 0);
  return found;
}

function instanceOf(
  resource: unknown,
  module: string,
  changes: ReadonlyMap<string, unknown>,
): PlannedInstance | undefined {
  const address = text(resource, 'address');
  const type = text(resource, 'type');
  const name = text(resource, 'name');
  const mode = text(resource, 'mode');
  if (address === undefined || type === undefined || name === undefined || (mode !== 'managed' && mode !== 'data'))
    return undefined;
  const index = member(resource, 'index');
  const change = changes.get(address);
  return {
    address,
    module,
    mode,
    type,
    name,
    index: typeof index === 'string' || typeof index === 'number' ? index : undefined,
    providerName: text(resource, 'provider_name') ?? '',
    values: record(resource, 'values'),
    unknown: member(change, 'after_unknown'),
    sensitive: member(resource, 'sensitive_values'),
    unread: new Set(list(resource, 'unread_values').filter((name) => typeof name === 'string')),
  };
}
