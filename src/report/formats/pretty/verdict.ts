import type { Verdict } from '../../digest/verdict.js';
import { severityCounts } from '../../paint.js';
import { counted } from '../../words.js';
import type { Page } from './page.js';
import { labelled, wrap } from './text.js';

/** What came of it, in a few lines. */
export function verdictLines({ paint, width }: Page, verdict: Verdict): string[] {
  const { attacks, targets, severities, noPath, notAnalysed, uncounted, findings, administrators } = verdict;
  const found = paint.bold(paint.red(counted(attacks, 'attack path')));
  return [
    ...(noPath === undefined
      ? [`${found} to ${counted(targets, 'target')}: ${severityCounts(paint, severities)}`]
      : wrap(noPath, width).map((line) => paint.bold(paint.yellow(line)))),
    ...(uncounted === undefined ? [] : [uncounted]),
    ...(notAnalysed === undefined ? [] : wrap(notAnalysed, width)),
    ...(findings === undefined ? [] : [findings]),
    ...administrators.flatMap((text) => labelled(paint.yellow('note '), text, 0, width)),
  ];
}
