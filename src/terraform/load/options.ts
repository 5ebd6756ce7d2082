import type { SyntaxFile } from '#hcl/syntax.js';
import type { OtherRoots } from '../joined/others.js';
import type { Unit } from '../terragrunt/unit.js';
import type { Repository } from './repository.js';

/** A file of values that the caller has read, since it may lie outside of the root. Nothing in it is ever edited. */
export interface GivenFile {
  /** For messages and positions; the ending `.json` says how it is read. */
  readonly name: string;
  readonly text: string;
}

/** A value of a variable, as text: its meaning depends on the type. */
export interface GivenValue {
  readonly variable: string;
  readonly value: string;
}

/** The path of a file of values, relative to the root; such a file that the caller has read; or one value. */
export type VariableInput = string | GivenFile | GivenValue;

/** How to read a root module. */
export interface LoadOptions {
  /** The scanned root. Absolute. Nothing outside it is read but what `repository` and `modules` name. */
  readonly root: string;
  /** The root module's folder, relative to `root`, `.` for itself. */
  readonly rootModule: string;
  /** The repository that the root belongs to: local modules may lie anywhere in it. */
  readonly repository?: Repository;
  /** Folders, absolute, of modules that are not local, by their source. */
  readonly modules?: ReadonlyMap<string, string>;
  /** Values of variables; later ones win. */
  readonly variables?: readonly VariableInput[];
  /** The workspace. Default: `TF_WORKSPACE`, or what the backend names; else it is not known. */
  readonly workspace?: string;
  /** The environment, for `TF_VAR_*`, `TF_WORKSPACE` and `TF_DATA_DIR`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Text that takes the place of what is on disk, by path relative to `root`: how edits are tried in memory. */
  readonly overlay?: ReadonlyMap<string, string>;
  /** The root module is this unit of Terragrunt. */
  readonly unit?: Unit;
  /** Several root modules are made of the same files. */
  readonly shared?: boolean;
  /** In front of all its addresses, where it is one of several in an estate: see address.ts. */
  readonly label?: string;
  /** What other root modules of the same scan give. */
  readonly others?: OtherRoots;
  /** Parsed files shared between root modules and between the first and the second analysis. */
  readonly cache?: Map<string, SyntaxFile>;
}
