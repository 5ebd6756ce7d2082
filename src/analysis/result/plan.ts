import type { ApplyEffect } from '#harden/control.js';
import type { Address, Count, EvidenceResult, FilePath, PathId, RootModule } from './terms.js';

/** The edits to make, and what is left to a person. */
export interface PlanResult {
  /** No cheaper set of the edits on offer cuts all the paths that edits can cut. */
  readonly optimal: boolean;
  /** @minimum 0 */
  readonly cost: number;
  readonly edits: readonly EditResult[];
  readonly manual: readonly ManualResult[];
}

/** A change of source text. */
export interface EditResult {
  readonly id: string;
  readonly rootModule: RootModule;
  /** The id of a control. */
  readonly control: string;
  readonly address: Address;
  /** An imperative, in one line. */
  readonly summary: string;
  /** Why it closes what it closes. */
  readonly reason: string;
  readonly applyEffect: ApplyEffect;
  /** Applying it destroys data. */
  readonly dataLoss: boolean;
  /** What may stop working: a sentence each. */
  readonly mayBreak: readonly string[];
  /** The attack paths that it closes; none: hygiene. */
  readonly closesPaths: readonly PathId[];
  readonly files: readonly FilePath[];
  /** Unified diff of this edit alone, of paths relative to root; `git apply` takes it. */
  readonly diff: string;
  /** The same as the diff, line by line: the lines that go and those that take their place. */
  readonly changes: readonly ChangeResult[];
  /** Permissions and ports that were there before this edit alone and are not after it. */
  readonly takes: readonly TakingResult[];
  /** The ports among them, as numbers. */
  readonly ports: readonly TakenPortResult[];
  /** Volumes that a container had before this edit alone and has not after it. */
  readonly mounts: readonly TakenMountResult[];
}

/** Lines of a file that go, and those that take their place. */
export interface ChangeResult {
  readonly file: FilePath;
  /**
   * Of the lines that go, from 1. Where none does, `endLine` is the line before `startLine`: `after` goes between them.
   *
   * @integer
   * @minimum 1
   */
  readonly startLine: number;
  /**
   * @integer
   * @minimum 0
   */
  readonly endLine: number;
  /** Whole lines, each with its end. */
  readonly before: string;
  /** Whole lines, each with its end. */
  readonly after: string;
}

/** What a principal, or an address, could do before and cannot do after. */
export interface TakingResult {
  /** The address of a principal, a security group, or a range of addresses. */
  readonly principal: string;
  /** An action, or a pattern of actions, of which other statements may still allow parts; a port: `tcp/443`. */
  readonly action: string;
  /** An address, or a pattern as a policy has it. */
  readonly resource: string;
  /** What stays of it. */
  readonly keeps?: readonly string[];
  /** Of a pattern of actions, those that are still allowed. */
  readonly keepsActions?: readonly string[];
}

/** Ports that were open. */
export interface TakenPortResult {
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'all' | 'other';
  /**
   * Of `icmp` the type.
   *
   * @integer
   */
  readonly fromPort: number;
  /** @integer */
  readonly toPort: number;
  /** The address of a security group, or a range of addresses. */
  readonly from: string;
  readonly to: string;
}

/** A volume in a container. */
export interface TakenMountResult {
  /** The address of the container. */
  readonly container: Address;
  /** Where in the container it was. */
  readonly path: string;
  readonly volume: string;
  /** The path on the host, where it is one of the host. */
  readonly hostPath: string | null;
  /** It is still there to be read. */
  readonly readOnly: boolean;
}

/** What is left to a person: what no edit can do, and what no edit may do by itself. */
export interface ManualResult {
  readonly rootModule: RootModule;
  readonly address: Address;
  /** Why it is left to a person. */
  readonly reason: string;
  /** What a person has to do. */
  readonly instruction: string;
  /** Of the paths that the edits leave, those that it closes. */
  readonly closesPaths: readonly PathId[];
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

/** The analysis of the edited sources, compared with the first. */
export interface ProofResult {
  /** Attack paths that count, as `summary.paths`. */
  readonly pathsBefore: Count;
  readonly pathsAfter: Count;
  /** Attack paths that exist only if what they assume is so, and do not count. */
  readonly assumedBefore: Count;
  readonly assumedAfter: Count;
  /** What the second analysis does not look at and that may leave a target open: a sentence each. */
  readonly notCovered: readonly string[];
  /** Paths that were not there before. A plan that opens one is not shown. */
  readonly newPaths: readonly PathId[];
  /** The edited sources parse. */
  readonly reparsed: boolean;
}
