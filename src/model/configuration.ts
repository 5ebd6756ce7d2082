import type { SyntaxFile } from '#hcl/syntax.js';
import type { Diagnostic, SourceRange } from './diagnostic.js';
import type { BodyView, Resource } from './resource.js';
import type { Value } from './value.js';
import type { Outcome } from './values/failure.js';

/** Where a root module keeps its state: the backend, and what tells its states apart. */
export interface StatePlace {
  readonly backend: string;
  readonly config: ReadonlyMap<string, Value>;
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
  /** What a function that an origin names makes of other arguments. */
  recompute(name: string, args: readonly Value[]): Outcome;
  readonly outputs: ReadonlyMap<string, { readonly value: Value; readonly sensitive: boolean }>;
  /** Texts of sensitive values, which must not be shown: at least four characters long. */
  readonly secrets: ReadonlySet<string>;
  /** As far as has been evaluated. */
  readonly sight: Sight;
}
