/** What `module.x` means: outputs of a module's instances, each evaluated when it is read. */
import { inModule, type InstanceKey, UNKNOWN_KEY } from '#model/address.js';
import { toSafeInteger } from '#model/number.js';
import { DYNAMIC } from '#model/type.js';
import type { Member, Value } from '#model/value.js';
import { withMembers } from '#model/values/partly.js';
import { object, string, tuple } from '#model/values/make.js';
import { evaluate } from './expression.js';
import { LazyEntries } from './lazy-entries.js';
import type { EvaluatedModule, ModuleInstances } from './module.js';
import { fail, type Resolved, type Scope, type Step, undeclared } from './scope.js';

export function moduleReference(module: EvaluatedModule, name: string, steps: readonly Step[], scope: Scope): Resolved {
  const declaration = module.definition.calls.get(name);
  if (!declaration) return { value: undeclared(`module.${name}`), used: Number.MAX_SAFE_INTEGER };
  const found = module.call(declaration);
  if (found.expansion.kind === 'single') return moduleObject(module, name, found, undefined, { steps, used: 1, scope });
  const key = instanceKey(found, steps[1], scope);
  if (key !== undefined) return moduleObject(module, name, found, key, { steps, used: 2, scope });
  return { value: wholeModule(module, name, found), used: 1 };
}

/** The key that the step behind the name selects; the unknown one where it may be any. */
function instanceKey({ expansion, instances }: ModuleInstances, step: Step | undefined, scope: Scope): InstanceKey {
  if (step?.kind === 'get-attribute') return instances?.has(step.name) ? step.name : undefined;
  if (step?.kind !== 'index') return undefined;
  const key = evaluate(step.key, scope);
  const own = key.kind === 'string' ? key.value : key.kind === 'number' ? toSafeInteger(key.value) : undefined;
  const wanted = expansion.kind === 'count' ? Number(own) : String(own);
  if (instances?.has(wanted)) return wanted;
  return instances?.has(UNKNOWN_KEY) ? UNKNOWN_KEY : undefined;
}

interface Way {
  readonly steps: readonly Step[];
  readonly used: number;
  readonly scope: Scope;
}

function moduleObject(
  module: EvaluatedModule,
  name: string,
  found: ModuleInstances,
  key: string | number | undefined,
  way: Way,
): Resolved {
  const { steps, used, scope } = way;
  const instance = found.instances?.get(key);
  if (scope.doubts && !found.expansion.known && instance?.maybe) scope.doubts.found = true;
  if (!instance) return { value: unreadable(module, name), used };
  const next = steps[used];
  if (next?.kind !== 'get-attribute') return { value: outputsOf(instance), used };
  const output = instance.definition.outputs.get(next.name);
  if (output) return { value: instance.output(output), used: used + 1 };
  if (instance.definition.incomplete)
    return { value: undeclared(`${instance.address}.${next.name}`), used: Number.MAX_SAFE_INTEGER };
  const detail = `This object does not have an attribute named ${JSON.stringify(next.name)}.`;
  return { value: fail(scope, next, 'Unsupported attribute', detail), used: Number.MAX_SAFE_INTEGER };
}

function outputsOf(instance: EvaluatedModule): Value {
  const { outputs } = instance.definition;
  const read = (name: string): Value => {
    const output = outputs.get(name);
    return output ? instance.output(output) : undeclared(name);
  };
  return { kind: 'object', entries: new LazyEntries(outputs.keys(), read) };
}

/** A module that is not there: whatever it gives is unknown. */
function unreadable(module: EvaluatedModule, name: string): Value {
  const ref = { address: inModule(module.address, `module.${name}`), path: [] };
  return {
    kind: 'unknown',
    type: DYNAMIC,
    dependsOn: [ref],
    ref,
    notNull: true,
    reason: `module "${name}" is not available`,
  };
}

/** Which instances there will be is not known. */
function someInstances(module: EvaluatedModule, name: string, { expansion, instances }: ModuleInstances): Value {
  const reference = { address: inModule(module.address, `module.${name}`), path: [] };
  const entries = expansion.instances.flatMap(({ key, maybe }): Member[] => {
    const instance = instances?.get(key);
    if (!instance) return [];
    return [{ ...(typeof key === 'string' ? { key: string(key) } : {}), value: outputsOf(instance), maybe }];
  });
  return withMembers({ kind: 'unknown', type: DYNAMIC, dependsOn: [reference], notNull: true }, { entries });
}

function wholeModule(module: EvaluatedModule, name: string, found: ModuleInstances): Value {
  const { instances, expansion } = found;
  if (!instances || instances.has(UNKNOWN_KEY)) return unreadable(module, name);
  if (!expansion.known) return someInstances(module, name, found);
  if (expansion.kind === 'count') return tuple(Array.from(instances.values(), outputsOf));
  return object(Array.from(instances, ([key, instance]) => [String(key), outputsOf(instance)] as const));
}
