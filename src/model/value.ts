import type { Expression, Span, SyntaxFile } from '#hcl/syntax.js';
import type { Numeric } from './number.js';
import type { Type } from './type.js';

/**
 * Values of the Terraform language, each knowing where it was written.
 *
 * Immutable. The kinds follow Terraform's type system (https://developer.hashicorp.com/terraform/language/expressions/types);
 * list, set, tuple, map and object are distinct. Unknown is a value, never an exception.
 */
export type Value = StringValue | NumberValue | BoolValue | NullValue | UnknownValue | SequenceValue | MappingValue;

interface Common {
  /** Where the value was written: the literal, or the call that made it. Absent on values that no source text made. */
  readonly origin?: Origin;
  /** The resource attribute through which the value came, whether or not its value is known. */
  readonly ref?: Reference;
  readonly sensitive?: boolean;
  readonly ephemeral?: boolean;
}

export interface StringValue extends Common {
  readonly kind: 'string';
  readonly value: string;
  /** Where stretches of the string were written, for strings made of a template, a heredoc or a file. Sorted, disjoint. */
  readonly segments?: readonly Segment[];
  /** For a string that `jsonencode` (or a policy document) made: the value that it encodes. */
  readonly encodes?: Value;
}
export interface NumberValue extends Common {
  readonly kind: 'number';
  readonly value: Numeric;
}
export interface BoolValue extends Common {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface NullValue extends Common {
  readonly kind: 'null';
  readonly type: Type;
}

/** A value that can't be known before apply, or not from what was given. */
export interface UnknownValue extends Common {
  readonly kind: 'unknown';
  readonly type: Type;
  /** What it depends on. The first is the thing itself where `ref` is absent (a variable, a data source). */
  readonly dependsOn: readonly Reference[];
  /**
   * For a string that is known in part: its pieces in order. An unknown piece is an {@link UnknownValue} without parts.
   * `"arn:aws:s3:::${var.bucket}/*"` is `['arn:aws:s3:::', <unknown var.bucket>, '/*']`.
   */
  readonly parts?: readonly (string | UnknownValue)[];
  /** For a string that `jsonencode` or a policy document would make: the value that it encodes, unknowns inside. */
  readonly encodes?: Value;
  /** As on {@link StringValue}, with offsets into the text in which an unknown piece counts as {@link HOLE}. */
  readonly segments?: readonly Segment[];
  /** Why it is unknown, where that is worth telling a person: `variable "x" has no value`. */
  readonly reason?: string;
  /** It is known not to be null. */
  readonly notNull?: boolean;
  /** It is one of these: the results of a conditional, the arguments of `coalesce`, the elements behind an unknown index. */
  readonly oneOf?: readonly Value[];
  /** For a collection of which something is known: what. */
  readonly members?: Members;
}

/** What is known of a collection that isn't known as a whole. */
export interface Members {
  /** Entries that it has, in order. */
  readonly entries: readonly Member[];
  /** The form of further entries, of which there may be any number; absent where there are none. */
  readonly rest?: Member;
}

export interface Member {
  /** Of mappings; it may be unknown itself. */
  readonly key?: Value;
  readonly value: Value;
  /** Whether it is there, depends on something unknown. */
  readonly maybe?: boolean;
}

/** Stands for an unknown piece in the text of a string that is known in part. */
export const HOLE = '\uE000';

/** A list, a set or a tuple. Sets are sorted and without duplicates. */
export interface SequenceValue extends Common {
  readonly kind: 'list' | 'set' | 'tuple';
  readonly elements: readonly Value[];
  /** Of lists and sets. */
  readonly elementType?: Type;
}

/** A map or an object. */
export interface MappingValue extends Common {
  readonly kind: 'map' | 'object';
  readonly entries: ReadonlyMap<string, Value>;
  /** Of maps. */
  readonly elementType?: Type;
}

/** An attribute of a resource instance (`aws_iam_role.x` / `name`), or a root object (`var.x`, `path.module`). */
export interface Reference {
  /** The absolute address of the resource instance: `module.a["k"].aws_iam_role.x[0]`; for others `var.x`, `module.a.var.x`. */
  readonly address: string;
  readonly path: readonly string[];
}

/** Where a value was written. */
export interface Origin extends Span {
  readonly file: SyntaxFile | TextFile;
  /**
   * `expression`: a literal, tuple, object or template in the tree. `call`: a function or operator made a new value; its
   * inputs are kept. `json`: a value inside JSON text (heredoc, file); the span is that of the JSON value. `block`: a
   * nested or top-level block.
   */
  readonly kind: 'expression' | 'call' | 'json' | 'block';
  readonly expression?: Expression;
  readonly inputs?: readonly Value[];
  /**
   * The places through which the value travelled to where it was asked for, the last first: a `local`, a variable's use,
   * a module argument. An edit may go to the nearest of these where the origin itself can't be edited or is shared.
   */
  readonly via?: readonly Origin[];
  /** The file is not the user's own to edit (a downloaded module, the CLI, the environment). */
  readonly readOnly?: boolean;
}

/** A file that isn't Terraform (`policy.json`), read by `file()` or the like. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** `length` code units of the string from `at` were written at `start`..`end` of the origin's file, one to one if the lengths agree. */
export interface Segment {
  readonly at: number;
  readonly length: number;
  readonly file: SyntaxFile | TextFile;
  readonly start: number;
  readonly end: number;
}
