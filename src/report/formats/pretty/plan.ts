import type { ApplyEffect } from '#harden/control.js';
import type { EditResult, PlanResult, ProofResult, Result } from '#analysis/result/result.js';
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
  replacement: 'destroyed and created anew',
  deferred: 'in the next maintenance window',
  inert: 'nothing running changes until something else is done',
};

/** The edits with their diffs, what is left to people, and the proof. */
export function planLines(page: Page, result: Result, written: boolean): string[] {
  const { plan, proof } = result;
  if (!plan) return [];
  const closing = plan.edits.filter(({ closesPaths }) => closesPaths.length > 0);
  const hygiene = plan.edits.filter(({ closesPaths }) => closesPaths.length === 0);
  const said = new Map<string, number>();
  const lines = [heading(page, planTitle(plan)), ...noEditLines(page, result), ''];
  closing.forEach((edit, at) => lines.push(...editLines(page, edit, at + 1, said), ''));
  if (hygiene.length > 0) {
    lines.push(heading(page, `Hygiene: ${counted(hygiene.length, 'edit')}, of which none closes a path`), '');
    hygiene.forEach((edit, at) => lines.push(...editLines(page, edit, closing.length + at + 1, said), ''));
  }
  lines.push(...manualSection(page, plan));
  // Where nothing is edited there is nothing to prove.
  if (proof && plan.edits.length > 0) lines.push(heading(page, 'Proof'), ...proofLines(page, proof, plan), '');
  return [...lines, ...closingLines(page, plan, written)];
}

/** Why there is nothing to edit. */
function noEditLines(page: Page, { plan, proof, paths }: Result): string[] {
  if (!plan || plan.edits.length > 0) return [];
  const attacks = paths.filter(({ counts }) => counts).length;
  const why =
    attacks === 0
      ? 'There is no attack path to close.'
      : plan.manual.length > 0
        ? `${counted(attacks, 'attack path')} ${attacks === 1 ? 'stays' : 'stay'}: what closes them is left to a person, below.`
        : `${counted(attacks, 'attack path')} ${attacks === 1 ? 'stays' : 'stay'}: none of the edits on offer closes them.`;
  return [...wrap(why, page.width), ...(proof ? uncoveredLines(page, proof) : [])];
}

function planTitle(plan: PlanResult): string {
  if (plan.edits.length === 0) return 'Plan: nothing to edit';
  const closed = new Set(plan.edits.flatMap((edit) => edit.closesPaths)).size;
  const closing = plan.edits.filter((edit) => edit.closesPaths.length > 0).length;
  const hygiene = plan.edits.length - closing;
  const parts: string[] = [];
  if (closing > 0) {
    const verb = closing === 1 ? 'closes' : 'close';
    parts.push(
      `${counted(closing, 'edit')} ${verb} ${counted(closed, 'attack path')}${plan.optimal ? ', and none cheaper does' : ''}`,
    );
  }
  if (hygiene > 0) parts.push(`${counted(hygiene, 'edit')} for hygiene`);
  return `Plan: ${parts.join('; ')}`;
}

/** `said` has what earlier edits gave as reasons and consequences, which need not be said again. */
function editLines(page: Page, edit: EditResult, number: number, said: Map<string, number>): string[] {
  const { paint, width } = page;
  const [head = '', ...rest] = wrap(edit.summary, width - INDENT);
  const lines = [`${paint.dim(String(number).padStart(4))} ${paint.bold(head)}`];
  lines.push(...rest.map((line) => ' '.repeat(INDENT) + paint.bold(line)));
  lines.push(...labelled(paint.dim('control   '), edit.control, INDENT, width));
  if (edit.closesPaths.length > 0)
    lines.push(...labelled(paint.dim('closes    '), closes(edit.closesPaths, width), INDENT, width));
  const key = JSON.stringify([edit.control, edit.reason, edit.mayBreak]);
  const same = said.get(key);
  if (same === undefined) said.set(key, number);
  const reason = same === undefined ? edit.reason : `as for ${same}, with the same consequences`;
  lines.push(...labelled(paint.dim('because   '), reason, INDENT, width));
  lines.push(...labelled(paint.dim('on apply  '), APPLY_EFFECTS[edit.applyEffect], INDENT, width));
  if (edit.dataLoss) {
    const warning = 'This destroys what the resource holds. Copy the data out before you apply.';
    lines.push(...labelled('DATA LOSS ', warning, INDENT, width).map((line) => paint.bold(paint.red(line))));
  }
  lines.push(...takesLines(page, edit.takes));
  if (same === undefined) lines.push(...consequenceLines(page, edit.mayBreak));
  return [...lines, ...diffLines(paint, edit.diff).map((line) => (' '.repeat(INDENT) + line).trimEnd())];
}

function consequenceLines({ paint, width }: Page, sentences: readonly string[]): string[] {
  return sentences.flatMap((sentence, at) => {
    const label = at === 0 ? paint.yellow('may break ') : ' '.repeat(10);
    return labelled(sentences.length > 1 ? `${label}• ` : label, sentence, INDENT, width);
  });
}

function proofLines(page: Page, proof: ProofResult, plan: PlanResult): string[] {
  const { paint } = page;
  const count = `${counted(proof.pathsBefore, 'attack path')} before, ${proof.pathsAfter} after.`;
  const parsed = proof.reparsed ? 'The edited sources parse' : 'Not all of the sources parse';
  const fresh = proof.newPaths.length === 0 ? 'no path is new.' : `new: ${proof.newPaths.join(', ')}.`;
  const text = `${count} ${parsed}; ${fresh}`;
  const holds = proof.reparsed && proof.newPaths.length === 0;
  const style = holds ? (proof.pathsAfter === 0 ? paint.green : paint.yellow) : paint.red;
  const mark = holds ? (proof.pathsAfter === 0 ? '✔' : '●') : '✖';
  const lines = wrap(`${mark} ${text}`, page.width).map((line) => paint.bold(style(line)));
  if (holds && proof.pathsAfter > 0 && plan.manual.length > 0) lines.push('What is left needs the work by hand above.');
  return [...lines, ...uncoveredLines(page, proof)];
}

/** What the proof says nothing about is said beside it. */
function uncoveredLines({ width }: Page, { assumedAfter, notCovered }: ProofResult): string[] {
  const stay = assumedAfter === 1 ? 'stays, only if what it assumes' : 'stay, only if what they assume';
  const assumed = assumedAfter > 0 ? [`${counted(assumedAfter, 'path')} ${stay} is so.`] : [];
  return [...assumed, ...notCovered].flatMap((sentence) => labelled('• ', sentence, 0, width));
}

function closingLines(page: Page, plan: PlanResult, written: boolean): string[] {
  const files = [...new Set(plan.edits.flatMap((edit) => edit.files))].sort();
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
