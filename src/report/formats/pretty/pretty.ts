import type { Printer } from '../../format.js';
import type { Result } from '#analysis/result/result.js';
import { type Digest, digestOf } from '../../digest/digest.js';
import { uncountedPaths } from '../../digest/paths.js';
import { assumedLines } from './assumed.js';
import { chokePointLines } from './choke-points.js';
import { diagnosticLines } from './diagnostics.js';
import { findingLines } from './findings.js';
import { headerLines } from './header.js';
import { notAnalysedLines } from './not-analysed.js';
import { pageFor, type Page } from './page.js';
import { paintFor } from '../../paint.js';
import { intendedLines, pathLines } from './paths.js';
import { planLines } from './plan.js';
import { startLines } from './starts.js';
import { columnsOf, padEnd } from './text.js';
import { visibleTexts } from '../../safe-text.js';

/** For people, in a terminal: the paths, then the plan and its proof or the findings. */
export const renderPretty: Printer<Result> = (untrusted, context) => {
  const result = visibleTexts(untrusted);
  const page = pageFor(context, paintFor(context.color), result);
  const digest = digestOf(result);
  const lines = [
    ...headerLines(page, digest),
    ...(result.plan ? [] : chokePointLines(page, digest)),
    ...pathLines(page, digest),
    ...assumedLines(page, digest),
    ...intendedLines(page, digest),
    // A plan has the edits that mend the findings; the lists are what `scan` is for.
    ...(result.plan ? [] : [...startLines(page, digest.starts), ...findingLines(page, digest.findings)]),
    ...notAnalysedLines(page, digest.notAnalysed),
    ...diagnosticLines(page, digest.diagnostics),
    ...planLines(page, digest.plan, context.written),
    ...nextLines(page, digest),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};

function nextLines(page: Page, { result, worst }: Digest): string[] {
  const [assumed] = uncountedPaths(result);
  const shown = worst ?? assumed;
  if (result.plan || !shown) return [];
  const { paint } = page;
  const commands = [
    worst
      ? [page.command('harden'), 'the edits that cut these paths']
      : [page.command('harden', '--assume-unknown open'), 'the edits that cut these paths'],
    [page.command(`explain ${shown.id}`), 'a path with all its evidence'],
  ] as const;
  const column = Math.max(...commands.map(([command]) => columnsOf(command))) + 2;
  return commands.flatMap(([command, what]) =>
    column + columnsOf(what) <= page.width
      ? [`${paint.bold(padEnd(command, column))}${paint.dim(what)}`]
      : [paint.bold(command), `  ${paint.dim(what)}`],
  );
}
