/**
 * What a name at the root of an expression means.
 * https://developer.hashicorp.com/terraform/language/expressions/references
 *
 * Names that are not declared are reported by the static check of the module; here they are unknown.
 */
import type { Span, Variable } from '#hcl/syntax.js';
import { inModule, resourceName, UNKNOWN_KEY } from '../address.js';
import type { ResourceDefinition } from '../module/definition.js';
import { toSafeInteger } from '../number.js';
import { DYNAMIC, STRING } from '../type.js';
import type { Value } from '../value.js';
import { object, tuple } from '../values/make.js';
import { evaluate } from './expression.js';
import { LazyEntries } from './lazy-entries.js';
import type { ModuleInstance, ModuleInstances, ResourceInstances } from './module-instance.js';
import { fail, type Resolved, type Scope, type Step, unknown } from './scope.js';
import type { SourceResource } from './resource-instance.js';

export function resolveReference(module: ModuleInstance, root: Variable, steps: readonly Step[], scope: Scope): Resolved {
  const name = nameAt(steps, 0);
  switch (root.name) {
    case 'var':
      return named(name, module.definition.variables, (found) => module.variable(found));
    case 'local':
      return named(name, module.definition.locals, (found) => module.local(found));
    case 'module':
      return moduleReference(module, name, steps, scope);
    case 'each':
      return repetitionValue(name === 'key' ? scope.repetition?.key : scope.repetition?.value, `each.${name}`);
    case 'count':
      return repetitionValue(scope.repetition?.index, 'count.index');
    case 'self':
      return { value: scope.self?.() ?? undeclared('self'), used: 0 };
    case 'path':
      return { value: pathValue(module, name), used: 1 };
    case 'terraform':
    case 'tofu':
      return { value: name === 'workspace' ? string(module.program.workspace) : undeclared(`terraform.${name}`), used: 1 };
    case 'data':
    case 'ephemeral':
    case 'resource':
      return resourceReference(module, { mode: root.name === 'resource' ? 'managed' : root.name, type: name, name: nameAt(steps, 1), used: 2 }, steps, scope);
    default:
      return resourceReference(module, { mode: 'managed', type: root.name, name, used: 1 }, steps, scope);
  }
}

function nameAt(steps: readonly Step[], at: number): string {
  const step = steps[at];
  return step?.kind === 'get-attribute' ? step.name : '';
}

function named<T>(name: string, declared: ReadonlyMap<string, T>, read: (found: T) => Value): Resolved {
  const found = declared.get(name);
  return found ? { value: read(found), used: 1 } : { value: undeclared(name), used: Number.MAX_SAFE_INTEGER };
}

/** Steps behind an unknown of no type lead to further unknowns. */
function undeclared(what: string): Value {
  return unknown(DYNAMIC, [], `${what} is not declared`);
}

function repetitionValue(value: Value | undefined, what: string): Resolved {
  return { value: value ?? undeclared(what), used: 1 };
}

function string(value: string): Value {
  return { kind: 'string', value };
}

function pathValue(module: ModuleInstance, name: string): Value {
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

function resourceReference(module: ModuleInstance, target: ResourceTarget, steps: readonly Step[], scope: Scope): Resolved {
  const address = resourceName(target.mode, target.type, target.name);
  const definition = module.definition.resources.get(address);
  if (!definition) return { value: undeclared(address), used: Number.MAX_SAFE_INTEGER };
  const found = module.resource(definition);
  const { used } = target;
  const next = steps[used];
  if (found.expansion.kind === 'single') {
    const only = found.instances.get(undefined);
    return only ? attributeOf(only, steps, used, scope) : { value: undeclared(address), used };
  }
  if (next?.kind === 'index') {
    const instance = instanceAt(found, evaluate(next.key, scope));
    if (instance) return attributeOf(instance, steps, used + 1, scope);
  }
  if (next?.kind === 'get-attribute' && found.expansion.kind === 'for_each') {
    const instance = found.instances.get(next.name);
    if (instance) return attributeOf(instance, steps, used + 1, scope);
  }
  if (next?.kind === 'get-attribute' && definitionHas(found, next.name) && !found.instances.has(UNKNOWN_KEY)) {
    return { value: missingKey(address, found, next, scope), used: Number.MAX_SAFE_INTEGER };
  }
  return { value: wholeResource(module, address, found), used };
}

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
function instanceAt(found: ResourceInstances, key: Value): SourceResource | undefined {
  const unknownOne = found.instances.get(UNKNOWN_KEY);
  if (key.kind === 'string') return found.instances.get(found.expansion.kind === 'count' ? Number(key.value) : key.value) ?? unknownOne;
  if (key.kind === 'number') {
    const position = toSafeInteger(key.value);
    return found.instances.get(found.expansion.kind === 'count' ? position : String(position)) ?? unknownOne;
  }
  return key.kind === 'unknown' ? unknownOne : undefined;
}

function attributeOf(instance: SourceResource, steps: readonly Step[], used: number, scope: Scope): Resolved {
  const next = steps[used];
  if (next?.kind !== 'get-attribute') return { value: instance.whole(), used };
  if (instance.has(next.name)) return { value: instance.seen(next.name), used: used + 1 };
  const detail = `This object has no argument, nested block, or exported attribute named ${JSON.stringify(next.name)}.`;
  return { value: fail(scope, next, 'Unsupported attribute', detail), used: Number.MAX_SAFE_INTEGER };
}

function wholeResource(module: ModuleInstance, address: string, found: ResourceInstances): Value {
  const { expansion, instances } = found;
  const any = instances.get(UNKNOWN_KEY);
  if (any) {
    const ref = { address: any.address, path: [] };
    return { kind: 'unknown', type: DYNAMIC, dependsOn: [ref], ref, notNull: true };
  }
  const ref = { address: inModule(module.address, address), path: [] };
  const all = [...instances.values()];
  if (expansion.kind === 'count') return tuple(all.map((instance) => instance.whole()), { ref });
  return object(
    all.map((instance) => [String(instance.key), instance.whole()] as const),
    { ref },
  );
}

function moduleReference(module: ModuleInstance, name: string, steps: readonly Step[], scope: Scope): Resolved {
  const declaration = module.definition.calls.get(name);
  if (!declaration) return { value: undeclared(`module.${name}`), used: Number.MAX_SAFE_INTEGER };
  const found = module.call(declaration);
  if (found.expansion.kind === 'single') return moduleObject(module, name, found, undefined, { steps, used: 1, scope });
  const next = steps[1];
  const unknownOne = found.instances?.get(UNKNOWN_KEY);
  if (next?.kind === 'index') {
    const key = evaluate(next.key, scope);
    const own = key.kind === 'string' ? key.value : key.kind === 'number' ? toSafeInteger(key.value) : undefined;
    const wanted = found.expansion.kind === 'count' ? Number(own) : String(own);
    if (found.instances?.has(wanted)) return moduleObject(module, name, found, wanted, { steps, used: 2, scope });
    if (unknownOne) return moduleObject(module, name, found, UNKNOWN_KEY, { steps, used: 2, scope });
  }
  if (next?.kind === 'get-attribute' && found.instances?.has(next.name)) {
    return moduleObject(module, name, found, next.name, { steps, used: 2, scope });
  }
  return { value: wholeModule(module, name, found), used: 1 };
}

interface Way {
  readonly steps: readonly Step[];
  readonly used: number;
  readonly scope: Scope;
}

function moduleObject(module: ModuleInstance, name: string, found: ModuleInstances, key: string | number | undefined, way: Way): Resolved {
  const { steps, used, scope } = way;
  const instance = found.instances?.get(key);
  if (!instance) return { value: unreadable(module, name), used };
  const next = steps[used];
  if (next?.kind !== 'get-attribute') return { value: outputsOf(instance), used };
  const output = instance.definition.outputs.get(next.name);
  if (output) return { value: instance.output(output), used: used + 1 };
  if (instance.definition.incomplete) return { value: undeclared(`${instance.address}.${next.name}`), used: Number.MAX_SAFE_INTEGER };
  const detail = `This object does not have an attribute named ${JSON.stringify(next.name)}.`;
  return { value: fail(scope, next, 'Unsupported attribute', detail), used: Number.MAX_SAFE_INTEGER };
}

function outputsOf(instance: ModuleInstance): Value {
  const { outputs } = instance.definition;
  const read = (name: string): Value => {
    const output = outputs.get(name);
    return output ? instance.output(output) : undeclared(name);
  };
  return { kind: 'object', entries: new LazyEntries(outputs.keys(), read) };
}

/** A module that is not there: whatever it gives is unknown. */
function unreadable(module: ModuleInstance, name: string): Value {
  const ref = { address: inModule(module.address, `module.${name}`), path: [] };
  return { kind: 'unknown', type: DYNAMIC, dependsOn: [ref], ref, notNull: true, reason: `module "${name}" is not available` };
}

function wholeModule(module: ModuleInstance, name: string, found: ModuleInstances): Value {
  const { instances, expansion } = found;
  if (!instances || instances.has(UNKNOWN_KEY)) return unreadable(module, name);
  if (expansion.kind === 'count') return tuple(Array.from(instances.values(), outputsOf));
  return object(Array.from(instances, ([key, instance]) => [String(key), outputsOf(instance)] as const));
}
