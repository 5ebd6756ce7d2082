/** How a configuration is laid over one that it includes: https://docs.terragrunt.com/reference/hcl/blocks#include */
import { callFunction, type FunctionContext } from '../functions/index.js';
import { DYNAMIC } from '#model/type.js';
import type { Value } from '#model/value.js';
import { isFailure } from '#model/values/failure.js';
import { dependenciesOf, isMapping, isSequence } from '#model/values/inspect.js';
import { object, tuple, unknown } from '#model/values/make.js';

export type Strategy = 'shallow' | 'deep' | 'no_merge';

export function strategyOf(text: string | undefined): Strategy {
  if (text === 'no_merge') return text;
  return text === 'deep' || text === 'deep_map_only' ? 'deep' : 'shallow';
}

/** Maps of inputs, laid over one another: the last counts first. */
export type Layers = readonly Value[];

export function laidOver(under: Layers, over: Layers, strategy: Strategy): Layers {
  const [below, ...more] = under;
  const [above, ...further] = over;
  const single = below && above && more.length === 0 && further.length === 0;
  if (strategy === 'deep' && single && isMapping(below) && isMapping(above)) return [deepMerged(below, above)];
  return [...under, ...over];
}

/** Maps are merged, lists joined; of anything else the latter counts. */
export function deepMerged(under: Value, over: Value): Value {
  const more = over.origin ? { origin: over.origin } : {};
  if (isMapping(under) && isMapping(over)) {
    const entries = new Map(under.entries);
    for (const [key, value] of over.entries) {
      const below = entries.get(key);
      entries.set(key, below ? deepMerged(below, value) : value);
    }
    return object(entries, more);
  }
  if (isSequence(under) && isSequence(over)) return tuple([...under.elements, ...over.elements], more);
  return over;
}

/** All layers as one value. */
export function together(layers: Layers, functions: FunctionContext): Value {
  const [only, another] = layers;
  if (!only) return object([]);
  if (!another) return only;
  const result = callFunction('merge', layers, functions);
  return isFailure(result) ? unknown(DYNAMIC, { dependsOn: dependenciesOf(...layers) }) : result;
}

/** What the layers say of a name: `undefined` where they surely don't set it, an unknown where they may. */
export function inputIn(layers: Layers, name: string): Value | undefined {
  for (const layer of layers.toReversed()) {
    const found = inLayer(layer, name);
    if (found) return found;
  }
  return undefined;
}

function inLayer(layer: Value, name: string): Value | undefined {
  if (isMapping(layer)) return layer.entries.get(name);
  if (layer.kind !== 'unknown') return undefined;
  const { expression, inputs } = layer.origin ?? {};
  if (expression?.kind === 'call' && expression.name === 'merge' && inputs && !expression.expand)
    return inputIn(inputs, name);
  const { members } = layer;
  if (members && !members.rest && members.entries.every(({ key }) => key?.kind === 'string' && key.value !== name))
    return undefined;
  return unknown(DYNAMIC, {
    dependsOn: dependenciesOf(layer),
    reason: `whether the inputs set ${name} is not known`,
    ...(layer.origin ? { origin: layer.origin } : {}),
  });
}
