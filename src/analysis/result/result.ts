import type { SourceRange } from '#model/diagnostic.js';
import type { ApplyEffect, Severity } from '#harden/control.js';

/**
 * The result: all that a report prints, and exactly what `--format json` writes. Its JSON Schema is
 * schema/result.schema.json.
 */
export interface Result {
  readonly schemaVersion: '1';
  readonly tool: { readonly name: string; readonly version: string };
  /** The scanned folder as the user named it. */
  readonly root: string;
  readonly summary: Summary;
  readonly entryPoints: readonly EntryPointResult[];
  /** What is not taken for an entry point although it looks like one. Empty where entry points were named. */
  readonly notEntryPoints: readonly NotEntryPointResult[];
  readonly targets: readonly TargetResult[];
  readonly paths: readonly PathResult[];
  readonly findings: readonly FindingResult[];
  /** What an attacker might use and nothing here follows. */
  readonly blindSpots: readonly BlindSpotResult[];
  /** Present for `harden`. */
  readonly plan?: PlanResult;
  readonly proof?: ProofResult;
  readonly diagnostics: readonly DiagnosticResult[];
}

export interface Summary {
  readonly files: number;
  readonly resources: number;
  readonly entryPoints: number;
  readonly targets: number;
  /** Attack paths that count: neither access by design nor, unless the unknown is taken to be open, what is only assumed. */
  readonly paths: number;
  /** Attack paths of certainty `assumed`. */
  readonly assumedPaths: number;
  readonly findings: number;
  readonly diagnostics: number;
  readonly durationMs: number;
  readonly coverage: CoverageResult;
}

/** How much of the estate was seen. */
export interface CoverageResult {
  /** Resources and data sources that there are, or may be, as far as is known. What a module that is not there makes, is not counted. */
  readonly resources: number;
  /** Of these, those that were read in the source and of which it is known that they exist. */
  readonly seen: number;
  /** Those that were read and exist only if something unknown is so: their `count` or `for_each`, or that of their module. */
  readonly perhaps: number;
  /** Calls of modules that are not there. */
  readonly modulesAbsent: number;
  /** Calls of modules that are not there, and of which a summary tells what they make: nothing that rests on it is certain. */
  readonly modulesSummarised: number;
  /** Files that could not be read, or only in part. */
  readonly filesUnread: number;
  /** Variables of root modules without a default or a value. */
  readonly variablesUnset: number;
  /** The workspace; null where it is not known. Absent where nothing depends on it. */
  readonly workspace?: string | null;
  /** Where it is not known: the workspaces that the configuration names, in maps that it indexes and in comparisons. */
  readonly workspaces?: readonly string[];
  /** Types of resources that the analysis has no use for, with the number of resources: the most frequent first. */
  readonly unmodelled: readonly { readonly type: string; readonly count: number }[];
}

export interface EntryPointResult {
  readonly id: string;
  readonly rootModule: string;
  readonly kind: 'internet-workload' | 'leaked-credentials' | 'anonymous' | 'assumed';
  readonly address: string;
  readonly reason: string;
  /** `assumed`: that there is a way in, rests on something that is not known. */
  readonly certainty: 'certain' | 'assumed';
  /** The entry point already is an administrator: there is nothing left to reach. */
  readonly administrator: boolean;
  readonly source: SourceRange | null;
}

export interface NotEntryPointResult {
  readonly rootModule: string;
  readonly address: string;
  /** Why it is none: a clause. */
  readonly reason: string;
  readonly source: SourceRange | null;
}

/**
 * `front-door`: strangers get in there, and no technique follows where that leads. `permission`: a principal that an attacker may
 * hold, or that people outside of the configuration may be, is allowed something dangerous that leads nowhere in the model.
 */
export interface BlindSpotResult {
  readonly kind: 'front-door' | 'permission';
  readonly rootModule: string;
  readonly address: string;
  /** A clause. */
  readonly what: string;
  /** Of a permission; else empty. */
  readonly actions: readonly string[];
  readonly source: SourceRange | null;
}

export interface TargetResult {
  readonly id: string;
  readonly rootModule: string;
  readonly kind: 'admin' | 'data' | 'secret' | 'workload';
  readonly address: string;
  readonly reason: string;
  readonly source: SourceRange | null;
}

export interface PathResult {
  /**
   * Stable across runs, machines and the folder that was scanned. Root modules with the same configuration have the same paths
   * by the same ids; `rootModule` tells them apart.
   */
  readonly id: string;
  readonly rootModule: string;
  /** Ids of the entry point and the target. */
  readonly entryPoint: string;
  readonly target: string;
  readonly severity: Severity;
  readonly title: string;
  /** Access by design: listed with severity `info`, outside the plan and the exit status. */
  readonly intended: boolean;
  /** `assumed`: it exists only if all of `assumptions` are so. Such a path counts only with `--assume-unknown open`. */
  readonly certainty: 'certain' | 'assumed';
  /** Empty where the path is certain. */
  readonly assumptions: readonly AssumptionResult[];
  /** For the exit status, the summary, the plan and the proof: it is no access by design, and certain or taken to be so. */
  readonly counts: boolean;
  /**
   * Of a path that counts: what closes it. For `harden` the edits and the work by hand of the plan; else the edit on offer that
   * disturbs least, which is not proved. Empty where none is known.
   */
  readonly closedBy: readonly ClosingResult[];
  readonly steps: readonly StepResult[];
}

export interface ClosingResult {
  /** `by-hand`: it is left to a person. */
  readonly kind: 'edit' | 'by-hand';
  /** The edit in one line, or the address at which a person has something to do. */
  readonly summary: string;
  readonly control: string | null;
  /** The id of the edit, where a plan has it. */
  readonly edit: string | null;
}

export interface AssumptionResult {
  /** What has to be so: a clause. */
  readonly what: string;
  readonly source: SourceRange | null;
  /** What would settle it: an instruction. */
  readonly supply: string;
}

export interface StepResult {
  readonly technique: string;
  readonly from: string;
  readonly to: string;
  /** What the attacker has after the step. */
  readonly fact: string;
  readonly explanation: string;
  readonly actions: readonly string[];
  readonly evidence: readonly EvidenceResult[];
}

export interface EvidenceResult {
  readonly address: string;
  readonly attribute: string;
  readonly value: string;
  readonly source: SourceRange | null;
  /** It rests on something that can't be known before apply. */
  readonly assumed: boolean;
}

export interface FindingResult {
  readonly control: string;
  readonly rootModule: string;
  readonly address: string;
  readonly attribute: string;
  readonly severity: Severity;
  readonly message: string;
  readonly source: SourceRange | null;
  readonly closesPaths: readonly string[];
}

export interface PlanResult {
  /** No cheaper set of the edits on offer cuts all the paths that edits can cut. */
  readonly optimal: boolean;
  readonly cost: number;
  readonly edits: readonly EditResult[];
  readonly manual: readonly ManualResult[];
}

export interface EditResult {
  readonly id: string;
  readonly rootModule: string;
  readonly control: string;
  readonly address: string;
  readonly summary: string;
  readonly reason: string;
  readonly applyEffect: ApplyEffect;
  readonly dataLoss: boolean;
  readonly mayBreak: readonly string[];
  /** Empty for hygiene. */
  readonly closesPaths: readonly string[];
  readonly files: readonly string[];
  /** Unified diff of this edit alone, of paths relative to root; `git apply` takes it. */
  readonly diff: string;
  /** The same as the diff, line by line: the lines that go and those that take their place. */
  readonly changes: readonly ChangeResult[];
  /** Permissions and ports that were there before this edit alone and are not after it. */
  readonly takes: readonly TakingResult[];
}

export interface ChangeResult {
  readonly file: string;
  /** Of the lines that go, from 1. Where none does, `endLine` is the line before `startLine`: `after` goes between them. */
  readonly startLine: number;
  readonly endLine: number;
  /** Whole lines, each with its end. */
  readonly before: string;
  readonly after: string;
}

export interface TakingResult {
  /** The address of a principal, a security group, or a range of addresses. */
  readonly principal: string;
  /** An action or a pattern of actions; a port: `tcp/443`. */
  readonly action: string;
  /** An address, or a pattern as a policy has it. */
  readonly resource: string;
  /** What stays of it. */
  readonly keeps?: readonly string[];
}

export interface ManualResult {
  readonly rootModule: string;
  readonly address: string;
  readonly reason: string;
  readonly instruction: string;
  /** Of the paths that the edits leave, those that it closes. */
  readonly closesPaths: readonly string[];
  /** What is in use and goes with it. */
  readonly needs: readonly NeedResult[];
  /** The edit that would do it: it takes away what is in use, or destroys data, so that a person decides. It is not written. */
  readonly edit: EditResult | null;
}

/** What the configuration shows to be in use. */
export interface NeedResult {
  /** A clause. */
  readonly what: string;
  readonly evidence: readonly EvidenceResult[];
}

export interface ProofResult {
  /** Attack paths that count, as `summary.paths`. */
  readonly pathsBefore: number;
  readonly pathsAfter: number;
  /** Attack paths that exist only if what they assume is so, and do not count. */
  readonly assumedBefore: number;
  readonly assumedAfter: number;
  /** What the second analysis does not look at and that may leave a target open: a sentence each. */
  readonly notCovered: readonly string[];
  /** Paths that were not there before. A plan that opens one is not shown. */
  readonly newPaths: readonly string[];
  readonly reparsed: boolean;
}

export interface DiagnosticResult {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly source: SourceRange | null;
  /** The line at `source` as it stands in the file. */
  readonly excerpt?: string;
  /** Of a cause that shows more than once: how often. */
  readonly count?: number;
  /** Of such a cause: the other places, as far as there is room. */
  readonly places?: readonly SourceRange[];
}
