import type { Result } from '#analysis/result/result.js';
import { digestOf } from '../../digest/digest.js';
import type { Printer } from '../../format.js';
import { paintFor } from '../../paint.js';
import { visibleTexts } from '../../safe-text.js';
import { assumedLines } from './assumed.js';
import { chokePointLines } from './choke-points.js';
import { findingLines } from './findings.js';
import { headerLines } from './header.js';
import { notAnalysedLines } from './not-analysed.js';
import { pageFor } from './page.js';
import { pathLines } from './paths.js';
import { startLines } from './starts.js';
import { planLines } from './plan.js';
import { renderPretty } from './pretty.js';
import { accountLines, changeLines, verificationPage } from './verification.js';

/** An account against the sources; without sources, what is open in it, as of a folder. */
export const renderVerify: Printer<Result> = (untrusted, context) => {
  const result = visibleTexts(untrusted);
  const page = pageFor(context, paintFor(context.color), result);
  const digest = digestOf(result);
  const lines = result.verification?.summary.compared
    ? verificationPage(page, result)
    : [
        ...headerLines(page, digest),
        ...chokePointLines(page, digest),
        ...pathLines(page, digest),
        ...assumedLines(page, digest),
        ...startLines(page, digest.starts),
        ...findingLines(page, digest.findings),
        ...notAnalysedLines(page, digest.notAnalysed),
        ...accountLines(page, result),
      ];
  return `${lines.join('\n').trimEnd()}\n`;
};

/** Of an account the commands stand in the place of the diff. */
export const renderHarden: Printer<Result> = (untrusted, context) => {
  if (!untrusted.verification) return renderPretty(untrusted, context);
  const result = visibleTexts(untrusted);
  const page = pageFor(context, paintFor(context.color), result);
  const digest = digestOf(result);
  const lines = [
    ...headerLines(page, digest),
    ...pathLines(page, digest),
    ...planLines(page, digest.plan, true),
    ...changeLines(page, result),
    ...accountLines(page, result),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
};
