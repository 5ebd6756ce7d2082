import { attackPaths, type AttackAnalysis } from '#attack/analyse.js';
import type { Goal } from '#attack/goal.js';
import type { Estate } from '#aws/estate.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { apply, firstClash } from './apply.js';
import { Candidates, isEdit, type Candidate } from './candidates.js';
import type { Control, EditProposal } from './control.js';
import type { JudgedFinding } from './findings.js';
import { NeedJudge, type Reread } from './needs/judge.js';
import type { MetNeed } from './needs/need.js';
import { takenByEach } from './needs/taken.js';
import { plannedEdits, plannedManual, type PlannedEdit, type PlannedManual } from './planned.js';
import { select, survivors, type Selection } from './plan.js';
import { compare, type Proof } from './proof.js';

export interface HardenRequest {
  readonly analysis: AttackAnalysis;
  /** The controls whose edits are on offer. */
  readonly controls: readonly Control[];
  /** Only some controls were asked for: what they can't cut is not part of the plan, and what they take away is wanted. */
  readonly partial?: boolean;
  /** Findings whose remedies are applied whether or not they close a path. */
  readonly remedies: readonly JudgedFinding[];
  /** Analyses the root module again with other text in place of some files; `reparsed` is false if that text has faults that the old had not. */
  readonly reanalyse: (files: ReadonlyMap<string, string>) => {
    readonly analysis: AttackAnalysis;
    readonly reparsed: boolean;
  };
  /** The estate alone, read again as `reanalyse` does it. */
  readonly reread?: Reread;
}

/** A plan with its proof. */
export interface Hardened {
  readonly edits: readonly PlannedEdit[];
  readonly manual: readonly PlannedManual[];
  readonly optimal: boolean;
  readonly cost: number;
  readonly proof: Proof;
  /** The new text of the files that the edits change, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** The analysis of the edited sources; the first one where nothing is edited. */
  readonly after: AttackAnalysis;
}

/** Rounds of planning and proving; each round withdraws a claim that the proof refuted, an edit that can't be made, or one that takes away what is in use. */
const MOST_ATTEMPTS = 24;

export async function harden(request: HardenRequest): Promise<Hardened> {
  const { analysis, partial = false } = request;
  const candidates = new Candidates(request.controls, analysis.estate, !partial);
  const reread = request.reread ?? ((files): Estate => request.reanalyse(files).analysis.estate);
  const judge = new NeedJudge(analysis.estate, candidates, reread);
  const forced = new Set(request.remedies.map(({ control, finding }) => candidates.add(control, finding.remedy)));
  const taken = (candidate: Candidate): readonly MetNeed[] => (partial ? [] : judge.takenBy(candidate));
  const attempt: Attempt = { request, candidates, judge, reread, taken, forced: [...forced], forbidden: [] };
  for (let round = 0; round < MOST_ATTEMPTS; round++) {
    const { forbidden } = attempt;
    const wanted = attempt.forced.filter((candidate) => isEdit(candidate) && taken(candidate).length === 0);
    const selection = await select({ analysis, candidates, forced: wanted, forbidden, taken, partial });
    const hardened = prove(attempt, selection);
    if (hardened) return hardened;
  }
  return nothingProven(analysis);
}

interface Attempt {
  readonly request: HardenRequest;
  readonly candidates: Candidates;
  readonly judge: NeedJudge;
  readonly reread: Reread;
  readonly taken: (candidate: Candidate) => readonly MetNeed[];
  /** Asked for, whatever they close. Work by hand, and edits that take away what is in use, are left to a person. */
  forced: readonly Candidate[];
  readonly forbidden: ReadonlySet<number>[];
}

/** The hardened sources, or nothing where the selection can't be made or does not hold; then the attempt has learnt from it. */
function prove(attempt: Attempt, selection: Selection): Hardened | undefined {
  const { analysis, reanalyse } = attempt.request;
  const edits = selection.edits;
  const { applies, files } = apply(edits.map(({ proposal }) => proposal));
  if (!applies) {
    excludeClash(attempt, edits);
    return undefined;
  }
  const after = edits.length > 0 ? reanalyse(files) : { analysis, reparsed: true };
  if (takesAway(attempt, edits, after.analysis.estate)) return undefined;
  const left = survivors(analysis, attempt.candidates, edits);
  const expected = new Set(left.map(({ goal }) => goalKey(goal)));
  const refuted = survivors(after.analysis, attempt.candidates, []).filter(({ goal }) => !expected.has(goalKey(goal)));
  if (refuted.length > 0 || !after.reparsed) {
    const premises = refuted.flatMap(({ derivation }) => derivation.flatMap((rule) => rule.premises));
    learn(
      attempt,
      edits,
      premises.map(({ key }) => key),
    );
    return undefined;
  }
  return {
    ...outlined(attempt, selection, after.analysis),
    proof: compare(analysis, after.analysis, after.reparsed),
    files,
    after: after.analysis,
  };
}

/** Whether the edits took what was in use, although none of them said so; then those that did are known. */
function takesAway({ request, judge }: Attempt, edits: readonly Candidate[], edited: Estate): boolean {
  const unmet = request.partial || edits.length === 0 ? [] : judge.unmetIn(edited);
  judge.convict(edits, unmet);
  return unmet.length > 0;
}

function outlined(
  { request, candidates, judge, reread, taken, forced }: Attempt,
  selection: Selection,
  edited: AttackAnalysis,
): Omit<Hardened, 'proof' | 'files' | 'after'> {
  const { analysis } = request;
  const offered = forced.filter((candidate) => !isEdit(candidate) || taken(candidate).length > 0);
  const planned = { edits: selection.edits, edited: edited.estate };
  const choices = [...selection.manual, ...offered].filter(isEdit);
  const takenBy = takenByEach({ estate: analysis.estate, candidates, reread, planned, choices });
  const after = attackPaths(edited);
  const outline = { analysis, after, candidates, judge, selection, offered, taken: takenBy };
  return {
    edits: plannedEdits(outline),
    manual: plannedManual(outline),
    optimal: selection.optimal,
    cost: [...selection.edits, ...selection.manual].reduce((sum, { cost }) => sum + cost, 0),
  };
}

function goalKey({ entry, target }: Goal): string {
  return `${entry?.id ?? '*'} ${target.id}`;
}

/** An edit that can't be made by itself is off the table; two that collide are not chosen together again. */
function excludeClash(attempt: Attempt, edits: readonly Candidate<EditProposal>[]): void {
  const clash = firstClash(edits.map(({ proposal }) => proposal));
  const late = edits.find(({ proposal }) => proposal === clash?.late);
  const early = edits.find(({ proposal }) => proposal === clash?.early);
  if (!late) throw new Error('invariant: edits that are refused together have a first that is refused');
  if (!early || attempt.forced.includes(early)) drop(attempt, late);
  else if (attempt.forced.includes(late)) drop(attempt, early);
  else attempt.forbidden.push(new Set([early.index, late.index]));
}

function drop(attempt: Attempt, candidate: Candidate): void {
  attempt.candidates.ban(candidate);
  attempt.forced = attempt.forced.filter((each) => each !== candidate);
}

/** Withdraws what the edits claimed about premises that are still there; where none of them claimed any, excludes the set. */
function learn(attempt: Attempt, edits: readonly Candidate<EditProposal>[], standing: readonly string[]): void {
  const premises = attempt.request.analysis.graph.rules.flatMap((rule) => rule.premises);
  const known = new Map(premises.map((premise) => [premise.key, premise]));
  let withdrawn = false;
  for (const key of new Set(standing)) {
    const premise = known.get(key);
    for (const edit of edits) {
      if (!premise || !attempt.candidates.falsifies(edit, premise)) continue;
      attempt.candidates.withdraw(edit, key);
      withdrawn = true;
    }
  }
  if (!withdrawn) exclude(attempt, edits);
}

/** The edits are not made together again. */
function exclude(attempt: Attempt, edits: readonly Candidate<EditProposal>[]): void {
  const free = edits.filter((edit) => !attempt.forced.includes(edit));
  if (free.length > 0) attempt.forbidden.push(new Set(free.map(({ index }) => index)));
  else for (const edit of edits) drop(attempt, edit);
}

/** Nothing is written on what could not be read. */
export function notHardened(analysis: AttackAnalysis, fault: Diagnostic): Hardened {
  const { source, summary } = fault;
  const where = source ? `${source.file}:${source.startLine}` : analysis.rootModule;
  return withoutEdits(analysis, {
    reparsed: false,
    manual: [
      {
        control: undefined,
        proposal: {
          address: where,
          reason: `${where} does not parse (${summary}): its content is unknown, so no edit of this root module can be proved.`,
          instruction: 'Fix the file and run the command again. Nothing is written to this root module until then.',
        },
        closes: attackPaths(analysis),
        needs: [],
      },
    ],
  });
}

/** Every plan that was tried failed its proof: none is shown. */
function nothingProven(analysis: AttackAnalysis): Hardened {
  const closes = attackPaths(analysis);
  const proposal = {
    address: analysis.rootModule,
    reason: 'The analysis of the edited sources proved the effect of no set of edits.',
    instruction: 'Nothing was changed. Please report the configuration; meanwhile close the paths by hand.',
  };
  return withoutEdits(analysis, {
    reparsed: true,
    manual: closes.length > 0 ? [{ control: undefined, proposal, closes, needs: [] }] : [],
  });
}

function withoutEdits(
  analysis: AttackAnalysis,
  { manual, reparsed }: Pick<Hardened, 'manual'> & Pick<Proof, 'reparsed'>,
): Hardened {
  const proof = compare(analysis, analysis, reparsed);
  return { edits: [], manual, optimal: false, cost: 0, proof, files: new Map(), after: analysis };
}
