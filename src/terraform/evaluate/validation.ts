/** What the validations of a variable say of a value that it might be given. */
import { contentOf, type PlacedBlock } from '../module/content.js';
import type { VariableDefinition } from '../module/definition.js';
import { BOOL } from '#model/type.js';
import type { Value } from '#model/value.js';
import { convert } from '#model/values/convert.js';
import { isFailure } from '#model/values/failure.js';
import { evaluate } from './expression.js';
import type { ModuleInstance } from './module-instance.js';
import { scopeFor } from './program.js';
import type { Resolver } from './scope.js';

/** Whether the validations let the value through; `undefined` where that can't be known, or the value is of another type. */
export function accepts(module: ModuleInstance, variable: VariableDefinition, value: Value): boolean | undefined {
  const given = convert(value, variable.type);
  if (isFailure(given)) return undefined;
  const resolver = resolverWith(module, variable, given);
  let all: boolean | undefined = true;
  for (const block of variable.content.blocks.get('validation') ?? []) {
    const holds = holdsIn(block, module, resolver);
    if (holds === false) return false;
    if (holds === undefined) all = undefined;
  }
  return all;
}

function resolverWith(module: ModuleInstance, variable: VariableDefinition, value: Value): Resolver {
  return {
    functions: module.functions,
    strict: module.strict,
    shortCircuits: module.shortCircuits,
    requiresProvider: (name) => module.requiresProvider(name),
    resolve(root, steps, scope) {
      const [first] = steps;
      const isIt = root.name === 'var' && first?.kind === 'get-attribute' && first.name === variable.name;
      return isIt ? { value, used: 1 } : module.resolve(root, steps, scope);
    },
  };
}

/** Nothing is reported: the value is only tried. */
function holdsIn({ node, file }: PlacedBlock, module: ModuleInstance, resolver: Resolver): boolean | undefined {
  const condition = contentOf(node.body, file).attributes.get('condition');
  if (!condition) return undefined;
  const scope = scopeFor({ ...module.surroundings(), resolver }, condition.file, []);
  const holds = convert(evaluate(condition.node.value, scope), BOOL);
  return !isFailure(holds) && holds.kind === 'bool' ? holds.value : undefined;
}

/** The module instance of that address, `''` for the root. */
export function moduleAt(module: ModuleInstance, address: string): ModuleInstance | undefined {
  if (module.address === address) return module;
  for (const call of module.definition.calls.values()) {
    for (const child of module.call(call).instances?.values() ?? []) {
      if (address !== child.address && !address.startsWith(`${child.address}.`)) continue;
      return moduleAt(child, address);
    }
  }
  return undefined;
}
