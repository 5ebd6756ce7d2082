import type { EvidenceResult, PathResult, StepResult } from '#analysis/result/result.js';
import type { Page } from './page.js';
import { place } from '../../digest/names.js';
import { isBare, isIndirect, sourceLine } from './page.js';
import { columnsOf, cut, labelled, wrap } from './text.js';

/** How much of a chain is shown. */
export interface ChainDetail {
  /** Explanations, actions, every piece of evidence with its value. */
  readonly full: boolean;
  /** Steps that the reader has seen already: how many, and in which path. */
  readonly seen?: { readonly steps: number; readonly path: string };
}

const INDENT = 5;
const EVIDENCE_SHOWN = 3;

/** The steps of a path, one below the other, each with the lines of source that open it. */
export function chainLines(page: Page, path: PathResult, detail: ChainDetail): string[] {
  const seen = detail.seen?.steps ?? 0;
  const lines: string[] = [];
  if (detail.seen && seen > 0) {
    const reached = path.steps[seen - 1]?.to ?? '';
    const label = seen === 1 ? '   1' : `${`1-${seen}`.padStart(4)}`;
    lines.push(`${page.paint.dim(label)} ${cut(`as in ${detail.seen.path}, to ${reached}`, page.width - INDENT)}`);
  }
  path.steps.forEach((step, at) => {
    if (at >= seen) lines.push(...stepLines(page, step, at + 1, detail.full));
  });
  return lines;
}

function stepLines(page: Page, step: StepResult, number: number, full: boolean): string[] {
  const { paint } = page;
  const [title = '', ...rest] = wrap(page.titleOf(step.technique), page.width - INDENT);
  const lines = [
    `${paint.dim(String(number).padStart(4))} ${paint.bold(title)}`,
    ...rest.map((line) => ' '.repeat(INDENT) + paint.bold(line)),
  ];
  if (full) lines.push(`${' '.repeat(INDENT)}${paint.dim(step.technique)}`);
  if (full) lines.push(...arrowLines(page, step));
  lines.push(...labelled('', step.explanation, INDENT, page.width));
  if (full) {
    lines.push(...labelled(paint.dim('wins '), step.fact, INDENT, page.width));
    if (step.actions.length > 0)
      lines.push(...labelled(paint.dim('uses '), step.actions.join(', '), INDENT, page.width));
  }
  return [...lines, ...evidenceLines(page, step.evidence, full)];
}

/** `from → to`, on two lines where one is too narrow. */
function arrowLines(page: Page, step: StepResult): string[] {
  const { paint } = page;
  const indent = ' '.repeat(INDENT);
  const room = page.width - INDENT;
  if (step.from === step.to) return [`${indent}${cut(step.to, room)}`];
  if (columnsOf(step.from) + 3 + columnsOf(step.to) <= room)
    return [`${indent}${step.from} ${paint.dim('→')} ${step.to}`];
  return [`${indent}${cut(step.from, room)}`, `${indent}${paint.dim('→')} ${cut(step.to, room - 2)}`];
}

function evidenceLines(page: Page, evidence: readonly EvidenceResult[], full: boolean): string[] {
  const distinct = distinctPlaces(evidence);
  const shown = full ? evidence : distinct.slice(0, EVIDENCE_SHOWN);
  const lines = shown.flatMap((each) => oneEvidence(page, each, full));
  const left = distinct.length - shown.length;
  if (!full && left > 0) lines.push(`${' '.repeat(INDENT)}${page.paint.dim(`│ and ${left} more`)}`);
  return lines;
}

/** One for each line of source: two premises that the same line makes true need it once. */
function distinctPlaces(evidence: readonly EvidenceResult[]): EvidenceResult[] {
  const places = new Map<string, EvidenceResult>();
  for (const each of evidence) {
    const key = each.source === null ? `${each.address} ${each.attribute}` : place(each.source);
    const known = places.get(key);
    if (known === undefined || (each.assumed && !known.assumed)) places.set(key, each);
  }
  return [...places.values()];
}

function oneEvidence(page: Page, evidence: EvidenceResult, full: boolean): string[] {
  const { paint } = page;
  const bar = `${' '.repeat(INDENT)}${paint.dim('│')} `;
  const columns = page.width - INDENT - 2;
  const what = `${evidence.attribute}: ${evidence.value}`;
  const lines: string[] = [];
  if (evidence.source) lines.push(bar + sourceLine(page, evidence.source, columns, full ? '' : what));
  const assumed = evidence.assumed ? 'assumed, not known before apply: ' : '';
  const style = evidence.assumed ? paint.yellow : paint.dim;
  const indent = evidence.source ? '  ' : '';
  if (full) {
    const text = `${assumed}${evidence.address} ${what}`;
    lines.push(...wrap(text, columns - 2).map((line) => bar + style(indent + line)));
  } else if (evidence.assumed || !speaksForItself(page, evidence)) {
    const address = evidence.source ? '' : `${evidence.address} `;
    lines.push(bar + style(cut(`${indent}${assumed}${address}${what}`, columns)));
  }
  return lines;
}

/** The line of source shows the value, so that it need not be repeated. */
function speaksForItself(page: Page, evidence: EvidenceResult): boolean {
  if (!evidence.source) return false;
  const line = page.lineAt(evidence.source) ?? '';
  const value = evidence.value.replace(/^"|"$/g, '');
  if (value === '' || isBare(line)) return true;
  // What a loop or a variable puts there, the line does not say.
  if (isIndirect(line)) return line.includes(value);
  const last = evidence.attribute.split('.').at(-1)?.replace(/\[.*$/, '') ?? '';
  return line.includes(value) || (line.trimStart().startsWith(last) && value !== 'absent');
}
