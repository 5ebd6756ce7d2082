import type { ApplyEffect } from '#harden/control.js';
import type { NumberedEdit, PlanDigest, ProofDigest } from '../../digest/plan.js';
import { diffLines } from './diff.js';
import { closes, INDENT, manualSection, takesLines } from './manual.js';
import type { Page } from './page.js';
import { heading } from './page.js';
import { columnsOf, labelled, padEnd, wrap } from './text.js';
import { counted } from '../../words.js';

const APPLY_EFFECTS: Readonly<Record<ApplyEffect, string>> = {
  none: 'nothing changes in AWS',
  'in-place': 'changed in place',
  restart: 'changed in place, with a restart',
  'new-revision': 'a new revision, rolled out by a deployment',
  'new-resource': 'a new resource',
  replacement: 'destroyed and created again',
  deferred: 'in the next maintenance window',
  inert: 'nothing running changes until something else is done',
};

/** The edits with their diffs, what is left to people, and the proof. */
export function planLines(page: Page, plan: PlanDigest | undefined, written: boolean): string[] {
  if (!plan) return [];
  const { title, noEdit, closing, hygiene, proof } = plan;
  const lines = [heading(page, title)];
  if (noEdit !== undefined) lines.push(...wrap(noEdit, page.width), ...uncoveredLines(page, plan));
  lines.push('');
  for (const each of closing) lines.push(...editLines(page, each), '');
  if (hygiene.length > 0)
    lines.push(heading(page, `Hygiene: ${counted(hygiene.length, 'edit')}, none of which closes a path`), '');
  for (const each of hygiene) lines.push(...editLines(page, each), '');
  lines.push(...manualSection(page, plan));
  if (proof) lines.push(heading(page, 'Proof'), ...proofLines(page, proof, plan), '');
  return [...lines, ...closingLines(page, plan, written)];
}

function editLines(page: Page, { number, edit, as }: NumberedEdit): string[] {
  const { paint, width } = page;
  const [head = '', ...rest] = wrap(edit.summary, width - INDENT);
  const lines = [`${paint.dim(String(number).padStart(4))} ${paint.bold(head)}`];
  lines.push(...rest.map((line) => ' '.repeat(INDENT) + paint.bold(line)));
  lines.push(...labelled(paint.dim('control   '), edit.control, INDENT, width));
  if (edit.closesPaths.length > 0)
    lines.push(...labelled(paint.dim('closes    '), closes(edit.closesPaths, width), INDENT, width));
  const reason = as === undefined ? edit.reason : `as for ${as}, with the same consequences`;
  lines.push(...labelled(paint.dim('because   '), reason, INDENT, width));
  lines.push(...labelled(paint.dim('on apply  '), APPLY_EFFECTS[edit.applyEffect], INDENT, width));
  if (edit.dataLoss) {
    const warning = 'This destroys the data in the resource. Copy it out before you apply.';
    lines.push(...labelled('DATA LOSS ', warning, INDENT, width).map((line) => paint.bold(paint.red(line))));
  }
  lines.push(...takesLines(page, edit.takes));
  if (as === undefined) lines.push(...consequenceLines(page, edit.mayBreak));
  return [...lines, ...diffLines(paint, edit.diff).map((line) => (' '.repeat(INDENT) + line).trimEnd())];
}

function consequenceLines({ paint, width }: Page, sentences: readonly string[]): string[] {
  return sentences.flatMap((sentence, at) => {
    const label = at === 0 ? paint.yellow('may break ') : ' '.repeat(10);
    return labelled(sentences.length > 1 ? `${label}• ` : label, sentence, INDENT, width);
  });
}

function proofLines(page: Page, { text, state }: ProofDigest, plan: PlanDigest): string[] {
  const { paint } = page;
  const { mark, style } = {
    closed: { mark: '✔', style: paint.green },
    open: { mark: '●', style: paint.yellow },
    broken: { mark: '✖', style: paint.red },
  }[state];
  const lines = wrap(`${mark} ${text}`, page.width).map((line) => paint.bold(style(line)));
  if (state === 'open' && plan.manual.length > 0) lines.push('The rest needs the work by hand above.');
  return [...lines, ...uncoveredLines(page, plan)];
}

/** What the proof says nothing about is said beside it. */
function uncoveredLines({ width }: Page, { uncovered }: PlanDigest): string[] {
  return uncovered.flatMap((sentence) => labelled('• ', sentence, 0, width));
}

function closingLines(page: Page, { files }: PlanDigest, written: boolean): string[] {
  if (files.length === 0) return [];
  const { paint, width } = page;
  const indent = 9;
  if (written) {
    const list = wrap(files.join(', '), width - indent);
    return [
      ...list.map((line, at) => (at === 0 ? padEnd(paint.green('Written: '), indent) : ' '.repeat(indent)) + line),
      `Next: ${paint.bold('git diff')} to review, ${paint.bold('terraform plan')} to see what it does.`,
    ];
  }
  const command = page.command('harden', '--write');
  const text = `Nothing was written. ${command} applies the plan.`;
  if (columnsOf(text) <= width) return [`Nothing was written. ${paint.bold(command)} applies the plan.`];
  return ['Nothing was written. To apply the plan:', `  ${paint.bold(command)}`];
}
