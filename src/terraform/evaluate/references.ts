/**
 * What a name at the root of an expression means.
 * https://developer.hashicorp.com/terraform/language/expressions/references
 *
 * Names that are not declared are reported by the static check of the module; here they are unknown.
 */
import type { Span, Variable } from '#hcl/syntax.js';
import { inModule, resourceName, UNKNOWN_KEY } from '#model/address.js';
import type { ResourceDefinition } from '../module/definition.js';
import { NOT_TOLD } from '../summaries/summary.js';
import { PIECE } from '../terragrunt/generated.js';
import { toSafeInteger } from '#model/number.js';
import { DYNAMIC, STRING } from '#model/type.js';
import type { Member, UnknownValue, Value } from '#model/value.js';
import { withMembers } from '#model/values/partly.js';
import { object, tuple } from '#model/values/make.js';
import { evaluate } from './expression.js';
import type { EvaluatedModule, EvaluatedResource, ResourceInstances } from './module.js';
import { fail, nameAt, type Resolved, type Scope, type Step, undeclared, unknown } from './scope.js';
import { workspaceValue } from './workspace.js';
import { moduleReference } from './module-references.js';

export function resolveReference(
  module: EvaluatedModule,
  root: Variable,
  steps: readonly Step[],
  scope: Scope,
): Resolved {
  const builtIn = BUILT_IN.get(root.name);
  if (builtIn) return builtIn(module, steps, scope);
  return resourceReference(module, { mode: 'managed', type: root.name, name: nameAt(steps, 0), used: 1 }, steps, scope);
}

type Resolution = (module: EvaluatedModule, steps: readonly Step[], scope: Scope) => Resolved;

const BUILT_IN: ReadonlyMap<string, Resolution> = new Map<string, Resolution>([
  ['var', (module, steps) => variableReference(module, steps)],
  ['local', (module, steps) => named(nameAt(steps, 0), module.definition.locals, (found) => module.local(found))],
  ['module', (module, steps, scope) => moduleReference(module, nameAt(steps, 0), steps, scope)],
  ['each', (_, steps, scope) => eachValue(nameAt(steps, 0), scope)],
  ['count', (_, __, scope) => repetitionValue(scope.repetition?.index, 'count.index')],
  ['self', (_, __, scope) => ({ value: scope.self?.() ?? undeclared('self'), used: 0 })],
  ['path', (module, steps) => ({ value: pathValue(module, nameAt(steps, 0)), used: 1 })],
  ['terraform', terraformValue],
  ['tofu', terraformValue],
  ['data', prefixed('data')],
  ['ephemeral', prefixed('ephemeral')],
  ['resource', prefixed('managed')],
  [
    NOT_TOLD,
    () => ({ value: unknown(DYNAMIC, [], 'the summary of the module does not say'), used: Number.MAX_SAFE_INTEGER }),
  ],
  [PIECE, (module, steps) => ({ value: module.program.pieces.get(nameAt(steps, 0)) ?? undeclared(PIECE), used: 1 })],
]);

/** `data.aws_ami.x`: the type and the name follow a word that says what kind of resource it is. */
function prefixed(mode: ResourceDefinition['mode']): Resolution {
  return (module, steps, scope) =>
    resourceReference(module, { mode, type: nameAt(steps, 0), name: nameAt(steps, 1), used: 2 }, steps, scope);
}

function terraformValue(module: EvaluatedModule, steps: readonly Step[]): Resolved {
  const name = nameAt(steps, 0);
  return {
    value: name === 'workspace' ? workspaceValue(module.program.workspace) : undeclared(`terraform.${name}`),
    used: 1,
  };
}

function eachValue(name: string, { repetition }: Scope): Resolved {
  return repetitionValue(name === 'key' ? repetition?.key : repetition?.value, `each.${name}`);
}

/** A variable that some tool declares in a file of its own is one variable all the same. */
function variableReference(module: EvaluatedModule, steps: readonly Step[]): Resolved {
  const name = nameAt(steps, 0);
  const found = module.definition.variables.get(name);
  if (found) return { value: module.variable(found), used: 1 };
  return { value: elsewhere(inModule(module.address, `var.${name}`), steps.slice(1)), used: Number.MAX_SAFE_INTEGER };
}

function named<T>(name: string, declared: ReadonlyMap<string, T>, read: (found: T) => Value): Resolved {
  const found = declared.get(name);
  return found ? { value: read(found), used: 1 } : { value: undeclared(name), used: Number.MAX_SAFE_INTEGER };
}

/** A resource that is not declared here may still be somewhere: the reference stays. */
function elsewhere(address: string, steps: readonly Step[]): Value {
  const path = steps.flatMap((step) => (step.kind === 'get-attribute' ? [step.name] : []));
  return unknown(DYNAMIC, [{ address, path }], `${address} is not declared`);
}

function repetitionValue(value: Value | undefined, what: string): Resolved {
  return { value: value ?? undeclared(what), used: 1 };
}

function string(value: string): Value {
  return { kind: 'string', value };
}

function pathValue(module: EvaluatedModule, name: string): Value {
  const { functions } = module;
  switch (name) {
    case 'module':
      return string(functions.moduleDir);
    case 'root':
      return string(functions.rootDir);
    case 'cwd':
      return string(functions.cwd);
    default:
      return unknown(STRING, [], `path.${name} does not exist`);
  }
}

interface ResourceTarget {
  readonly mode: ResourceDefinition['mode'];
  readonly type: string;
  readonly name: string;
  /** Steps that lead to the resource. */
  readonly used: number;
}

function resourceReference(
  module: EvaluatedModule,
  target: ResourceTarget,
  steps: readonly Step[],
  scope: Scope,
): Resolved {
  const address = resourceName(target.mode, target.type, target.name);
  const definition = module.definition.resources.get(address);
  if (!definition)
    return {
      value: elsewhere(inModule(module.address, address), steps.slice(target.used)),
      used: Number.MAX_SAFE_INTEGER,
    };
  const found = module.resource(definition);
  const { used } = target;
  const next = steps[used];
  if (found.expansion.kind === 'single') {
    const only = found.instances.get(undefined);
    return only ? attributeOf(only, steps, used, scope) : { value: undeclared(address), used };
  }
  if (next?.kind === 'index') {
    const instance = instanceAt(found, evaluate(next.key, scope));
    if (instance) return perhaps(found, instance, steps, used + 1, scope);
  }
  if (next?.kind === 'get-attribute' && found.expansion.kind === 'for_each') {
    const instance = found.instances.get(next.name);
    if (instance) return perhaps(found, instance, steps, used + 1, scope);
  }
  if (next?.kind === 'get-attribute' && definitionHas(found, next.name) && found.expansion.known) {
    return { value: missingKey(address, found, next, scope), used: Number.MAX_SAFE_INTEGER };
  }
  return { value: wholeResource(module, address, found), used };
}

/** Which instances there will be is not known. */
function someInstances({ expansion, instances }: ResourceInstances): Value {
  const references = Array.from(instances.values(), ({ address }) => ({ address, path: [] }));
  const [ref] = references.length === 1 ? references : [];
  const any = instances.get(UNKNOWN_KEY);
  const whole: UnknownValue = {
    kind: 'unknown',
    type: DYNAMIC,
    dependsOn: references.slice(0, MAX_REFERENCES),
    ...(ref ? { ref } : {}),
    notNull: true,
  };
  if (any && ref) return whole;
  const entries = expansion.instances.flatMap(({ key, maybe }): Member[] => {
    const instance = key === UNKNOWN_KEY ? undefined : instances.get(key);
    if (!instance) return [];
    return [{ ...(typeof key === 'string' ? { key: string(key) } : {}), value: instance.whole(), maybe }];
  });
  const rest = any ? { value: unknown(DYNAMIC, [{ address: any.address, path: [] }]) } : undefined;
  return withMembers(whole, rest ? { entries, rest } : { entries });
}

const MAX_REFERENCES = 64;

/** `aws_x.y.name` without a key, where y has several instances. */
function missingKey(address: string, found: ResourceInstances, span: Span, scope: Scope): Value {
  const { kind } = found.expansion;
  const key = kind === 'count' ? 'count.index' : 'each.key';
  const detail = `Because ${address} has "${kind}" set, its attributes must be accessed on specific instances.\n\nFor example, to correlate with indices of a referring resource, use:\n    ${address}[${key}]`;
  return fail(scope, span, 'Missing resource instance key', detail);
}

function definitionHas(found: ResourceInstances, name: string): boolean {
  const [first] = found.instances.values();
  return first !== undefined && first.schema !== undefined && first.has(name);
}

/** The instance of a key; the one of unknown key where the key or the instances are not known. */
function instanceAt(found: ResourceInstances, key: Value): EvaluatedResource | undefined {
  const unknownOne = found.instances.get(UNKNOWN_KEY);
  if (key.kind === 'string')
    return found.instances.get(found.expansion.kind === 'count' ? Number(key.value) : key.value) ?? unknownOne;
  if (key.kind === 'number') {
    const position = toSafeInteger(key.value);
    return found.instances.get(found.expansion.kind === 'count' ? position : String(position)) ?? unknownOne;
  }
  return key.kind === 'unknown' ? unknownOne : undefined;
}

/** As {@link attributeOf}, of an instance that may not exist. */
function perhaps(
  { expansion }: ResourceInstances,
  instance: EvaluatedResource,
  steps: readonly Step[],
  used: number,
  scope: Scope,
): Resolved {
  if (scope.doubts && !expansion.known && instance.maybe) scope.doubts.found = true;
  return attributeOf(instance, steps, used, scope);
}

function attributeOf(instance: EvaluatedResource, steps: readonly Step[], used: number, scope: Scope): Resolved {
  const next = steps[used];
  if (next?.kind !== 'get-attribute') return { value: instance.whole(), used };
  if (instance.has(next.name)) return { value: instance.seen(next.name), used: used + 1 };
  const detail = `This object has no argument, nested block, or exported attribute named ${JSON.stringify(next.name)}.`;
  return { value: fail(scope, next, 'Unsupported attribute', detail), used: Number.MAX_SAFE_INTEGER };
}

function wholeResource(module: EvaluatedModule, address: string, found: ResourceInstances): Value {
  const { expansion, instances } = found;
  if (!expansion.known) return someInstances(found);
  const ref = { address: inModule(module.address, address), path: [] };
  const all = [...instances.values()];
  if (expansion.kind === 'count')
    return tuple(
      all.map((instance) => instance.whole()),
      { ref },
    );
  return object(
    all.map((instance) => [String(instance.key), instance.whole()] as const),
    { ref },
  );
}
