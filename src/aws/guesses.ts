/**
 * What the configuration of a workload may name: a setting whose value is not known here, such as `var.asset_bucket`, stands for
 * the bucket that is called so, or for the only one there is.
 */
import type { Value } from '#model/value.js';
import type { Function, Host, Service } from './compute/compute.js';
import type { DataStore } from './storage/store.js';
import type { Principal } from './iam/policy.js';
import { referencesIn } from '#model/values/references.js';
import { tellingWords, wordsOf } from './words.js';

export interface Guess {
  readonly principal: Principal;
  readonly workload: string;
  /** `var.asset_bucket` */
  readonly variable: string;
  /** The store that it may be. */
  readonly address: string;
  /** The store is called so; else it is the only one of its kind. */
  readonly byName: boolean;
}

export interface Workloads {
  readonly services: readonly Service[];
  readonly functions: readonly Function[];
  readonly hosts: readonly Host[];
}

/** What a setting for a store of the type is called by. */
const KINDS: ReadonlyMap<string, RegExp> = new Map([
  ['aws_s3_bucket', /^buckets?$/],
  ['aws_dynamodb_table', /^tables?$/],
  ['aws_secretsmanager_secret', /^secrets?$/],
  ['aws_ssm_parameter', /^(parameters?|params?)$/],
]);

export function guessesOf(workloads: Workloads, stores: readonly DataStore[]): readonly Guess[] {
  return [...settings(workloads)].flatMap(({ principal, workload, values }) =>
    [...new Set(values.flatMap(unknownVariables))].flatMap((variable) =>
      meantBy(variable, stores).map((store): Guess => ({ principal, workload, variable, ...store })),
    ),
  );
}

interface Settings {
  readonly principal: Principal;
  readonly workload: string;
  readonly values: readonly Value[];
}

function* settings({ services, functions, hosts }: Workloads): Generator<Settings> {
  for (const { address, task } of services) {
    if (task?.taskRole)
      yield { principal: task.taskRole, workload: address, values: task.containers.map(({ value }) => value) };
  }
  for (const { address, role, environment } of functions) {
    if (role) yield { principal: role, workload: address, values: [...environment.values()] };
  }
  for (const { address, role, userData } of hosts) {
    if (role && userData) yield { principal: role, workload: address, values: [userData.value] };
  }
}

const VARIABLE = /(?:^|[.:])var\.(\w[\w-]*)$/;

function unknownVariables(value: Value): readonly string[] {
  if (value.kind === 'object' || value.kind === 'map') return [...value.entries.values()].flatMap(unknownVariables);
  if (value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple')
    return value.elements.flatMap(unknownVariables);
  if (value.kind !== 'unknown') return [];
  const names = referencesIn(value).map(({ address, path }) => [address, ...path].join('.'));
  return names.filter((name) => VARIABLE.test(name));
}

function meantBy(variable: string, stores: readonly DataStore[]): readonly Pick<Guess, 'address' | 'byName'>[] {
  const words = wordsOf(VARIABLE.exec(variable)?.[1] ?? '');
  return [...KINDS].flatMap(([type, kind]) => {
    if (!words.some((word) => kind.test(word))) return [];
    const own = stores.filter(({ resource }) => resource.type === type);
    const telling = tellingWords(variable).filter((word) => !kind.test(word));
    const byName = telling.length > 0;
    const only = own.length === 1 ? own : [];
    const meant = byName ? own.filter(({ address }) => telling.every((word) => wordsOf(address).includes(word))) : only;
    return meant.map(({ address }) => ({ address, byName }));
  });
}
