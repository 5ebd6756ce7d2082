import { SEVERITIES } from '#analysis/options.js';
import type { Result } from '#analysis/result/result.js';
import { uncountedPaths } from './assumed.js';
import type { Page } from './page.js';
import { severityCounts } from '../../paint.js';
import { amount } from '../../words.js';
import { counted } from '../../words.js';
import { labelled, wrap } from './text.js';

/** What came of it. That there is no path is never said alone: with it stands from where, to where, and what is not analysed. */
export function verdictLines(page: Page, result: Result): string[] {
  const { paint, width } = page;
  const attacks = result.paths.filter(({ counts }) => counts);
  const uncounted = uncountedPaths(result).length;
  const lines: string[] = [];
  if (attacks.length > 0) {
    const targets = new Set(attacks.map((path) => path.target)).size;
    const severities = attacks.map(({ severity }) => severity);
    const counts = severityCounts(paint, severities, SEVERITIES);
    lines.push(
      `${paint.bold(paint.red(counted(attacks.length, 'attack path')))} to ${counted(targets, 'target')}: ${counts}`,
    );
  } else {
    lines.push(...wrap(noPath(result, uncounted), width).map((line) => paint.bold(paint.yellow(line))));
  }
  if (uncounted > 0) lines.push(`${counted(uncounted, 'path')} only if something that is not known here is so`);
  if (attacks.length === 0) lines.push(...wrap(notAnalysed(result), width));
  if (result.findings.length > 0) {
    const closing = result.findings.filter((finding) => finding.closesPaths.length > 0).length;
    lines.push(
      `${counted(result.findings.length, 'finding')}: ${closing} on attack paths, ${result.findings.length - closing} hygiene`,
    );
  }
  return [...lines, ...administratorLines(page, result)];
}

function noPath(result: Result, uncounted: number): string {
  const what = uncounted > 0 ? 'No attack path is certain' : 'No attack path';
  const read = result.diagnostics.some(({ severity }) => severity === 'error') ? ', in what could be read' : '';
  const { entryPoints, targets } = result;
  if (entryPoints.length === 0) return `${what}${read}: no entry point is known here. --entry ADDRESS names one.`;
  if (targets.length === 0) return `${what}${read}: no target is known here. --target ADDRESS names one.`;
  const from = counted(entryPoints.length, 'entry point');
  return `${what} from ${from} to ${counted(targets.length, 'target')}${read}.`;
}

/** What the absence of a path says nothing about. */
function notAnalysed({ summary, blindSpots }: Result): string {
  const { unmodelled } = summary.coverage;
  const resources = unmodelled.reduce((sum, { count }) => sum + count, 0);
  const doors = blindSpots.filter(({ kind }) => kind === 'front-door').length;
  const permissions = blindSpots.length - doors;
  const parts = [
    ...(doors > 0 ? [counted(doors, 'front door')] : []),
    ...(permissions > 0 ? [counted(permissions, 'dangerous permission')] : []),
    ...(resources > 0 ? [`${amount(resources)} of ${counted(summary.resources, 'resource')}`] : []),
  ];
  if (parts.length === 0) return 'Every type of AWS resource that is here is one that is analysed.';
  return `Not analysed: ${parts.join(', ')}; see below.`;
}

/** Who administers the account needs no path; of those of whom that is certain it is said. */
function administratorLines({ paint, width }: Page, result: Result): string[] {
  return result.entryPoints
    .filter(({ administrator, certainty }) => administrator && certainty === 'certain')
    .flatMap(({ address, reason }) => {
      const text = `${address} already administers the account: whoever holds it needs no attack path. ${reason}`;
      return labelled(paint.yellow('note '), text, 0, width);
    });
}
