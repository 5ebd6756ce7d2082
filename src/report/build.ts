import type { AttackAnalysis } from '#attack/analyse.js';
import { blindSpotsOf } from '#attack/blind-spots.js';
import { certaintyOfEntry } from '#attack/certainty.js';
import type { EntryPoint } from '#attack/entry.js';
import { notEntries } from '#attack/not-entries.js';
import type { AttackPath, PathStep } from '#attack/path.js';
import type { Target } from '#attack/target.js';
import type { Assumption } from '#aws/assumption.js';
import type { Evidence } from '#aws/premise.js';
import { closingsOf, type Closing } from '#harden/closing.js';
import type { Control, Severity } from '#harden/control.js';
import { PathIndex, type JudgedFinding } from '#harden/findings.js';
import { sourceRange, type SourceRange } from '#terraform/diagnostic.js';
import type { Origin } from '#terraform/value.js';
import type {
  AssumptionResult,
  BlindSpotResult,
  ClosingResult,
  EntryPointResult,
  EvidenceResult,
  FindingResult,
  NotEntryPointResult,
  PathResult,
  StepResult,
  TargetResult,
} from './result.js';

/** What was found in one root module, in the terms of the result. */
export interface ModuleResults {
  readonly entryPoints: readonly EntryPointResult[];
  readonly notEntryPoints: readonly NotEntryPointResult[];
  readonly targets: readonly TargetResult[];
  readonly paths: readonly PathResult[];
  readonly findings: readonly FindingResult[];
  readonly blindSpots: readonly BlindSpotResult[];
}

/** `controls` are those whose edits are on offer. */
export function moduleResults(
  analysis: AttackAnalysis,
  findings: readonly JudgedFinding[],
  controls: readonly Control[],
): ModuleResults {
  const { rootModule, estate, entries } = analysis;
  const closings = closingsOf(analysis, controls);
  const index = new PathIndex(analysis.paths);
  return {
    entryPoints: analysis.entries.map((entry) => entryResult(entry, rootModule)),
    notEntryPoints: notEntries(estate, entries).map(({ address, reason, origin }) => ({
      rootModule,
      address,
      reason,
      source: rangeOf(origin),
    })),
    targets: analysis.targets.map((target) => targetResult(target, rootModule)),
    paths: analysis.paths.map((path) => pathResult(path, rootModule, closings.get(path))),
    findings: findings.map((judged) => findingResult(judged, analysis, index)),
    blindSpots: blindSpotsOf(analysis).map(({ origin, ...spot }) => ({ ...spot, rootModule, source: rangeOf(origin) })),
  };
}

/** Ids are unique in the whole result: those of a root module below the scanned folder carry it. */
export function globalId(id: string, rootModule: string): string {
  return rootModule === '.' ? id : `${rootModule}//${id}`;
}

function entryResult(entry: EntryPoint, rootModule: string): EntryPointResult {
  const { kind, address, reason, administrator, origin } = entry;
  return {
    id: globalId(entry.id, rootModule),
    rootModule,
    kind,
    address,
    reason,
    certainty: certaintyOfEntry(entry),
    administrator,
    source: rangeOf(origin),
  };
}

function targetResult(target: Target, rootModule: string): TargetResult {
  const { kind, address, reason, origin } = target;
  return { id: globalId(target.id, rootModule), rootModule, kind, address, reason, source: rangeOf(origin) };
}

function pathResult(path: AttackPath, rootModule: string, closing: Closing | undefined): PathResult {
  return {
    id: path.id,
    rootModule,
    entryPoint: globalId(path.entry.id, rootModule),
    target: globalId(path.target.id, rootModule),
    severity: path.severity,
    title: path.title,
    intended: path.intended,
    certainty: path.certainty,
    assumptions: path.assumptions.map(assumptionResult),
    counts: path.counts && !path.intended,
    closedBy: closing ? [closingResult(closing)] : [],
    steps: path.steps.map(stepResult),
  };
}

function closingResult({ control, summary }: Closing): ClosingResult {
  return { kind: 'edit', summary, control, edit: null };
}

function assumptionResult({ what, origin, supply }: Assumption): AssumptionResult {
  return { what, source: rangeOf(origin), supply };
}

function stepResult(step: PathStep): StepResult {
  return {
    technique: step.technique.id,
    from: step.from,
    to: step.to,
    fact: step.fact.text,
    explanation: step.explanation,
    actions: step.actions,
    evidence: step.premises.flatMap((premise) =>
      premise.evidence.map((evidence) => evidenceResult(evidence, premise.certainty === 'assumed')),
    ),
  };
}

export function evidenceResult(evidence: Evidence, assumed: boolean): EvidenceResult {
  const { address, attribute, value, origin } = evidence;
  return { address, attribute, value, source: rangeOf(origin), assumed };
}

function findingResult(judged: JudgedFinding, { rootModule }: AttackAnalysis, index: PathIndex): FindingResult {
  const { control, finding } = judged;
  const { address, attribute, severity, message, origin } = finding;
  const closes = index.closedBy(judged);
  return {
    control: control.id,
    rootModule,
    address,
    attribute,
    severity: closes.some(({ counts }) => counts) ? severity : atMostLow(severity),
    message,
    source: rangeOf(origin),
    closesPaths: closes.map(({ id }) => id),
  };
}

/** What no path that counts uses is hygiene, however bad it would be on one. */
function atMostLow(severity: Severity): Severity {
  return severity === 'info' ? 'info' : 'low';
}

function rangeOf(origin: Origin | undefined): SourceRange | null {
  return origin ? sourceRange(origin.file, origin) : null;
}
