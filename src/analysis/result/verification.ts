import type { SourceRange } from '#model/diagnostic.js';
import type { Severity } from '#harden/control.js';
import type { Address, Count, PathId, RootModule } from './terms.js';

/**
 * What an account says of the source, or, without a source, what was read of it. The other members of the result (paths,
 * findings, summary) are then those of the account.
 */
export interface VerificationResult {
  /** When it was read. */
  readonly takenAt: string;
  readonly accounts: readonly AccountResult[];
  readonly summary: VerificationSummary;
  /** What of the account the analysis names, and what of it the source or the state manages. */
  readonly resources: readonly AccountResourceResult[];
  /** Resources of the source that several of the account may be. */
  readonly ambiguous: readonly AmbiguousResult[];
  /** Is what the source says so? What attack paths in the source rest on, and what controls judge. */
  readonly claims: readonly ClaimResult[];
  /** What becomes of the attack paths of the source. */
  readonly expected: readonly ExpectedPathResult[];
  /** Is what was fixed closed? */
  readonly fixes: readonly FixResult[];
  /** What is open that the source doesn't say: what the attack paths that only the account has rest on. */
  readonly openings: readonly OpeningResult[];
  /** Calls that gave no answer. */
  readonly notRead: readonly NotReadResult[];
  /** Of `harden`: what to change in the account, with commands of the AWS CLI that are not run. */
  readonly changes?: readonly AccountChangeResult[];
  /** What AWS itself says of the decisions that the paths rest on. Absent unless asked for. */
  readonly simulation?: SimulationResult;
}

export interface AccountResult {
  readonly id: string;
  readonly partition: string;
  readonly regions: readonly string[];
  /** The ARN of who read it. */
  readonly caller: string;
}

export interface VerificationSummary {
  /** False where there is no source: then only what is open is told. */
  readonly compared: boolean;
  /** Resources that were read of the account, and those of them that the source manages. */
  readonly resources: Count;
  readonly joined: Count;
  readonly claims: ClaimCounts;
  /** Attack paths that count: of the source, of these open in the account too, and of the account those that the source does not have. */
  readonly pathsInSource: Count;
  readonly pathsConfirmed: Count;
  readonly pathsOnlyInAccount: Count;
  readonly fixes: FixCounts;
}

export interface AccountResourceResult {
  /** The address in the source where it has one; else one that is made of its type and id. */
  readonly address: Address;
  readonly type: string;
  readonly id: string;
  readonly arn: string | null;
  readonly account: string;
  readonly region: string;
  /** `source`: it is in the source; `state`: Terraform manages it, and the source that is here does not have it; `none`. */
  readonly managedBy: 'source' | 'state' | 'none';
  /** How it was found to be the one of the source. */
  readonly joinedBy: 'state' | 'import' | 'name' | 'evidence' | null;
}

export interface AmbiguousResult {
  readonly address: Address;
  readonly source: SourceRange | null;
  /** ARNs, or ids. */
  readonly candidates: readonly string[];
}

/**
 * `confirmed`: the account has it as the source does. `different`: both say something, and not the same. `absent`: the resource is
 * not in the account. `not-readable`: a call was denied or failed. `ambiguous`: several resources may be meant. `not-compared`:
 * nothing of the account tells.
 */
export type ClaimVerdict = 'confirmed' | 'different' | 'absent' | 'not-readable' | 'ambiguous' | 'not-compared';

export interface ClaimCounts {
  readonly confirmed: Count;
  readonly different: Count;
  readonly absent: Count;
  readonly notReadable: Count;
  readonly ambiguous: Count;
  readonly notCompared: Count;
}

export interface ClaimResult {
  /** Of an attack path in the source, or of a control's judgement. */
  readonly kind: 'premise' | 'finding';
  /** The property that a step needs (`imds.v1-allowed`), or the control. */
  readonly property: string;
  readonly rootModule: RootModule;
  readonly address: Address;
  readonly attribute: string;
  readonly verdict: ClaimVerdict;
  /** What each says, in short; null where nothing is said. */
  readonly sourceSays: string | null;
  readonly accountSays: string | null;
  /** Of `different`: which of them is more open. */
  readonly open: 'source' | 'account' | null;
  /** Of `not-readable`: the IAM actions that the reader lacks. */
  readonly calls: readonly string[];
  readonly source: SourceRange | null;
}

/** `open`: in the account too. `closed`: the account lacks something that it needs. `unclear`: what it needs could not be read. */
export interface ExpectedPathResult {
  readonly id: string;
  readonly rootModule: RootModule;
  readonly title: string;
  readonly severity: Severity;
  readonly verdict: 'open' | 'closed' | 'unclear';
  /** Of `closed` and `unclear`: the addresses at which it breaks off. */
  readonly at: readonly Address[];
}

/**
 * `closed`: the account has it too. `pending`: it was not applied yet. `inert`: it was applied, and what runs is older. `undone`: it
 * was applied, and changed by hand since. `not-applied`: one of the two before; only the state can tell. `unclear`: a call failed.
 * `not-written`: the source does not have it.
 */
export type FixVerdict = 'closed' | 'pending' | 'inert' | 'undone' | 'not-applied' | 'unclear' | 'not-written';

export interface FixCounts {
  readonly closed: Count;
  readonly pending: Count;
  readonly inert: Count;
  readonly undone: Count;
  readonly notApplied: Count;
  readonly unclear: Count;
  readonly notWritten: Count;
}

export interface FixResult {
  readonly control: string | null;
  readonly rootModule: RootModule;
  readonly address: Address;
  /** The edit in one line. */
  readonly summary: string;
  readonly verdict: FixVerdict;
  /** A sentence. */
  readonly detail: string;
  /** The id of the edit, where it is one of a plan that was given. */
  readonly edit: string | null;
  /** Attack paths of the account that it leaves open. */
  readonly paths: readonly PathId[];
}

/**
 * `unmanaged`: no source here has the resource. `different`: the source has it and says otherwise. `older`: a revision or an instance
 * from before. `default`: it is there in every account, or AWS made it. `unexplained`: the steps are there for no single reason.
 */
export interface OpeningResult {
  readonly kind: 'unmanaged' | 'different' | 'older' | 'default' | 'unexplained';
  readonly address: Address;
  readonly arn: string | null;
  readonly attribute: string | null;
  readonly sourceSays: string | null;
  readonly accountSays: string | null;
  /** A sentence. */
  readonly detail: string;
  readonly severity: Severity;
  /** Attack paths of the account that rest on it, and how many of them on nothing else that the source lacks. */
  readonly paths: readonly PathId[];
  readonly alone: Count;
}

export interface NotReadResult {
  readonly call: string;
  readonly action: string;
  readonly account: string;
  readonly region: string;
  readonly reason: 'denied' | 'timeout' | 'throttled' | 'unavailable' | 'failed';
  readonly code: string;
  /** Address or id; null where it is about all of a type. */
  readonly resource: string | null;
  readonly types: readonly string[];
  readonly consequence: string;
}

/** What to change at one resource. */
export interface AccountChangeResult {
  readonly address: Address;
  readonly arn: string | null;
  /** In the order in which they are to be run. */
  readonly commands: readonly string[];
  /** What no command does safely: a sentence each. */
  readonly byHand: readonly string[];
}

export interface SimulationResult {
  readonly asked: Count;
  readonly agreed: Count;
  /** Where AWS's answer is another than ours. */
  readonly disagreements: readonly DisagreementResult[];
  /** What could not be asked: a clause each. */
  readonly notAsked: readonly string[];
}

export interface DisagreementResult {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly ours: 'allowed' | 'denied';
  readonly theirs: string;
  readonly reason: string;
}
