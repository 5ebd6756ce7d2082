import type { Estate } from '#aws/estate.js';
import type { Premise } from '#aws/premise.js';
import type { Origin } from '#model/value.js';
import type { Resource } from '#model/resource.js';
import type { Change } from './change.js';

/**
 * A hardening measure. One folder below controls/: `control.ts`, `before.tf`, and `after.tf`, what the edit makes of it byte
 * for byte.
 */
export interface Control {
  /** Kebab-case, an imperative: `require-imdsv2`. The same as the folder's name. */
  readonly id: string;
  readonly title: string;
  /** One paragraph: what it does, what it closes, and what it does not. */
  readonly description: string;
  /** Provider and AWS documentation, CIS benchmark. */
  readonly references: readonly string[];
  /** It closes attack paths; false: hygiene only. */
  readonly closesPaths: boolean;
  /** Where resources fall short of it, whether or not a path uses it. */
  findings(estate: Estate): Iterable<Finding>;
  /** Ways to make the premise false. Called once for each premise that an attack path rests on. */
  cut(premise: Premise, estate: Estate): Iterable<Proposal>;
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

export interface Finding {
  readonly address: string;
  readonly attribute: string;
  readonly severity: Severity;
  /** One sentence: what falls short. */
  readonly message: string;
  readonly resource: Resource;
  readonly origin: Origin | undefined;
  /** Premises with these keys go away with the finding: how the finding is joined with the paths that it opens. */
  readonly premises?: readonly string[];
  /** What mends it; manual where no edit can be written. */
  readonly remedy: Proposal;
}

export type Proposal = EditProposal | ManualProposal;

/**
 * What an edit does on `terraform apply`. `inert`: nothing running changes until something else is done; `mayBreak` or
 * `reason` says what. `deferred`: in the next maintenance window.
 */
export type ApplyEffect =
  | 'none'
  | 'in-place'
  | 'restart'
  | 'new-revision'
  | 'new-resource'
  | 'replacement'
  | 'deferred'
  | 'inert';

export interface EditProposal {
  readonly kind: 'edit';
  /** Stable and unique for the edit: control, address and what is changed. Two proposals with the same id are the same edit. */
  readonly id: string;
  readonly address: string;
  /** Imperative, one line: `Require IMDSv2 on aws_instance.web`. */
  readonly summary: string;
  /** Why this edit closes what it closes. */
  readonly reason: string;
  readonly changes: readonly Change[];
  readonly applyEffect: ApplyEffect;
  readonly dataLoss: boolean;
  /** What may stop working, each a sentence for the person who decides. */
  readonly mayBreak: readonly string[];
  /**
   * How much function the edit takes away beyond its apply effect, from 0 (nothing that should be in use) to 10 (the workload
   * goes dark). Orders the edits of the same effect.
   */
  readonly width: number;
  /** Which premises the edit falsifies, the one that it was asked for among them. */
  falsifies(premise: Premise): boolean;
}

/** No edit can be written safely: what a person has to do, and why. */
export interface ManualProposal {
  readonly kind: 'manual';
  readonly id: string;
  readonly address: string;
  readonly reason: string;
  readonly instruction: string;
  /** It says little more than to use less: only where nothing else is known. */
  readonly lastResort?: boolean;
  /** It narrows one permission: before what moves a workload or closes it to its users. */
  readonly narrows?: boolean;
  falsifies(premise: Premise): boolean;
}

export function defineControl(control: Control): Control {
  return control;
}
