/** Evaluates recorded root modules and compares outputs, resources, values and errors. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadConfiguration } from '#terraform/configuration.js';
import { formatNumber } from '#model/number.js';
import type { Configuration } from '#model/configuration.js';
import type { LoadOptions, VariableInput } from '#terraform/load/options.js';
import type { Type } from '#model/type.js';
import type { Value } from '#model/value.js';
import { typeOf } from '#model/values/inspect.js';
import type { Outcome } from './case.js';

interface Expected {
  readonly ok: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly outputs?: Readonly<
    Record<string, { readonly sensitive: boolean; readonly type: unknown; readonly value: unknown }>
  >;
  readonly resources?: readonly string[];
  readonly resource_values?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly warnings?: readonly string[];
  readonly error?: string;
}

/** Folders with an `expected.json`, sorted. */
export function moduleCases(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .sort();
}

export function runModule(folder: string): Outcome {
  const expected: Expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
  const options = optionsFor(folder, expected);
  const planned = loadConfiguration(options, { strict: true, planning: true });
  planned.evaluateAll();
  const applied = loadConfiguration(options, { strict: true });
  applied.evaluateAll();
  const faults = [...planned.diagnostics, ...applied.diagnostics].filter((one) => one.severity === 'error');
  const id = folder.slice(folder.lastIndexOf('/') + 1);
  const [first] = faults;
  if (!expected.ok) {
    const same = faults.some((one) => one.summary === expected.error);
    return { id, passed: same, expected: expected.error, actual: faults.map((one) => one.summary), sameMessage: same };
  }
  if (first) return { id, passed: false, expected: 'ok', actual: `${first.summary}: ${first.detail}` };
  const wanted = {
    outputs: expected.outputs ?? {},
    resources: expected.resources ?? [],
    values: expected.resource_values ?? {},
    warnings: expected.warnings ?? [],
  };
  const actual = answerOf(applied, expected);
  return { id, passed: isDeepStrictEqual(actual, wanted), expected: wanted, actual };
}

function optionsFor(folder: string, expected: Expected): LoadOptions {
  const variables: VariableInput[] = [];
  for (const [at, argument] of (expected.args ?? []).entries()) {
    const text = argument.replace(/^--?(var|var-file)=/, '');
    const value = text === argument ? expected.args?.[at + 1] : text;
    if (/^--?var-file/.test(argument) && value !== undefined) variables.push(value);
    else if (/^--?var/.test(argument) && value !== undefined)
      variables.push({ variable: value.slice(0, value.indexOf('=')), value: value.slice(value.indexOf('=') + 1) });
  }
  const env: LoadOptions['env'] = expected.env ?? {};
  // The answers were recorded in the workspace that terraform starts with.
  return { root: folder, rootModule: '.', variables, env, workspace: env?.['TF_WORKSPACE'] ?? 'default' };
}

function answerOf(configuration: Configuration, expected: Expected): object {
  const outputs: Record<string, unknown> = {};
  for (const [name, { value, sensitive }] of configuration.outputs) {
    if (value.kind !== 'null') outputs[name] = { sensitive, type: typeJson(typeOf(value)), value: plain(value) };
  }
  const managed = configuration.resources.filter((one) => one.mode === 'managed');
  const values: Record<string, unknown> = {};
  for (const [address, attributes] of Object.entries(expected.resource_values ?? {})) {
    const resource = configuration.resource(address);
    values[address] = Object.fromEntries(
      Object.keys(attributes).map((name) => [name, resource ? plain(resource.read([name])) : undefined]),
    );
  }
  const warnings = configuration.diagnostics.filter((one) => one.severity === 'warning').map((one) => one.summary);
  return { outputs, resources: managed.map((one) => one.address).sort(), values, warnings: [...new Set(warnings)] };
}

function plain(value: Value): unknown {
  switch (value.kind) {
    case 'string':
    case 'bool':
      return value.value;
    case 'number':
      return Number(formatNumber(value.value));
    case 'null':
      return null;
    case 'unknown':
      return '(known after apply)';
    case 'list':
    case 'set':
    case 'tuple':
      return value.elements.map(plain);
    default:
      return Object.fromEntries(Array.from(value.entries, ([name, entry]) => [name, plain(entry)]));
  }
}

/** A type as Terraform's JSON output has it. */
function typeJson(type: Type): unknown {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return [type.kind, typeJson(type.element)];
    case 'tuple':
      return ['tuple', type.elements.map(typeJson)];
    case 'object':
      return ['object', Object.fromEntries(Array.from(type.attributes, ([name, inner]) => [name, typeJson(inner)]))];
    default:
      return type.kind;
  }
}
