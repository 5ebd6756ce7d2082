/**
 * Terragrunt's own functions. What they would ask of a command, of AWS or of the environment is not known.
 * https://docs.terragrunt.com/reference/hcl/functions
 */
import { posix } from 'node:path';
import { parseFile } from '#hcl/parse/parse.js';
import type { Call } from '#hcl/syntax.js';
import { evaluate } from '../evaluate/expression.js';
import { constantScope } from '../evaluate/constant-scope.js';
import { fail, type Scope } from '../evaluate/scope.js';
import { callFunction, type FunctionContext } from '../functions/index.js';
import { readText } from '../load/file-system.js';
import { DYNAMIC, STRING, type Type } from '#model/type.js';
import type { Value } from '#model/value.js';
import { type Failure, isFailure } from '#model/values/failure.js';
import { dependenciesOf } from '#model/values/inspect.js';
import { object, string, tuple, unknown } from '#model/values/make.js';
import { deepMerged } from './merge.js';
import { absolute, exists, located, type Reading } from './reading.js';

/** The configuration file that calls a function. */
interface Caller {
  readonly reading: Reading;
  /** The folders of the unit, and of what relative paths are relative to. */
  readonly standing: { readonly unit: string; readonly original: string };
  readonly functions: FunctionContext;
  includeFolder(label: string | undefined): string | undefined;
  /** The file at a path, read for the same unit; `undefined` where there is none. */
  another(path: string): { asValue(): Value } | undefined;
}

interface Place {
  readonly config: Caller;
  readonly call: Call;
  readonly scope: Scope;
}

type TerragruntFunction = (args: readonly Value[], place: Place) => Value;

/** `undefined` for what is no function of Terragrunt. */
export function callTerragrunt(name: string, args: readonly Value[], place: Place): Value | undefined {
  const known = FUNCTIONS.get(name);
  if (!known) return undefined;
  const open = args.filter((arg) => arg.kind === 'unknown');
  return open.length > 0 && !TAKES_UNKNOWN.has(name)
    ? unknown(DYNAMIC, { dependsOn: dependenciesOf(...open) })
    : known(args, place);
}

const TAKES_UNKNOWN: ReadonlySet<string> = new Set(['deep_merge', 'get_env', 'mark_as_read']);

/** The folder as an absolute path. */
const folder =
  (of: (config: Caller, label: string | undefined) => string): TerragruntFunction =>
  ([label], { config }) =>
    string(absolute(config.reading, of(config, text(label))));

const unitOf = ({ standing }: Caller): string => standing.unit;
const includeOf = (config: Caller, label: string | undefined): string =>
  config.includeFolder(label) ?? config.standing.unit;

const between =
  (from: typeof includeOf, to: typeof includeOf): TerragruntFunction =>
  ([label], { config }) => {
    const [start, end] = [from, to].map((of) => absolute(config.reading, of(config, text(label))));
    return string(posix.relative(start ?? '', end ?? '') || '.');
  };

/** Between the root of the repository and the unit. */
const inRepository =
  (way: (root: string, unit: string) => string): TerragruntFunction =>
  (_, place) => {
    const { reading, standing } = place.config;
    if (!reading.repository)
      return fail(place.scope, place.call, 'No repository', 'The folder is not in a git repository.');
    return string(way(reading.repository.root, absolute(reading, standing.unit)));
  };

/** Something that only running Terragrunt would tell. */
const notTold =
  (what: string, type: Type = STRING, sensitive = false): TerragruntFunction =>
  () =>
    unknown(type, {
      dependsOn: [{ address: what, path: [] }],
      reason: `${what} is not run`,
      notNull: true,
      ...(sensitive ? { sensitive } : {}),
    });

const commands =
  (...names: readonly string[]): TerragruntFunction =>
  () =>
    tuple(names.map((name) => string(name)));

const FUNCTIONS: ReadonlyMap<string, TerragruntFunction> = new Map<string, TerragruntFunction>([
  ['find_in_parent_folders', findInParentFolders],
  ['path_relative_to_include', between(includeOf, unitOf)],
  ['path_relative_from_include', between(unitOf, includeOf)],
  ['get_terragrunt_dir', folder(unitOf)],
  ['get_working_dir', folder(unitOf)],
  ['get_original_terragrunt_dir', folder(({ standing }) => standing.original)],
  ['get_parent_terragrunt_dir', folder(includeOf)],
  ['get_repo_root', inRepository((root) => root)],
  ['get_path_from_repo_root', inRepository((root, unit) => posix.relative(root, unit) || '.')],
  ['get_path_to_repo_root', inRepository((root, unit) => posix.relative(unit, root) || '.')],
  ['read_terragrunt_config', readConfig],
  ['read_tfvars_file', readVariables],
  ['get_env', environment],
  ['deep_merge', (args) => args.reduce((under, over) => deepMerged(under, over), object([]))],
  ['mark_as_read', ([path]) => path ?? unknown(STRING)],
  ['run_cmd', notTold('run_cmd')],
  ['sops_decrypt_file', notTold('sops_decrypt_file', STRING, true)],
  ['get_aws_account_id', notTold('get_aws_account_id')],
  ['get_aws_account_alias', notTold('get_aws_account_alias')],
  ['get_aws_caller_identity_arn', notTold('get_aws_caller_identity_arn')],
  ['get_aws_caller_identity_user_id', notTold('get_aws_caller_identity_user_id')],
  ['get_platform', notTold('get_platform')],
  ['get_terraform_command', notTold('get_terraform_command')],
  ['get_terraform_cli_args', notTold('get_terraform_cli_args', DYNAMIC)],
  ['get_default_retryable_errors', notTold('get_default_retryable_errors', DYNAMIC)],
  ['get_terragrunt_source_cli_flag', () => string('')],
  ['constraint_check', notTold('constraint_check', { kind: 'bool' })],
  ['get_terraform_commands_that_need_vars', commands('apply', 'destroy', 'import', 'plan', 'refresh')],
  ['get_terraform_commands_that_need_input', commands('apply', 'import', 'init', 'plan', 'refresh')],
  ['get_terraform_commands_that_need_locking', commands('apply', 'destroy', 'import', 'plan', 'refresh')],
  ['get_terraform_commands_that_need_parallelism', commands('apply', 'plan', 'destroy')],
]);

function text(value: Value | undefined): string | undefined {
  return value?.kind === 'string' ? value.value : undefined;
}

const MAX_PARENTS = 100;

/** Of the folders above the unit, also where an included file asks. */
function findInParentFolders([name, fallback]: readonly Value[], { config, scope, call }: Place): Value {
  const { reading, standing } = config;
  const wanted = text(name) ?? 'terragrunt.hcl';
  let at = reading.files.resolve(standing.unit, '..');
  for (let count = 0; at !== undefined && count < MAX_PARENTS; count += 1) {
    const candidate = reading.files.resolve(at, wanted);
    if (candidate !== undefined && exists(reading, candidate)) return string(absolute(reading, candidate));
    const above = reading.files.resolve(at, '..');
    if (above === at) break;
    at = above;
  }
  if (fallback) return fallback;
  return fail(scope, call, 'File not found', `There is no ${wanted} in a folder above the unit.`);
}

function readConfig([path, fallback]: readonly Value[], { config, scope, call }: Place): Value {
  const read = config.another(text(path) ?? '');
  if (read) return read.asValue();
  return fallback ?? fail(scope, call, 'File not found', `${text(path) ?? 'The file'} could not be read.`);
}

/** As JSON, which `jsondecode` takes. */
function readVariables([path]: readonly Value[], { config, scope, call }: Place): Value {
  const { reading, standing, functions } = config;
  const place = located(reading, standing.unit, text(path) ?? '');
  const found = place === undefined ? 'outside' : readText(reading.files, place);
  if (typeof found === 'string' || place === undefined)
    return fail(scope, call, 'File not found', `${text(path) ?? 'The file'} could not be read.`);
  const file = parseFile(place, found.text);
  const failures: Failure[] = [];
  const entries = file.body.items.flatMap((item) =>
    item.kind === 'attribute' ? [[item.name, evaluate(item.value, constantScope(file, failures, true))] as const] : [],
  );
  const encoded = callFunction('jsonencode', [object(entries)], functions);
  return isFailure(encoded) ? unknown(STRING) : encoded;
}

/**
 * A variable that was given, else the default. The environment of this process is not read: what is scanned must not choose
 * which of its secrets get into a report. An empty default says that a value is expected.
 */
function environment([name, fallback]: readonly Value[], { config }: Place): Value {
  const wanted = text(name);
  const given = wanted === undefined ? undefined : config.reading.environment.get(wanted);
  if (given !== undefined) return string(given);
  if (fallback && !(fallback.kind === 'string' && fallback.value === '')) return fallback;
  const what = `get_env(${JSON.stringify(wanted ?? '?')})`;
  return unknown(STRING, { dependsOn: [{ address: what, path: [] }], reason: `${what} is not given`, notNull: true });
}
