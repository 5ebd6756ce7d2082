import type { Span, SyntaxFile } from '#hcl/syntax.js';
import type { TextFile, Value } from '../value.js';

/** A user's mistake that evaluation met, worded as terraform words it. The evaluator makes a diagnostic of it. */
export interface Failure {
  readonly kind: 'failure';
  readonly summary: string;
  readonly detail: string;
  /** The index of the call's argument, or of the operator's operand, that is at fault. */
  readonly argument?: number;
  /** Leads from the value to the part of it that is at fault: of failed conversions. */
  readonly path?: readonly (string | number)[];
  readonly span?: Span;
  readonly file?: SyntaxFile | TextFile;
  /** Analysis can well go on without: a file that only `terraform apply` makes. */
  readonly severity?: 'warning';
}

export type Outcome = Value | Failure;

export function failure(summary: string, detail: string, argument?: number): Failure {
  return argument === undefined ? { kind: 'failure', summary, detail } : { kind: 'failure', summary, detail, argument };
}

export function isFailure<T extends { readonly kind: string }>(outcome: T | Failure): outcome is Failure {
  return outcome.kind === 'failure';
}
