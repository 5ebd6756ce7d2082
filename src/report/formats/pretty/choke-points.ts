import type { Digest } from '../../digest/digest.js';
import type { Page } from './page.js';
import { heading, isIndirect, sourceLine } from './page.js';
import { columnsOf, cut, padEnd } from './text.js';
import { counted } from '../../words.js';

/** Lines that are listed. */
const SHOWN = 5;

/** The lines of source that most attack paths rest on: where to look first. */
export function chokePointLines(page: Page, { chokePoints, verdict }: Digest): string[] {
  const points = chokePoints.slice(0, SHOWN);
  if (points.length === 0) return [];
  const counts = points.map(({ paths }) => `${paths} of ${counted(verdict.attacks, 'path')}`);
  const column = Math.max(...counts.map(columnsOf)) + 2;
  const lines = points.flatMap(({ evidence, values }, at) => {
    const where = evidence.source ? sourceLine(page, evidence.source, page.width - column, evidence.attribute) : '';
    const line = `${page.paint.bold(padEnd(counts[at] ?? '', column))}${where}`;
    const indirect = evidence.source && isIndirect(page.lineAt(evidence.source) ?? '');
    const meant = cut(values.join('; '), page.width - column);
    return indirect ? [line, ' '.repeat(column) + page.paint.dim(meant)] : [line];
  });
  return [heading(page, 'Choke points: what most paths depend on'), ...lines, ''];
}
