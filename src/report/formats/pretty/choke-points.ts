import type { EvidenceResult, PathResult, Result } from '#analysis/result/result.js';
import type { Page } from './page.js';
import { heading, isIndirect, place, sourceLine } from './page.js';
import { columnsOf, cut, padEnd } from './text.js';
import { compareText, counted } from '../../words.js';

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
  const lines = points.flatMap(({ evidence, values }, at) => {
    const where = evidence.source ? sourceLine(page, evidence.source, page.width - column, evidence.attribute) : '';
    const line = `${page.paint.bold(padEnd(counts[at] ?? '', column))}${where}`;
    const indirect = evidence.source && isIndirect(page.lineAt(evidence.source) ?? '');
    const meant = cut(values.join('; '), page.width - column);
    return indirect ? [line, ' '.repeat(column) + page.paint.dim(meant)] : [line];
  });
  return [heading(page, 'Choke points: what most paths rest on'), ...lines, ''];
}

interface ChokePoint {
  readonly evidence: EvidenceResult;
  /** What stands there, of all the resources that it is written for. */
  readonly values: readonly string[];
  readonly paths: number;
}

interface Point {
  readonly evidence: EvidenceResult;
  readonly paths: Set<string>;
  readonly values: Set<string>;
  readonly depth: number;
}

/** By the number of paths; of lines that carry the same paths, the last on the way stands for all. */
function chokePoints(attacks: readonly PathResult[]): readonly ChokePoint[] {
  const byPlace = new Map<string, Point>();
  for (const path of attacks) {
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
  const bySet = new Map<string, Point>();
  for (const point of byPlace.values()) {
    const key = [...point.paths].toSorted().join(' ');
    const known = bySet.get(key);
    if (!known || point.depth > known.depth) bySet.set(key, point);
  }
  return [...bySet.values()]
    .filter(({ paths }) => paths.size > 1)
    .map(({ evidence, paths, values }) => ({ evidence, paths: paths.size, values: [...values] }))
    .toSorted((a, b) => b.paths - a.paths || compareText(placeOf(a), placeOf(b)));
}

function placeOf({ evidence }: ChokePoint): string {
  return evidence.source ? place(evidence.source) : '';
}
