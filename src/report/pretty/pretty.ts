import type { Report } from '../report.js';
import { diagnosticLines } from './diagnostics.js';
import { findingLines } from './findings.js';
import { headerLines } from './header.js';
import { pageFor } from './page.js';
import { paintFor } from './paint.js';
import { intendedLines, pathLines } from './paths.js';
import { planLines } from './plan.js';
import { visibleTexts } from './visible-texts.js';

/** For people, in a terminal: the paths, then the plan and its proof or the findings. */
export const renderPretty: Report = (untrusted, context) => {
  const page = pageFor(context, paintFor(context.color));
  const result = visibleTexts(untrusted);
  const lines = [
    ...headerLines(page, result),
    ...pathLines(page, result),
    ...intendedLines(page, result),
    // A plan has the edits that mend the findings; the list of findings is what `scan` is for.
    ...(result.plan ? [] : findingLines(page, result)),
    ...diagnosticLines(page, result),
    ...planLines(page, result, context.written),
    ...nextLines(page.width, result.plan === undefined && result.summary.paths > 0 ? result.root : undefined),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};

function nextLines(width: number, root: string | undefined): string[] {
  if (root === undefined) return [];
  const text = `chokepoint harden ${root} shows the edits that cut these paths; chokepoint explain ID tells more of one.`;
  return text.length <= width
    ? [text]
    : [
        `chokepoint harden ${root}`,
        '  shows the edits that cut these paths;',
        'chokepoint explain ID',
        '  tells more of one.',
      ];
}
