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
import { labelIn, relabelled } from '#model/address.js';
import { sourceRange, type SourceRange } from '#model/diagnostic.js';
import type { Configuration } from '#model/configuration.js';
import type { Origin } from '#model/value.js';
import { ownerOf } from '../owner.js';
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
  const { estate, entries } = analysis;
  const { configuration } = estate;
  const closings = closingsOf(analysis, controls);
  const index = new PathIndex(analysis.paths);
  return {
    entryPoints: analysis.entries.map((entry) => entryResult(entry, configuration)),
    notEntryPoints: notEntries(estate, entries).map(({ address, reason, origin }) => ({
      ...ownerOf(address, configuration),
      reason,
      source: rangeOf(origin),
    })),
    targets: analysis.targets.map((target) => targetResult(target, configuration)),
    paths: analysis.paths.map((path) => pathResult(path, configuration, closings.get(path))),
    findings: findings.map((judged) => findingResult(judged, configuration, index)),
    blindSpots: blindSpotsOf(analysis).map(({ origin, address, ...spot }) => ({
      ...spot,
      ...ownerOf(address, configuration),
      source: rangeOf(origin),
    })),
  };
}

/** Ids are unique in the whole result: those of a root module below the scanned folder carry it. */
export function globalId(id: string, rootModule: string): string {
  return rootModule === '.' ? id : `${rootModule}//${id}`;
}

/** The id that an entry point or a target has in its root module by itself, made unique. */
function idOf(
  { id, address }: { readonly id: string; readonly address: string },
  configuration: Configuration,
): string {
  const { rootModule } = ownerOf(address, configuration);
  return globalId(relabelled(id, new Map([[labelIn(address), '']])), rootModule);
}

/** Where a path begins: of what has no place of its own, the place of the first step that has one. */
function rootOf({ entry, steps }: AttackPath, { roots, rootModule }: Configuration): string {
  const addresses = [entry.address, ...steps.flatMap(({ from, to }) => [from, to])];
  return addresses.map((address) => roots?.get(labelIn(address))).find((root) => root !== undefined) ?? rootModule;
}

function entryResult(entry: EntryPoint, configuration: Configuration): EntryPointResult {
  const { kind, reason, administrator, origin } = entry;
  const owned = ownerOf(entry.address, configuration);
  return {
    id: idOf(entry, configuration),
    rootModule: owned.rootModule,
    kind,
    address: owned.address,
    reason,
    certainty: certaintyOfEntry(entry),
    administrator,
    source: rangeOf(origin),
  };
}

function targetResult(target: Target, configuration: Configuration): TargetResult {
  const { kind, reason, origin } = target;
  const { rootModule, address } = ownerOf(target.address, configuration);
  return { id: idOf(target, configuration), rootModule, kind, address, reason, source: rangeOf(origin) };
}

function pathResult(path: AttackPath, configuration: Configuration, closing: Closing | undefined): PathResult {
  return {
    id: path.id,
    rootModule: rootOf(path, configuration),
    entryPoint: idOf(path.entry, configuration),
    target: idOf(path.target, configuration),
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

function findingResult(judged: JudgedFinding, configuration: Configuration, index: PathIndex): FindingResult {
  const { control, finding } = judged;
  const { attribute, severity, message, origin } = finding;
  const closes = index.closedBy(judged);
  return {
    control: control.id,
    ...ownerOf(finding.address, configuration),
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
