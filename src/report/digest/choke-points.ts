import type { EvidenceResult, Result } from '#analysis/result/result.js';
import { compareText } from '../words.js';
import { place } from './names.js';
import { attacksOf } from './paths.js';

/** A line of source that several attack paths rest on. */
export interface ChokePoint {
  readonly evidence: EvidenceResult;
  /** What stands there, of all the resources that it is written for. */
  readonly values: readonly string[];
  readonly paths: number;
}

/** Below this many paths a reader sees them all. */
const FEW_PATHS = 6;

interface Point {
  readonly evidence: EvidenceResult;
  readonly paths: Set<string>;
  readonly values: Set<string>;
  readonly depth: number;
}

/** By the number of paths; of lines that carry the same paths, the last on the way stands for all. */
export function chokePoints(result: Result): readonly ChokePoint[] {
  if (attacksOf(result).length < FEW_PATHS) return [];
  const bySet = new Map<string, Point>();
  for (const point of pointsOf(result)) {
    const key = [...point.paths].toSorted().join(' ');
    const known = bySet.get(key);
    if (!known || point.depth > known.depth) bySet.set(key, point);
  }
  return [...bySet.values()]
    .filter(({ paths }) => paths.size > 1)
    .map(({ evidence, paths, values }) => ({ evidence, paths: paths.size, values: [...values] }))
    .toSorted((a, b) => b.paths - a.paths || compareText(placeOf(a), placeOf(b)));
}

/** Each line, with the paths that rest on it. */
function pointsOf(result: Result): Iterable<Point> {
  const byPlace = new Map<string, Point>();
  for (const path of attacksOf(result)) {
    for (const [depth, step] of path.steps.entries()) {
      for (const evidence of step.evidence) {
        if (!evidence.source) continue;
        const key = place(evidence.source);
        const known = byPlace.get(key) ?? { evidence, paths: new Set(), values: new Set(), depth };
        known.paths.add(`${path.rootModule} ${path.id}`);
        known.values.add(evidence.value);
        byPlace.set(key, known);
      }
    }
  }
  return byPlace.values();
}

function placeOf({ evidence }: ChokePoint): string {
  return evidence.source ? place(evidence.source) : '';
}
