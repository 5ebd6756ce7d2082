import { createTwoFilesPatch, structuredPatch } from 'diff';
import type { Hardened } from '#harden/harden.js';
import type { MetNeed } from '#harden/needs/need.js';
import type { PlannedEdit, PlannedManual } from '#harden/planned.js';
import type { Stay } from '#harden/residue.js';
import { applyEdits, type TextEdit } from '#hcl/edit/edit.js';
import type { Configuration } from '#model/configuration.js';
import { evidenceResult } from './build-result.js';
import { ownerOf } from '../owner.js';
import type {
  ChangeResult,
  ClosingResult,
  EditResult,
  ManualResult,
  NeedResult,
  PathResult,
  PlanResult,
  ProofResult,
} from './result.js';

/** A root module with its plan and the texts that the plan was made for. */
export interface HardenedModule {
  readonly configuration: Configuration;
  readonly hardened: Hardened;
  /** The text of a file before the edits, by path. */
  readonly textOf: (path: string) => string;
}

export function planResult(modules: readonly HardenedModule[]): PlanResult {
  return {
    optimal: modules.every(({ hardened }) => hardened.optimal),
    cost: modules.reduce((sum, { hardened }) => sum + hardened.cost, 0),
    edits: modules.flatMap((module) => module.hardened.edits.map((edit) => editResult(edit, module))),
    manual: modules.flatMap((module) => module.hardened.manual.map((manual) => manualResult(manual, module))),
  };
}

/** The paths, with what of the plan closes each: in the same root module, or, of a path through several, in another. */
export function closedByPlan(paths: readonly PathResult[], { edits, manual }: PlanResult): PathResult[] {
  const closings = new Map<string, ClosingResult[]>();
  const note = (rootModule: string, ids: readonly string[], closing: ClosingResult): void => {
    for (const key of ids.flatMap((id) => [`${rootModule} ${id}`, id]))
      closings.set(key, [...(closings.get(key) ?? []), closing]);
  };
  for (const { id, rootModule, closesPaths, summary, control } of edits)
    note(rootModule, closesPaths, { kind: 'edit', summary, control, edit: id });
  for (const { rootModule, closesPaths, address, edit } of manual)
    note(rootModule, closesPaths, {
      kind: 'by-hand',
      summary: edit?.summary ?? address,
      control: edit?.control ?? null,
      edit: edit?.id ?? null,
    });
  return paths.map((path) => ({
    ...path,
    closedBy: closings.get(`${path.rootModule} ${path.id}`) ?? closings.get(path.id) ?? [],
  }));
}

export function proofResult(modules: readonly HardenedModule[]): ProofResult {
  const proofs = modules.map(({ hardened }) => hardened.proof);
  return {
    pathsBefore: proofs.reduce((sum, { pathsBefore }) => sum + pathsBefore, 0),
    pathsAfter: proofs.reduce((sum, { pathsAfter }) => sum + pathsAfter, 0),
    assumedBefore: proofs.reduce((sum, { assumedBefore }) => sum + assumedBefore, 0),
    assumedAfter: proofs.reduce((sum, { assumedAfter }) => sum + assumedAfter, 0),
    notCovered: [...new Set(proofs.flatMap(({ stays }) => stays.map(stayText)))],
    newPaths: proofs.flatMap(({ newPaths }) => newPaths.map(({ id }) => id)),
    reparsed: proofs.every(({ reparsed }) => reparsed),
  };
}

function stayText({ principal, action, resource, why }: Stay): string {
  return `${principal} may still ${action} on ${resource}: ${why}`;
}

function editResult(edit: PlannedEdit, { configuration, textOf }: HardenedModule): EditResult {
  const { control, proposal, closes, text, needs, taken } = edit;
  const files = [...new Set(text.map(({ path }) => path))].toSorted();
  const texts = files.map(
    (file): EditedFile => ({ file, before: textOf(file), after: edited(file, textOf(file), text) }),
  );
  return {
    id: proposal.id,
    ...ownerOf(proposal.address, configuration),
    control: control.id,
    summary: proposal.summary,
    reason: proposal.reason,
    applyEffect: proposal.applyEffect,
    dataLoss: proposal.dataLoss,
    mayBreak: [...needs.map(({ what }) => `It takes away what is in use: ${what}.`), ...proposal.mayBreak],
    closesPaths: closes.map(({ id }) => id),
    files,
    diff: texts.map(unifiedDiff).join(''),
    changes: texts.flatMap(changesOf),
    takes: taken.takes,
    ports: taken.ports,
    mounts: taken.mounts.map(({ hostPath = null, ...mount }) => ({ ...mount, hostPath })),
  };
}

function manualResult({ proposal, closes, needs, edit }: PlannedManual, module: HardenedModule): ManualResult {
  const { address, reason, instruction } = proposal;
  return {
    ...ownerOf(address, module.configuration),
    reason,
    instruction,
    closesPaths: closes.map(({ id }) => id),
    needs: needs.map(needResult),
    edit: edit ? editResult(edit, module) : null,
  };
}

function needResult({ what, evidence }: MetNeed): NeedResult {
  return { what, evidence: evidence.map((each) => evidenceResult(each, false)) };
}

interface EditedFile {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

function edited(file: string, before: string, edits: readonly TextEdit[]): string {
  const own = edits.filter((edit) => edit.path === file);
  const applied = applyEdits(before, own);
  if ('refused' in applied)
    throw new Error(`invariant: an edit of the plan is refused by its own text: ${applied.refused}`);
  return applied.text;
}

/** As `git apply` takes it. */
function unifiedDiff({ file, before, after }: EditedFile): string {
  const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, { context: 3 });
  return patch.replace(/^=+\n/, '');
}

function changesOf({ file, before, after }: EditedFile): ChangeResult[] {
  const { hunks } = structuredPatch(file, file, before, after, undefined, undefined, { context: 0 });
  return hunks.map(({ oldStart, oldLines, newStart, newLines }) => {
    // A diff counts a place between lines by the line before it.
    const startLine = oldLines === 0 ? oldStart + 1 : oldStart;
    return {
      file,
      startLine,
      endLine: startLine + oldLines - 1,
      before: linesOf(before, startLine, oldLines),
      after: linesOf(after, newLines === 0 ? newStart + 1 : newStart, newLines),
    };
  });
}

function linesOf(text: string, start: number, count: number): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return lines.slice(start - 1, start - 1 + count).join('');
}
