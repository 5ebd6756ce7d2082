import { createTwoFilesPatch } from 'diff';
import type { Hardened, PlannedEdit, PlannedManual } from '#harden/harden.js';
import { applyEdits, type TextEdit } from '#hcl/edit.js';
import type { EditResult, ManualResult, PlanResult, ProofResult } from './result.js';

/** A root module with its plan and the texts that the plan was made for. */
export interface HardenedModule {
  readonly rootModule: string;
  readonly hardened: Hardened;
  /** The text of a file before the edits, by path. */
  readonly textOf: (path: string) => string;
}

export function planResult(modules: readonly HardenedModule[]): PlanResult {
  return {
    optimal: modules.every(({ hardened }) => hardened.optimal),
    cost: modules.reduce((sum, { hardened }) => sum + hardened.cost, 0),
    edits: modules.flatMap((module) => module.hardened.edits.map((edit) => editResult(edit, module))),
    manual: modules.flatMap((module) =>
      module.hardened.manual.map((manual) => manualResult(manual, module.rootModule)),
    ),
  };
}

export function proofResult(modules: readonly HardenedModule[]): ProofResult {
  const proofs = modules.map(({ hardened }) => hardened.proof);
  return {
    pathsBefore: proofs.reduce((sum, { pathsBefore }) => sum + pathsBefore, 0),
    pathsAfter: proofs.reduce((sum, { pathsAfter }) => sum + pathsAfter, 0),
    assumedBefore: proofs.reduce((sum, { assumedBefore }) => sum + assumedBefore, 0),
    assumedAfter: proofs.reduce((sum, { assumedAfter }) => sum + assumedAfter, 0),
    notCovered: [],
    newPaths: proofs.flatMap(({ newPaths }) => newPaths.map(({ id }) => id)),
    reparsed: proofs.every(({ reparsed }) => reparsed),
  };
}

function editResult(edit: PlannedEdit, { rootModule, textOf }: HardenedModule): EditResult {
  const { control, proposal, closes, text } = edit;
  const files = [...new Set(text.map(({ path }) => path))].toSorted();
  return {
    id: proposal.id,
    rootModule,
    control: control.id,
    address: proposal.address,
    summary: proposal.summary,
    reason: proposal.reason,
    applyEffect: proposal.applyEffect,
    dataLoss: proposal.dataLoss,
    mayBreak: proposal.mayBreak,
    closesPaths: closes.map(({ id }) => id),
    files,
    diff: files.map((file) => unifiedDiff(file, textOf(file), text)).join(''),
  };
}

function manualResult({ proposal, closes }: PlannedManual, rootModule: string): ManualResult {
  const { address, reason, instruction } = proposal;
  return { rootModule, address, reason, instruction, closesPaths: closes.map(({ id }) => id) };
}

/** As `git apply` takes it. */
function unifiedDiff(file: string, before: string, edits: readonly TextEdit[]): string {
  const own = edits.filter((edit) => edit.path === file);
  const applied = applyEdits(before, own);
  if ('refused' in applied)
    throw new Error(`invariant: an edit of the plan is refused by its own text: ${applied.refused}`);
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, applied.text, undefined, undefined, {
    context: 3,
  });
  return patch.replace(/^=+\n/, '');
}
