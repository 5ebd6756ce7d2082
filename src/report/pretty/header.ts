import type { Result } from '../result.js';
import { SEVERITIES } from '../options.js';
import { uncountedPaths } from './assumed.js';
import type { Page } from './page.js';
import { severityCounts } from './paint.js';
import { seenLines } from './seen.js';
import { counted, labelled, wrap } from './text.js';

/** What was looked at, and what came of it, in a few lines. */
export function headerLines(page: Page, result: Result): string[] {
  const { paint } = page;
  const { summary, tool } = result;
  const title = `${paint.bold(`${tool.name} ${tool.version}`)}  ${result.root}`;
  return [
    '',
    title,
    '',
    ...verdictLines(page, result),
    ...wrap(lookedAt(summary), page.width).map((line) => paint.dim(line)),
    ...seenLines(page, summary.coverage),
    '',
  ];
}

function lookedAt(summary: Result['summary']): string {
  const seen = [
    counted(summary.files, 'file'),
    counted(summary.resources, 'resource'),
    counted(summary.entryPoints, 'entry point'),
    counted(summary.targets, 'target'),
  ];
  return `${seen.join(', ')}; ${Math.round(summary.durationMs)} ms`;
}

function verdictLines(page: Page, result: Result): string[] {
  const { paint } = page;
  const attacks = result.paths.filter(({ counts }) => counts);
  const uncounted = uncountedPaths(result).length;
  const lines: string[] = [];
  if (attacks.length > 0) {
    const targets = new Set(attacks.map((path) => path.target)).size;
    const counts = severityCounts(paint, severitiesOf(attacks), SEVERITIES);
    lines.push(
      `${paint.bold(paint.red(counted(attacks.length, 'attack path')))} to ${counted(targets, 'target')}: ${counts}`,
    );
  } else {
    const what = uncounted > 0 ? 'No attack path is certain' : 'No attack path';
    const unread = result.diagnostics.some(({ severity }) => severity === 'error');
    lines.push(
      unread
        ? paint.bold(paint.yellow(`${what} in what could be read.`))
        : paint.bold(uncounted > 0 ? paint.yellow(`${what}.`) : paint.green(`${what}.`)),
    );
    lines.push(...wrap(noPathBecause(result), page.width).filter((line) => line !== ''));
  }
  if (uncounted > 0) lines.push(`${counted(uncounted, 'path')} only if something that is not known here is so`);
  if (result.findings.length > 0) {
    const closing = result.findings.filter((finding) => finding.closesPaths.length > 0).length;
    lines.push(
      `${counted(result.findings.length, 'finding')}: ${closing} on attack paths, ${result.findings.length - closing} hygiene`,
    );
  }
  for (const entry of result.entryPoints.filter(({ administrator }) => administrator)) {
    const text = `${entry.address} already administers the account: whoever holds it needs no attack path. ${entry.reason}`;
    lines.push(...labelled(paint.yellow('note '), text, 0, page.width));
  }
  return lines;
}

function severitiesOf(each: readonly { readonly severity: Result['paths'][number]['severity'] }[]) {
  return each.map(({ severity }) => severity);
}

function noPathBecause(result: Result): string {
  if (result.entryPoints.length === 0)
    return 'Nothing here is open to an attacker; --entry ADDRESS names another start.';
  if (result.targets.length === 0) return 'Nothing here is worth reaching; --target ADDRESS names something.';
  return '';
}
