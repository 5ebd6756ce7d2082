import type { Result } from '#analysis/result/result.js';
import type { Digest } from '../../digest/digest.js';
import type { Page } from './page.js';
import { counted } from '../../words.js';
import { wrap } from './text.js';
import { verdictLines } from './verdict.js';

/** In what it is incomplete, what was looked at, and what came of it, in a few lines. */
export function headerLines(page: Page, { result, limits, verdict }: Digest): string[] {
  const { paint } = page;
  const { summary, tool } = result;
  const title = `${paint.bold(`${tool.name} ${tool.version}`)}  ${result.root}`;
  const incomplete = incompleteLines(page, limits);
  return [
    '',
    ...incomplete,
    ...(incomplete.length > 0 ? [''] : []),
    title,
    '',
    ...verdictLines(page, verdict),
    ...wrap(lookedAt(summary), page.width).map((line) => paint.dim(line)),
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

function incompleteLines({ paint, width }: Page, limits: readonly string[]): string[] {
  if (limits.length === 0) return [];
  return wrap(`Incomplete: ${limits.join('; ')}`, width).map((line) => paint.yellow(line));
}
