/**
 * What a published module makes of its inputs: its resources, and which of their arguments come of which inputs. Distilled
 * from its source (scripts/summarise-modules.ts), without its texts; what a few operations can't tell is not told.
 */

/** An expression. An object has one member, the operation. */
export type Told =
  | null
  | boolean
  | number
  | string
  | readonly Told[]
  | { readonly object: readonly (readonly [key: Told, value: Told])[] }
  /** `of` a variable of the module, a local value, a resource (by address without key), a call, `each.key`, `each.value`, `count.index`, a bound name. */
  | { readonly ref: string }
  | { readonly text: readonly Told[] }
  /** `for KEY, VALUE in OVER`: with `name` an object, else a list. */
  | { readonly for: For }
  | Operation;

export type Operation =
  | { readonly attribute: readonly [of: Told, name: string] }
  | { readonly at: readonly [of: Told, key: Told] }
  | { readonly splat: readonly [of: Told, ...steps: (string | number)[]] }
  | { readonly if: readonly [condition: Told, then: Told, otherwise: Told] }
  | { readonly not: Told }
  | { readonly op: readonly [operator: string, left: Told, right: Told] }
  | { readonly call: readonly [name: string, ...args: Told[]]; readonly spread?: true }
  | { readonly unknown: true };

/** The name of what a summary leaves open. */
export const NOT_TOLD = 'not-told';

export interface For {
  readonly names: readonly string[];
  readonly over: Told;
  readonly name?: Told;
  readonly value: Told;
  readonly if?: Told;
}

export interface ToldBody {
  readonly attributes?: Readonly<Record<string, Told>>;
  readonly blocks?: readonly ToldBlock[];
}

export interface ToldBlock extends ToldBody {
  readonly type: string;
  /** Of a `dynamic` block: what it stands for each of, and the name of the iterator where it is not the type. */
  readonly each?: Told;
  readonly iterator?: string;
}

export interface ToldResource extends ToldBody {
  readonly mode: 'resource' | 'data';
  readonly type: string;
  readonly name: string;
  readonly count?: Told;
  readonly forEach?: Told;
}

export interface ToldCall {
  readonly name: string;
  readonly source: string;
  readonly version?: string;
  readonly count?: Told;
  readonly forEach?: Told;
  readonly arguments: Readonly<Record<string, Told>>;
}

export interface ToldInput {
  /** In the words of Terraform: `list(string)`. */
  readonly type?: string;
  /** Absent where the input is required. */
  readonly default?: Told;
  readonly nullable?: false;
}

export interface Summary {
  /** The registry's address: `terraform-aws-modules/vpc/aws`. */
  readonly module: string;
  /** The folder in it; empty for its root. */
  readonly folder: string;
  readonly version: string;
  readonly license: string;
  readonly inputs: Readonly<Record<string, ToldInput>>;
  readonly locals: Readonly<Record<string, Told>>;
  readonly resources: readonly ToldResource[];
  readonly calls: readonly ToldCall[];
  readonly outputs: Readonly<Record<string, Told>>;
}
