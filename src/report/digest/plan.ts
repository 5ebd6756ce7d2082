/** A plan in the order in which it is read, and what it does to the paths. */
import type {
  ClosingResult,
  EditResult,
  ManualResult,
  PathResult,
  PlanResult,
  ProofResult,
  Result,
  TakingResult,
} from '#analysis/result/result.js';
import { counted } from '../words.js';
import { attacksOf, groupedBy } from './paths.js';

export interface PlanDigest {
  /** `Plan: 4 edits close 61 attack paths, and none cheaper does` */
  readonly title: string;
  /** Why there is nothing to edit. */
  readonly noEdit?: string;
  /** Numbered in one row: what closes paths first. */
  readonly closing: readonly NumberedEdit[];
  readonly hygiene: readonly NumberedEdit[];
  readonly manual: readonly ManualResult[];
  /** Absent where nothing is edited: there is nothing to prove. */
  readonly proof?: ProofDigest;
  /** What the proof says nothing about: a sentence each. */
  readonly uncovered: readonly string[];
  /** Files that change. */
  readonly files: readonly string[];
}

export interface NumberedEdit {
  readonly number: number;
  readonly edit: EditResult;
  /** An earlier edit of the same reason with the same consequences. */
  readonly as?: number;
}

export interface ProofDigest {
  /** `61 attack paths before, 0 after. The edited sources parse; no path is new.` */
  readonly text: string;
  /** `broken`: the plan does not hold; `closed`: no path is left. */
  readonly state: 'broken' | 'open' | 'closed';
}

export function planOf(result: Result): PlanDigest | undefined {
  const { plan, proof } = result;
  if (!plan) return undefined;
  const closes = plan.edits.filter(({ closesPaths }) => closesPaths.length > 0);
  const others = plan.edits.filter(({ closesPaths }) => closesPaths.length === 0);
  const numbered = numberedEdits([...closes, ...others]);
  const none = plan.edits.length === 0;
  return {
    title: planTitle(plan),
    ...(none ? { noEdit: noEdit(result, plan) } : {}),
    closing: numbered.slice(0, closes.length),
    hygiene: numbered.slice(closes.length),
    manual: plan.manual,
    ...(proof && !none ? { proof: proofDigest(proof) } : {}),
    uncovered: proof ? uncovered(proof) : [],
    files: [...new Set(plan.edits.flatMap(({ files }) => files))].toSorted(),
  };
}

function numberedEdits(edits: readonly EditResult[]): NumberedEdit[] {
  const said = new Map<string, number>();
  return edits.map((edit, at) => {
    const number = at + 1;
    const key = JSON.stringify([edit.control, edit.reason, edit.mayBreak]);
    const as = said.get(key);
    if (as !== undefined) return { number, edit, as };
    said.set(key, number);
    return { number, edit };
  });
}

function noEdit(result: Result, plan: PlanResult): string {
  const attacks = attacksOf(result).length;
  const why =
    attacks === 0
      ? 'There is no attack path to close.'
      : plan.manual.length > 0
        ? `${counted(attacks, 'attack path')} ${attacks === 1 ? 'stays' : 'stay'}: closing them is left to a person, below.`
        : `${counted(attacks, 'attack path')} ${attacks === 1 ? 'stays' : 'stay'}: none of the proposed edits closes them.`;
  return why;
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

function proofDigest(proof: ProofResult): ProofDigest {
  const { pathsBefore, pathsAfter, newPaths, reparsed } = proof;
  const count = `${counted(pathsBefore, 'attack path')} before, ${pathsAfter} after.`;
  const parsed = reparsed ? 'The edited sources parse' : 'Not all of the sources parse';
  const fresh = newPaths.length === 0 ? 'no path is new.' : `new: ${newPaths.join(', ')}.`;
  const holds = reparsed && newPaths.length === 0;
  return { text: `${count} ${parsed}; ${fresh}`, state: holds ? (pathsAfter === 0 ? 'closed' : 'open') : 'broken' };
}

function uncovered({ assumedAfter, notCovered }: ProofResult): string[] {
  const stay = assumedAfter === 1 ? 'stays, only if what it assumes' : 'stay, only if what they assume';
  return [...(assumedAfter > 0 ? [`${counted(assumedAfter, 'path')} ${stay} is so.`] : []), ...notCovered];
}

/** What closes a path that counts: of a plan its edits by their numbers, else an edit that is on offer. */
export function closingTexts({ closedBy, counts }: PathResult, plan: Result['plan']): readonly string[] {
  if (!counts) return [];
  if (closedBy.length === 0) return [plan ? 'nothing in this plan' : 'no known edit: a person has to'];
  return closedBy.map((closing) => closingText(closing, plan));
}

function closingText({ kind, summary, control, edit }: ClosingResult, plan: Result['plan']): string {
  const by = control === null ? '' : ` (${control})`;
  if (!plan) return `${summary}${by}`;
  if (kind === 'by-hand') return `a person, by hand: ${summary}${by}`;
  // As the plan lists them: hygiene comes after what closes paths.
  const number = plan.edits.filter(({ closesPaths }) => closesPaths.length > 0).findIndex(({ id }) => id === edit) + 1;
  return `edit ${number}, ${summary}${by}`;
}
/** `s3:GetObject, s3:GetObjectVersion on aws_s3_bucket.reports from aws_iam_role.web` */
export function takingTexts(takes: readonly TakingResult[]): readonly string[] {
  const rest = ({ principal, resource, keeps = [] }: TakingResult): string =>
    ` on ${resource} from ${principal}${keeps.length > 0 ? `, but for ${keeps.join(', ')}` : ''}`;
  return groupedBy(takes, rest).map((group) => someOf(group.map(({ action }) => action)) + rest(group[0]));
}

const ACTIONS_SHOWN = 6;

function someOf(actions: readonly string[]): string {
  const shown = actions.slice(0, ACTIONS_SHOWN).join(', ');
  return actions.length > ACTIONS_SHOWN ? `${shown} and ${actions.length - ACTIONS_SHOWN} more` : shown;
}
