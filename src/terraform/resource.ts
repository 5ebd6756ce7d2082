import type { Block, SyntaxFile } from '#hcl/syntax.js';
import type { Diagnostic, SourceRange } from './diagnostic.js';
import type { OtherRoots, StatePlace } from './joined/others.js';
import type { Repository } from './load/repository.js';
import type { Unit } from './terragrunt/unit.js';
import type { Origin, Value } from './value.js';

/**
 * What a block holds: attributes as values, nested blocks as further bodies (`dynamic` already expanded). Evaluated when
 * asked for, once. This is all that the layers above see of a resource, be it from source, a plan or a state.
 */
export interface BodyView {
  /** The value of an attribute, or `undefined` where the source does not set it. Provider defaults are not filled in. */
  attribute(name: string): Value | undefined;
  /** Nested blocks of that type, in order. A `dynamic` over an unknown collection gives one, marked `maybe`. Attribute syntax for blocks (`ingress = [...]`) gives them too. */
  blocks(name: string): readonly NestedBlock[];
  /** Names that the source sets, attributes and blocks. */
  names(): readonly string[];
  /** An attribute's expression as it is written, for comparing what can't be evaluated. Absent where there is no source. */
  text?(name: string): string | undefined;
  /** The block in the source (for a `dynamic`, that block), or the attribute's expression. */
  readonly origin?: Origin;
}

export interface NestedBlock extends BodyView {
  readonly type: string;
  /** It exists only if something unknown turns out so. */
  readonly maybe: boolean;
}

/** One resource or data-source instance. */
export interface Resource extends BodyView {
  /** Absolute instance address: `module.a["k"].aws_instance.web[0]`. An instance of unknown key is `aws_instance.web["?"]`. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Address of the module instance, '' for the root module. */
  readonly module: string;
  readonly key: string | number | undefined;
  /** The number or the existence of instances is not known. */
  readonly maybe: boolean;
  /** It is told by a summary, since the module that makes it is not there. */
  readonly summary?: ModuleSummary | undefined;
  /** Where it is `maybe`: the unknown `count` or `for_each` that decides. */
  readonly decidedBy?: Value | undefined;
  /** The provider configuration: `aws`, `aws.audit`. Each alias may be another account. */
  readonly provider: string;
  /** Absent for resources of a plan or state without source. */
  readonly block?: Block;
  readonly file?: SyntaxFile;
  /** The file is not the user's own to edit: a downloaded module. */
  readonly readOnly: boolean;
  /** More than one instance shares the block. */
  readonly shared: boolean;
  /** The value of any attribute, as a reference to it from elsewhere would see it: computed ones are unknowns with `ref`. */
  read(path: readonly (string | number)[]): Value;
}

/** What stands in for a module that is not there. */
export interface ModuleSummary {
  /** The call of the module: `module.network.module.vpc`. */
  readonly call: string;
  /** The release that the summary was made of: `terraform-aws-modules/vpc/aws 6.6.0`. */
  readonly release: string;
}

/** A call of a module that is not there. */
export interface AbsentModule {
  /** Absolute address of the call: `module.network.module.vpc`. */
  readonly address: string;
  readonly source: string;
  readonly place: SourceRange;
}

export interface UndeclaredValue {
  readonly name: string;
  /** The file that it was given in; absent where it was given by itself. */
  readonly file?: string;
}

/** What kept a root module from being seen whole. */
export interface Sight {
  readonly absentModules: readonly AbsentModule[];
  /** Calls of modules that are not there, but for a summary. */
  readonly summarisedModules: readonly AbsentModule[];
  /** Variables of the root module that have neither a default nor a value. */
  readonly unsetVariables: readonly string[];
  /** Values that were given by name to variables that the root module does not have. */
  readonly undeclaredValues: readonly UndeclaredValue[];
  /** The variables that it has. */
  readonly variables: readonly string[];
  readonly workspace: {
    /** Absent where nobody told it. */
    readonly name: string | undefined;
    /** Something depends on it. */
    readonly used: boolean;
    /** Workspaces that the configuration names, where it is not told. */
    readonly mentioned: ReadonlySet<string>;
  };
}

/** A root module, evaluated. */
export interface Configuration {
  /** Folder relative to the scanned root, `.` for itself. */
  readonly rootModule: string;
  /** Where several root modules are joined: their folders, by the label that their addresses have. */
  readonly roots?: ReadonlyMap<string, string>;
  /** Where it keeps its state. */
  readonly state?: StatePlace;
  readonly resources: readonly Resource[];
  resource(address: string): Resource | undefined;
  /** Managed resources of a type (`aws_iam_role`), or data sources (`data.aws_ami`). */
  ofType(type: string): readonly Resource[];
  /**
   * Provider configurations by the name that {@link Resource.provider} has: `aws`, `aws.audit`, `module.a.aws` where a
   * module has its own. A provider that needs none has none.
   */
  readonly providers?: ReadonlyMap<string, BodyView>;
  /** Every file that was read, edits included, by path relative to the scanned root. */
  readonly files: ReadonlyMap<string, SyntaxFile>;
  /** Evaluation is lazy; this holds what has been found so far. `evaluateAll` makes it complete. */
  readonly diagnostics: readonly Diagnostic[];
  evaluateAll(): void;
  /** The text of any file below the root, overlay included; undefined where it can't be read. */
  readText?(path: string): string | undefined;
  /**
   * Whether the validations of a variable (`var.x`, `module.a.var.x`) let a value through that it might be given;
   * `undefined` where that can't be known.
   */
  accepts?(variable: string, value: Value): boolean | undefined;
  readonly outputs: ReadonlyMap<string, { readonly value: Value; readonly sensitive: boolean }>;
  /** As far as has been evaluated. */
  readonly sight: Sight;
}

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
