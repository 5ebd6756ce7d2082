import { subjectOf } from '#aws/premise.js';
import { attackPaths, type AttackAnalysis } from '#attack/analyse.js';
import type { Goal } from '#attack/goal.js';
import type { AttackPath } from '#attack/path.js';
import type { Grant } from '#aws/iam/decision.js';
import { display } from '#aws/symbolic.js';
import type { TextEdit } from '#hcl/edit/edit.js';
import { apply } from './apply.js';
import { isEdit, type Candidate, type Candidates } from './candidates.js';
import type { Control, EditProposal, ManualProposal } from './control.js';
import type { NeedJudge } from './needs/judge.js';
import type { MetNeed } from './needs/need.js';
import { type Taken, takenOf } from './needs/loss.js';
import type { Selection } from './plan.js';
import { endsOf } from './proof.js';

export interface PlannedEdit {
  readonly control: Control;
  readonly proposal: EditProposal;
  readonly closes: readonly AttackPath[];
  /** The text edits of this one alone. */
  readonly text: readonly TextEdit[];
  /** What is in use and goes with it: only where the user named its control, or it is left to a person. */
  readonly needs: readonly MetNeed[];
  /** The permissions, ports and mounts that it takes, in use or not. */
  readonly taken: Taken;
}

export interface PlannedManual {
  readonly control: Control | undefined;
  readonly proposal: Pick<ManualProposal, 'address' | 'reason' | 'instruction'>;
  readonly closes: readonly AttackPath[];
  /** What is in use and goes where a person does it. */
  readonly needs: readonly MetNeed[];
  /** The edit that would do it: a person decides. */
  readonly edit?: PlannedEdit;
}

/** What a plan is told of: the selection, and what was known when it was made. */
export interface Outline {
  readonly analysis: AttackAnalysis;
  /** The paths that are there after the edits. */
  readonly after: readonly AttackPath[];
  readonly candidates: Candidates;
  readonly judge: NeedJudge;
  readonly selection: Selection;
  /** Asked for, whatever they close, but a person's to do. */
  readonly offered: readonly Candidate[];
  readonly taken: ReadonlyMap<Candidate, Taken>;
}

export function plannedEdits(outline: Outline): PlannedEdit[] {
  const left = new Set(outline.after.map(({ id }) => id));
  const closed = attackPaths(outline.analysis).filter(({ id }) => !left.has(id));
  return outline.selection.edits.map((edit) => plannedEdit(edit, closedBy(edit, closed, outline), outline));
}

function plannedEdit(
  edit: Candidate<EditProposal>,
  closes: readonly AttackPath[],
  { judge, taken }: Outline,
): PlannedEdit {
  const { control, proposal } = edit;
  if (!control) throw new Error(`invariant: the edit ${proposal.id} is of no control`);
  return {
    control,
    proposal,
    closes,
    text: apply([proposal]).text,
    needs: judge.takenBy(edit),
    taken: taken.get(edit) ?? takenOf([]),
  };
}

/**
 * Of some paths those that rest on what it makes false; where none does, as one whose steps have a second statement to rest
 * on, those between the ends for which it was chosen.
 */
function closedBy(
  candidate: Candidate,
  among: readonly AttackPath[],
  { candidates, selection }: Outline,
): AttackPath[] {
  const direct = among.filter((path) => path.premises.some((premise) => candidates.falsifies(candidate, premise)));
  if (direct.length > 0) return direct;
  const goals = [...(selection.goals.get(candidate) ?? [])];
  return among.filter((path) => goals.some((goal) => leadsTo(path, goal)));
}

function leadsTo({ entry, target }: AttackPath, goal: Goal): boolean {
  return target === goal.target && (!goal.entry || entry === goal.entry);
}

/** What closes none of the paths that are left is said only where the user asked for it. */
export function plannedManual(outline: Outline): PlannedManual[] {
  const { selection, offered, analysis } = outline;
  const left = leftOf(outline);
  const planned = (candidate: Candidate): PlannedManual =>
    leftToPerson(candidate, closedBy(candidate, left, outline), outline);
  const asked = offered.filter((candidate) => !selection.manual.includes(candidate));
  return saidOnce([
    ...selection.manual.map(planned).filter(({ closes }) => closes.length > 0),
    ...asked.map(planned),
    ...selection.unclosed.map((goal) => withoutPremise(goal, analysis)),
  ]);
}

/** The paths that the edits leave: with the same steps, or others between the same ends. */
function leftOf({ analysis, after }: Outline): readonly AttackPath[] {
  const paths = attackPaths(analysis);
  const ids = new Set(after.map(({ id }) => id));
  const ends = new Set(after.map(endsOf));
  const same = paths.filter(({ id }) => ids.has(id));
  const covered = new Set(same.map(endsOf));
  return [...same, ...paths.filter((path) => ends.has(endsOf(path)) && !covered.has(endsOf(path)))];
}

/** What is to be done at one place for several reasons is said once. */
function saidOnce(items: readonly PlannedManual[]): PlannedManual[] {
  const byText = new Map<string, PlannedManual>();
  for (const item of items) {
    const { address, reason, instruction } = item.proposal;
    const key = item.edit ? item.edit.proposal.id : JSON.stringify([address, reason, instruction]);
    const known = byText.get(key);
    const closes = new Set([...(known?.closes ?? []), ...item.closes]);
    const needs = new Map([...(known?.needs ?? []), ...item.needs].map((need) => [need.key, need]));
    byText.set(key, { ...item, closes: [...closes], needs: [...needs.values()] });
  }
  return [...byText.values()];
}

function leftToPerson(candidate: Candidate, closes: readonly AttackPath[], outline: Outline): PlannedManual {
  const { control, proposal } = candidate;
  const needs = outline.judge.takenBy(candidate);
  if (proposal.kind === 'manual') return { control, proposal, closes, needs };
  if (!isEdit(candidate)) throw new Error(`invariant: the proposal ${proposal.id} is an edit or work by hand`);
  return {
    control,
    proposal: choice(proposal, { control, closes, needs, wide: wideGrant(candidate, closes, outline) }),
    closes,
    needs,
    edit: plannedEdit(candidate, closes, outline),
  };
}

const MOST_SAID = 3;

/** What the edit takes was granted on more than is named: who knows what is used can narrow it. */
function wideGrant(candidate: Candidate, closes: readonly AttackPath[], { candidates }: Outline): Grant | undefined {
  return closes
    .flatMap(({ premises }) => premises.filter((premise) => candidates.falsifies(candidate, premise)))
    .flatMap((premise) => subjectOf(premise, 'iam.grant') ?? [])
    .find(({ narrowness, resourcePattern }) => narrowness !== 'name' && resourcePattern !== undefined);
}

interface Choice extends Pick<PlannedManual, 'control' | 'closes' | 'needs'> {
  readonly wide: Grant | undefined;
}

/** Both sides of an edit that only a person may decide on. */
function choice(proposal: EditProposal, { control, closes, needs, wide }: Choice): PlannedManual['proposal'] {
  const { address, summary, dataLoss } = proposal;
  if (!dataLoss && needs.length === 0) return together(proposal);
  const distinct = [...new Set(needs.map(({ what }) => what))];
  const said = distinct.slice(0, MOST_SAID);
  const more = distinct.length > said.length ? `; and ${distinct.length - said.length} more` : '';
  const others = closes.length > 0 ? 'No edit closes these paths without taking something away. ' : '';
  const loss = dataLoss
    ? `This one destroys the data in ${address}.`
    : `What it takes away is in use: ${said.join('; ')}${more}.`;
  const ways = [
    ...(wide?.resourcePattern
      ? [`name what ${wide.principal.address} uses in Resource instead of ${display(wide.resourcePattern.text)}`]
      : []),
    `make the edit "${summary}" (harden --control ${control?.id ?? ''} --write) once ${dataLoss ? 'the data is safe' : 'nothing uses what it takes away'}`,
    closes.length > 0 ? 'keep it and accept the risk' : 'keep it',
  ];
  return { address, reason: `${others}${loss}`, instruction: `Decide: ${listed(ways)}.` };
}

function together({ address, summary }: EditProposal): PlannedManual['proposal'] {
  return {
    address,
    reason: 'Alone it closes nothing: the paths have another way, which is left to a person too.',
    instruction: `Make the edit "${summary}" only together with the others that close these paths.`,
  };
}

function listed(ways: readonly string[]): string {
  return `${ways.slice(0, -1).join(', ')}, or ${ways.at(-1) ?? ''}`;
}

function withoutPremise(goal: Goal, analysis: AttackAnalysis): PlannedManual {
  const closes = attackPaths(analysis).filter((path) => leadsTo(path, goal));
  return {
    control: undefined,
    proposal: {
      address: goal.target.address,
      reason: 'A path to it depends on nothing but the entry point that the user named.',
      instruction: `Look at the steps of the path (chokepoint explain ${closes[0]?.id ?? ''}) and remove one of the things that it needs, or accept the risk.`,
    },
    closes,
    needs: [],
  };
}
