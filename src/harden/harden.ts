import { attackPaths, type AttackAnalysis } from '#attack/analyse.js';
import type { Goal } from '#attack/goal.js';
import type { AttackPath } from '#attack/path.js';
import type { TextEdit } from '#hcl/edit.js';
import type { Diagnostic } from '#terraform/diagnostic.js';
import { apply, firstClash } from './apply.js';
import { Candidates, type Candidate } from './candidates.js';
import type { Control, EditProposal, ManualProposal } from './control.js';
import type { JudgedFinding } from './findings.js';
import { select, survivors, type Selection } from './plan.js';
import { compare, type Proof } from './proof.js';

export interface HardenRequest {
  readonly analysis: AttackAnalysis;
  /** The controls whose edits are on offer. */
  readonly controls: readonly Control[];
  /** Only some controls were asked for: what they can't cut is not part of the plan. */
  readonly partial?: boolean;
  /** Findings whose remedies are applied whether or not they close a path. */
  readonly remedies: readonly JudgedFinding[];
  /** Analyses the root module again with other text in place of some files; `reparsed` is false if that text has faults that the old had not. */
  readonly reanalyse: (files: ReadonlyMap<string, string>) => {
    readonly analysis: AttackAnalysis;
    readonly reparsed: boolean;
  };
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
}

export interface PlannedEdit {
  readonly control: Control;
  readonly proposal: EditProposal;
  readonly closes: readonly AttackPath[];
  /** The text edits of this one alone. */
  readonly text: readonly TextEdit[];
}

export interface PlannedManual {
  readonly control: Control | undefined;
  readonly proposal: Pick<ManualProposal, 'address' | 'reason' | 'instruction'>;
  readonly closes: readonly AttackPath[];
}

/** Rounds of planning and proving; each round withdraws a claim that the proof refuted, or an edit that can't be made. */
const MOST_ATTEMPTS = 24;

export async function harden(request: HardenRequest): Promise<Hardened> {
  const { analysis } = request;
  const candidates = new Candidates(request.controls, analysis.estate);
  const forced = request.remedies.map(({ control, finding }) => candidates.add(control, finding.remedy));
  const attempt: Attempt = { request, candidates, forced: [...new Set(forced)], forbidden: [] };
  for (let round = 0; round < MOST_ATTEMPTS; round++) {
    const { forced, forbidden } = attempt;
    const selection = await select({ analysis, candidates, forced, forbidden, partial: request.partial ?? false });
    const hardened = prove(attempt, selection);
    if (hardened) return hardened;
  }
  return nothingProven(analysis);
}

interface Attempt {
  readonly request: HardenRequest;
  readonly candidates: Candidates;
  forced: readonly Candidate[];
  readonly forbidden: ReadonlySet<number>[];
}

/** The hardened sources, or nothing where the selection can't be made or does not hold; then the attempt has learnt from it. */
function prove(attempt: Attempt, selection: Selection): Hardened | undefined {
  const { analysis, reanalyse } = attempt.request;
  const { edits } = selection;
  const { applies, files } = apply(edits.map(({ proposal }) => proposal));
  if (!applies) {
    excludeClash(attempt, edits);
    return undefined;
  }
  const after = edits.length > 0 ? reanalyse(files) : { analysis, reparsed: true };
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
    edits: edits.map((edit) => planned(edit, attempt)),
    manual: manualItems(attempt, selection),
    optimal: selection.optimal,
    cost: [...selection.edits, ...selection.manual].reduce((sum, { cost }) => sum + cost, 0),
    proof: compare(analysis, after.analysis, after.reparsed),
    files,
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
  if (withdrawn) return;
  const free = edits.filter((edit) => !attempt.forced.includes(edit));
  if (free.length > 0) attempt.forbidden.push(new Set(free.map(({ index }) => index)));
  else for (const edit of edits) drop(attempt, edit);
}

function planned(edit: Candidate<EditProposal>, attempt: Attempt): PlannedEdit {
  const { control, proposal } = edit;
  if (!control) throw new Error(`invariant: the edit ${proposal.id} is of no control`);
  return { control, proposal, closes: closedBy(edit, attempt), text: apply([proposal]).text };
}

function closedBy(candidate: Candidate, { request, candidates }: Attempt): AttackPath[] {
  return request.analysis.paths.filter(
    (path) => !path.intended && path.premises.some((premise) => candidates.falsifies(candidate, premise)),
  );
}

function manualItems(attempt: Attempt, selection: Selection): PlannedManual[] {
  const chosen = selection.manual.flatMap((candidate): PlannedManual[] =>
    candidate.proposal.kind === 'manual'
      ? [{ control: candidate.control, proposal: candidate.proposal, closes: closedBy(candidate, attempt) }]
      : [],
  );
  const unclosed = (attempt.request.partial ? [] : selection.unclosed).map((goal): PlannedManual => {
    const closes = attackPaths(attempt.request.analysis).filter(
      (path) => path.target === goal.target && (!goal.entry || path.entry === goal.entry),
    );
    return {
      control: undefined,
      proposal: {
        address: goal.target.address,
        reason: 'A path to it rests on nothing but the entry point that was named.',
        instruction: `Look at the steps of the path (chokepoint explain ${closes[0]?.id ?? ''}) and take away one of the things that it needs, or accept the risk.`,
      },
      closes,
    };
  });
  return [...chosen, ...unclosed];
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
          reason: `${where} does not parse (${summary}): what it holds is not known, so that no edit of this root module could be proved.`,
          instruction: 'Mend the file and run the command again. Nothing is written to this root module until then.',
        },
        closes: attackPaths(analysis),
      },
    ],
  });
}

/** Every plan that was tried failed its proof: none is shown. */
function nothingProven(analysis: AttackAnalysis): Hardened {
  const closes = attackPaths(analysis);
  const proposal = {
    address: analysis.rootModule,
    reason: 'No set of edits was found whose effect could be proved by analysing the edited sources again.',
    instruction: 'Nothing was changed. Please report the configuration; meanwhile cut the paths by hand.',
  };
  return withoutEdits(analysis, {
    reparsed: true,
    manual: closes.length > 0 ? [{ control: undefined, proposal, closes }] : [],
  });
}

function withoutEdits(
  analysis: AttackAnalysis,
  { manual, reparsed }: Pick<Hardened, 'manual'> & Pick<Proof, 'reparsed'>,
): Hardened {
  const proof = compare(analysis, analysis, reparsed);
  return { edits: [], manual, optimal: false, cost: 0, proof, files: new Map() };
}
