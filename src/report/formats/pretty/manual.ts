/** What a plan leaves to a person: work by hand, and edits that take away what is in use, with both sides said. */
import type { EditResult, ManualResult, NeedResult, TakingResult } from '#analysis/result/result.js';
import { type PlanDigest, takingTexts } from '../../digest/plan.js';
import { diffLines } from './diff.js';
import { place } from '../../digest/names.js';
import { type Page, heading } from './page.js';
import { columnsOf, labelled } from './text.js';
import { counted } from '../../words.js';

export const INDENT = 5;
/** Items that are listed. */
const MANUAL_SHOWN = 20;

export function manualSection(page: Page, { manual }: PlanDigest): string[] {
  if (manual.length === 0) return [];
  const lines = [heading(page, `By hand (${manual.length}): these need a person`), ''];
  manual.slice(0, MANUAL_SHOWN).forEach((each, at) => lines.push(...manualLines(page, each, at + 1), ''));
  const left = manual.length - MANUAL_SHOWN;
  if (left > 0) lines.push(page.paint.dim(`and ${left} more: --format json has all`), '');
  return lines;
}

function manualLines(page: Page, manual: ManualResult, number: number): string[] {
  const { paint, width } = page;
  return [
    `${paint.dim(String(number).padStart(4))} ${paint.bold(manual.address)}`,
    ...labelled(paint.dim('do        '), manual.instruction, INDENT, width),
    ...labelled(paint.dim('because   '), manual.reason, INDENT, width),
    ...labelled(paint.dim('closes    '), closes(manual.closesPaths, width), INDENT, width),
    ...needLines(page, manual.needs),
    ...(manual.edit ? choiceLines(page, manual.edit) : []),
  ];
}

function choiceLines(page: Page, edit: EditResult): string[] {
  const diff = diffLines(page.paint, edit.diff).map((line) => (' '.repeat(INDENT) + line).trimEnd());
  return [...takesLines(page, edit.takes), ...diff];
}

const NEEDS_SHOWN = 4;

/** What is in use, with the place that shows it. */
function needLines({ paint, width }: Page, needs: readonly NeedResult[]): string[] {
  const texts = needs.slice(0, NEEDS_SHOWN).map(({ what, evidence }) => {
    const source = evidence.find((each) => each.source)?.source;
    return source ? `${what} (${place(source)})` : what;
  });
  if (needs.length > texts.length) texts.push(`and ${needs.length - texts.length} more`);
  return texts.flatMap((text, at) =>
    labelled(at === 0 ? paint.yellow('in use    ') : ' '.repeat(10), text, INDENT, width),
  );
}

const TAKINGS_SHOWN = 4;

/** `takes     s3:GetObject, s3:GetObjectVersion on aws_s3_bucket.reports from aws_iam_role.web` */
export function takesLines({ paint, width }: Page, takes: readonly TakingResult[]): string[] {
  const all = takingTexts(takes);
  const left = all.length - TAKINGS_SHOWN;
  const texts = [...all.slice(0, TAKINGS_SHOWN), ...(left > 0 ? [`and ${left} more`] : [])];
  return texts.flatMap((text, at) =>
    labelled(at === 0 ? paint.yellow('takes     ') : ' '.repeat(10), text, INDENT, width),
  );
}

/** How many paths, and as many of their ids as fit in the line. */
export function closes(paths: readonly string[], width: number): string {
  if (paths.length === 0) return 'no attack path: hygiene';
  const room = width - INDENT - 10;
  let text = counted(paths.length, 'path');
  for (const [at, path] of paths.entries()) {
    const left = paths.length - at - 1;
    const longer = `${text}${at === 0 ? ': ' : ', '}${path}`;
    if (columnsOf(longer) + (left > 0 ? 6 : 0) > room) return `${text}${at === 0 ? '' : ', …'}`;
    text = longer;
  }
  return text;
}
