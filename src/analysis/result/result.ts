import type { SourceRange } from '#model/diagnostic.js';
import type { Severity } from '#harden/control.js';
import type { PlanResult, ProofResult } from './plan.js';
import type { VerificationResult } from './verification.js';
import type { Address, Count, EvidenceResult, PagePath, PathId, Reference, RootModule } from './terms.js';

export type * from './plan.js';
export type * from './terms.js';
export type * from './verification.js';

/**
 * The result: all that a report prints, and exactly what `--format json` writes. `npm run generate` makes its JSON Schema,
 * schema/result.schema.json, and its page, docs/result.md, of these types and what is written above them.
 *
 * @dependentRequired {"plan": ["proof"], "proof": ["plan"]}
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
  /** Attack paths, and access by design. */
  readonly paths: readonly PathResult[];
  readonly findings: readonly FindingResult[];
  /** What an attacker might use and nothing here follows. */
  readonly blindSpots: readonly BlindSpotResult[];
  /** The techniques of the steps. */
  readonly techniques: readonly TechniqueResult[];
  /** The controls of the findings, of the edits, and of what closes the paths. */
  readonly controls: readonly ControlResult[];
  /** Present for `harden`. */
  readonly plan?: PlanResult;
  readonly proof?: ProofResult;
  /** Present where an account was read. */
  readonly verification?: VerificationResult;
  readonly diagnostics: readonly DiagnosticResult[];
}

export interface Summary {
  readonly files: Count;
  readonly resources: Count;
  readonly entryPoints: Count;
  readonly targets: Count;
  /** Attack paths that count: neither access by design nor, unless the unknown is taken to be open, what is only assumed. */
  readonly paths: Count;
  /** Attack paths of certainty `assumed`. */
  readonly assumedPaths: Count;
  readonly findings: Count;
  readonly diagnostics: Count;
  /** @minimum 0 */
  readonly durationMs: number;
  readonly coverage: CoverageResult;
}

/** How much of the estate was seen. */
export interface CoverageResult {
  /** Resources and data sources that there are, or may be, as far as is known. What a module that is not there makes, is not counted. */
  readonly resources: Count;
  /** Of these, those that were read in the source and of which it is known that they exist. */
  readonly seen: Count;
  /** Those that were read and exist only if something unknown is so: their `count` or `for_each`, or that of their module. */
  readonly perhaps: Count;
  /** Calls of modules that are not there. */
  readonly modulesAbsent: Count;
  /** Calls of modules that are not there, and of which a summary tells what they make: nothing that rests on it is certain. */
  readonly modulesSummarised: Count;
  /** Files that could not be read, or only in part. */
  readonly filesUnread: Count;
  /** Variables of root modules without a default or a value. */
  readonly variablesUnset: Count;
  /** The workspace; null where it is not known. Absent where nothing depends on it. */
  readonly workspace?: string | null;
  /** Where it is not known: the workspaces that the configuration names, in maps that it indexes and in comparisons. */
  readonly workspaces?: readonly string[];
  /** Types of resources that the analysis has no use for, with the number of resources: the most frequent first. */
  readonly unmodelled: readonly UnmodelledType[];
}

export interface UnmodelledType {
  readonly type: string;
  /**
   * @integer
   * @minimum 1
   */
  readonly count: number;
}

/** Where an attacker is assumed to start. */
export interface EntryPointResult {
  readonly id: string;
  readonly rootModule: RootModule;
  readonly kind: 'internet-workload' | 'leaked-credentials' | 'anonymous' | 'assumed';
  readonly address: Address;
  readonly reason: string;
  /** `assumed`: that there is a way in, rests on something that is not known. */
  readonly certainty: 'certain' | 'assumed';
  /** The entry point already is an administrator: there is nothing left to reach. */
  readonly administrator: boolean;
  readonly source: SourceRange | null;
}

/** What is not taken for an entry point although it looks like one. */
export interface NotEntryPointResult {
  readonly rootModule: RootModule;
  readonly address: Address;
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
  readonly rootModule: RootModule;
  readonly address: Address;
  /** A clause. */
  readonly what: string;
  /** Of a permission; else empty. */
  readonly actions: readonly string[];
  readonly source: SourceRange | null;
}

/** What must not be reached. */
export interface TargetResult {
  readonly id: string;
  readonly rootModule: RootModule;
  readonly kind: 'admin' | 'data' | 'secret' | 'workload';
  readonly address: Address;
  readonly reason: string;
  readonly source: SourceRange | null;
}

/** A derivation from entry points to a target. */
export interface PathResult {
  /**
   * Stable across runs, machines and the folder that was scanned. Root modules with the same configuration have the same paths
   * by the same ids; `rootModule` tells them apart.
   */
  readonly id: string;
  readonly rootModule: RootModule;
  /** The id of an entry point. */
  readonly entryPoint: string;
  /** The id of a target. */
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
  /** In an order in which each has what it needs. */
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

/** Something that is not known and that a path rests on. */
export interface AssumptionResult {
  /** What has to be so: a clause. */
  readonly what: string;
  readonly source: SourceRange | null;
  /** What would settle it: an instruction. */
  readonly supply: string;
}

/** A technique applied. */
export interface StepResult {
  /** The id of a technique. */
  readonly technique: string;
  readonly from: string;
  readonly to: string;
  /** What the attacker has after the step. */
  readonly fact: string;
  readonly explanation: string;
  /** IAM actions that the step uses. */
  readonly actions: readonly string[];
  readonly evidence: readonly EvidenceResult[];
}

/** Where a resource falls short of a control. */
export interface FindingResult {
  /** The id of a control. */
  readonly control: string;
  readonly rootModule: RootModule;
  readonly address: Address;
  readonly attribute: string;
  readonly severity: Severity;
  readonly message: string;
  readonly source: SourceRange | null;
  /** The attack paths that mending it closes; none: hygiene. */
  readonly closesPaths: readonly PathId[];
}

export interface TechniqueResult {
  readonly id: string;
  /** What the attacker does. */
  readonly title: string;
  readonly description: string;
  /** Of MITRE ATT&CK. */
  readonly mitre: readonly MitreResult[];
  readonly references: readonly Reference[];
  readonly page: PagePath;
}

export interface MitreResult {
  /** `T1552.005` */
  readonly id: string;
  readonly name: string;
}

export interface ControlResult {
  readonly id: string;
  /** What it does. */
  readonly title: string;
  readonly description: string;
  /** False: hygiene. */
  readonly closesPaths: boolean;
  readonly references: readonly Reference[];
  readonly page: PagePath;
}

/** A problem of the sources. */
export interface DiagnosticResult {
  readonly severity: 'error' | 'warning';
  /** Kebab-case, stable. */
  readonly code: string;
  /** What is wrong, and after a colon what to do about it. */
  readonly message: string;
  readonly source: SourceRange | null;
  /** The line at `source` as it stands in the file. */
  readonly excerpt?: string;
  /**
   * Of a cause that shows more than once: how often.
   *
   * @integer
   * @minimum 2
   */
  readonly count?: number;
  /** Of such a cause: the other places, as far as there is room. */
  readonly places?: readonly SourceRange[];
}
