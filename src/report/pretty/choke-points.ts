import type { EvidenceResult, PathResult, Result } from '../result.js';
import type { Page } from './page.js';
import { heading, place, sourceLine } from './page.js';
import { columnsOf, compareText, counted, padEnd } from './text.js';

/** Lines that are listed. */
const SHOWN = 5;
/** Below this many paths a reader sees them all. */
const FEW_PATHS = 6;

/** The lines of source that most attack paths rest on: where to look first. */
export function chokePointLines(page: Page, result: Result): string[] {
  const attacks = result.paths.filter(({ counts }) => counts);
  if (attacks.length < FEW_PATHS) return [];
  const points = chokePoints(attacks).slice(0, SHOWN);
  if (points.length === 0) return [];
  const counts = points.map(({ paths }) => `${paths} of ${counted(attacks.length, 'path')}`);
  const column = Math.max(...counts.map(columnsOf)) + 2;
  const lines = points.map(({ evidence }, at) => {
    const where = evidence.source ? sourceLine(page, evidence.source, page.width - column, evidence.attribute) : '';
    return `${page.paint.bold(padEnd(counts[at] ?? '', column))}${where}`;
  });
  return [heading(page, 'Choke points: what most paths rest on'), ...lines, ''];
}

interface ChokePoint {
  readonly evidence: EvidenceResult;
  readonly paths: number;
}

/** By the number of paths; of lines that carry the same paths, the last on the way stands for all. */
function chokePoints(attacks: readonly PathResult[]): readonly ChokePoint[] {
  const byPlace = new Map<string, { evidence: EvidenceResult; paths: Set<string>; depth: number }>();
  for (const path of attacks) {
    for (const [depth, step] of path.steps.entries()) {
      for (const evidence of step.evidence) {
        if (!evidence.source) continue;
        const key = place(evidence.source);
        const known = byPlace.get(key) ?? { evidence, paths: new Set(), depth };
        known.paths.add(`${path.rootModule} ${path.id}`);
        byPlace.set(key, known);
      }
    }
  }
  const bySet = new Map<string, { evidence: EvidenceResult; paths: Set<string>; depth: number }>();
  for (const point of byPlace.values()) {
    const key = [...point.paths].toSorted().join(' ');
    const known = bySet.get(key);
    if (!known || point.depth > known.depth) bySet.set(key, point);
  }
  return [...bySet.values()]
    .filter(({ paths }) => paths.size > 1)
    .map(({ evidence, paths }) => ({ evidence, paths: paths.size }))
    .toSorted((a, b) => b.paths - a.paths || compareText(placeOf(a), placeOf(b)));
}

function placeOf({ evidence }: ChokePoint): string {
  return evidence.source ? place(evidence.source) : '';
}
