/**
 * Long chains of locals, each made of the one before, must not need a deep stack: what a local depends on is evaluated
 * first, found by walking the references as they are written. Terraform evaluates those first too.
 */
import { visitReferences } from '../evaluate/free-names.js';
import { flatten } from '../evaluate/traversal.js';
import type { LocalDefinition, ModuleDefinition } from './definition.js';

/** Chains in smaller modules are short enough. */
const FEW = 100;
const NONE: readonly LocalDefinition[] = [];
const NOTHING: ReadonlySet<string> = new Set();

const known = new WeakMap<ModuleDefinition, Map<LocalDefinition, readonly LocalDefinition[]>>();

/** The locals that `local` needs, itself last, those left out that `done` says are there already. */
export function neededFirst(
  definition: ModuleDefinition,
  local: LocalDefinition,
  done: (local: LocalDefinition) => boolean,
): readonly LocalDefinition[] {
  if (definition.locals.size <= FEW) return NONE;
  const order: LocalDefinition[] = [];
  const seen = new Set<LocalDefinition>([local]);
  const stack = [{ local, next: 0 }];
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const needed = localsIn(definition, top.local)[top.next];
    top.next += 1;
    if (!needed) {
      order.push(top.local);
      stack.pop();
    } else if (!seen.has(needed) && !done(needed)) {
      seen.add(needed);
      stack.push({ local: needed, next: 0 });
    }
  }
  return order;
}

function localsIn(definition: ModuleDefinition, local: LocalDefinition): readonly LocalDefinition[] {
  let lists = known.get(definition);
  if (!lists) {
    lists = new Map();
    known.set(definition, lists);
  }
  const found = lists.get(local);
  if (found) return found;
  const needed: LocalDefinition[] = [];
  visitReferences(local.attribute.value, NOTHING, (root, traversal) => {
    const [step] = root.name === 'local' ? flatten(traversal).steps : [];
    const target = step?.kind === 'get-attribute' ? definition.locals.get(step.name) : undefined;
    if (target) needed.push(target);
  });
  lists.set(local, needed);
  return needed;
}
