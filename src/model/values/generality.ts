import { DYNAMIC, type Type } from '../type.js';
import { equalTypes } from './types.js';

/** Distinct types, the more general before the less general, else in the given order (a topological sort). */
export function preferred(types: readonly Type[]): readonly Type[] {
  const distinct = types.filter((type, at) => types.findIndex((other) => equalTypes(other, type)) === at);
  const before = distinct.map((type) => distinct.filter((other) => generality(other, type) < 0).length);
  const queue = distinct.map((_, at) => at).filter((at) => before[at] === 0);
  const order: Type[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const type = distinct[next];
    if (!type) break;
    order.push(type);
    for (const [at, other] of distinct.entries()) {
      if (at === next || generality(type, other) >= 0) continue;
      const left = (before[at] ?? 0) - 1;
      before[at] = left;
      if (left === 0) queue.push(at);
    }
  }
  return order;
}

type Kind = Type['kind'];

/** Rank of the kinds of sequences and of mappings among each other, the more general first. */
const SEQUENCES: readonly Kind[] = ['list', 'tuple'];
const MAPPINGS: readonly Kind[] = ['map', 'object'];

/** Below 0 where `a` is more general than `b`, above 0 where less; 0 where neither. */
function generality(a: Type, b: Type): number {
  if (a.kind === 'dynamic' || b.kind === 'dynamic') return Number(a.kind === 'dynamic') - Number(b.kind === 'dynamic');
  if (isScalar(a) && isScalar(b)) return Number(b.kind === 'string') - Number(a.kind === 'string');
  if ('element' in a && 'element' in b && a.kind === b.kind) return generality(a.element, b.element);
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    if (a.elements.length !== b.elements.length) return 0;
    return memberwise(a.elements.map((type, at) => generality(type, b.elements[at] ?? DYNAMIC)));
  }
  if (a.kind === 'object' && b.kind === 'object') {
    if (a.attributes.size !== b.attributes.size) return 0;
    if ([...a.attributes.keys()].some((name) => !b.attributes.has(name))) return 0;
    return memberwise([...a.attributes].map(([name, type]) => generality(type, b.attributes.get(name) ?? DYNAMIC)));
  }
  return acrossKinds(a.kind, b.kind);
}

function isScalar(type: Type): boolean {
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool';
}

function memberwise(orders: readonly number[]): number {
  const lower = orders.some((order) => order < 0);
  const higher = orders.some((order) => order > 0);
  if (lower === higher) return 0;
  return lower ? -1 : 1;
}

function acrossKinds(a: Kind, b: Kind): number {
  if (b === 'set' && SEQUENCES.includes(a)) return -1;
  if (a === 'set' && SEQUENCES.includes(b)) return 1;
  for (const ranks of [SEQUENCES, MAPPINGS]) {
    if (ranks.includes(a) && ranks.includes(b)) return ranks.indexOf(a) - ranks.indexOf(b);
  }
  return 0;
}
