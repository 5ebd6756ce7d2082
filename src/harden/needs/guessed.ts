/**
 * What the configuration of a workload may name: a setting whose value is not known here, such as `var.asset_bucket`, stands for
 * the bucket that is called so, or for the only one there is. Nobody can tell, so that it counts as in use.
 */
import type { DataStore, Estate } from '#aws/estate.js';
import { referencesIn } from '#aws/link.js';
import type { Principal } from '#aws/iam/policy.js';
import type { Value } from '#terraform/value.js';
import { permitted } from './asked.js';
import type { Need } from './need.js';

/** What a setting for a store of the type is called by. */
const KINDS: ReadonlyMap<string, RegExp> = new Map([
  ['aws_s3_bucket', /^buckets?$/],
  ['aws_dynamodb_table', /^tables?$/],
  ['aws_secretsmanager_secret', /^secrets?$/],
  ['aws_ssm_parameter', /^(parameters?|params?)$/],
]);
/** Words that tell nothing apart. */
const FILLING = /^(name|names|arn|id|key|path|prefix|aws|s3|dynamodb|dynamo|ssm|secretsmanager|the|this|main|default)$/;

export function* guessedNeeds(estate: Estate): Generator<Need> {
  for (const { principal, workload, values } of settings(estate)) {
    for (const variable of new Set(values.flatMap(unknownVariables))) {
      for (const store of meantBy(variable, estate)) {
        const why = `${workload} is told ${variable}, which may be that`;
        for (const action of store.readActions) yield permitted({ principal, action, on: store.arn }, why, estate);
      }
    }
  }
}

interface Settings {
  readonly principal: Principal;
  readonly workload: string;
  readonly values: readonly Value[];
}

function* settings({ services, functions, hosts }: Estate): Generator<Settings> {
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

const VARIABLE = /(?:^|\.)var\.(\w[\w-]*)$/;

function unknownVariables(value: Value): readonly string[] {
  if (value.kind === 'object' || value.kind === 'map') return [...value.entries.values()].flatMap(unknownVariables);
  if (value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple')
    return value.elements.flatMap(unknownVariables);
  if (value.kind !== 'unknown') return [];
  const names = referencesIn(value).map(({ address, path }) => [address, ...path].join('.'));
  return names.filter((name) => VARIABLE.test(name));
}

function meantBy(variable: string, { stores }: Estate): readonly DataStore[] {
  const words = wordsOf(VARIABLE.exec(variable)?.[1] ?? '');
  return [...KINDS].flatMap(([type, kind]) => {
    if (!words.some((word) => kind.test(word))) return [];
    const own = stores.filter(({ resource }) => resource.type === type);
    const telling = words.filter((word) => !kind.test(word) && !FILLING.test(word));
    if (telling.length === 0) return own.length === 1 ? own : [];
    return own.filter(({ address }) => telling.every((word) => wordsOf(address).includes(word)));
  });
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
