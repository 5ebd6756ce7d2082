import type { Attribute, Block, SyntaxFile } from '#hcl/syntax.js';
import type { Type } from '#model/type.js';
import type { Value } from '#model/value.js';
import type { Summary } from '../summaries/summary.js';
import type { Content, PlacedBlock } from './content.js';

/** What the files of one module folder declare. Built once, however often the module is called. */
export interface ModuleDefinition {
  /** Folder relative to the scanned root. */
  readonly folder: string;
  readonly files: readonly SyntaxFile[];
  readonly variables: ReadonlyMap<string, VariableDefinition>;
  readonly locals: ReadonlyMap<string, LocalDefinition>;
  readonly outputs: ReadonlyMap<string, Declaration>;
  /** By name without key: `aws_x.y`, `data.aws_x.y`. */
  readonly resources: ReadonlyMap<string, ResourceDefinition>;
  readonly calls: ReadonlyMap<string, Declaration>;
  readonly providers: readonly PlacedBlock[];
  readonly terraform: readonly PlacedBlock[];
  readonly checks: readonly PlacedBlock[];
  /** Aliases that callers must pass: `aws.audit`. */
  readonly configurationAliases: readonly string[];
  /** Version constraints on the AWS provider. */
  readonly providerVersions: readonly string[];
  /** Local names of the providers' source addresses. */
  readonly providerSources: ReadonlyMap<string, string>;
  /** Some file could not be parsed in full: what is not declared here may be declared there. */
  readonly incomplete: boolean;
  /** Downloaded by `terraform init`: not the user's own to edit. */
  readonly readOnly: boolean;
  /** For a module that is not there: what stands in for it. */
  readonly summary?: Summary;
}

/** A block that declares something, overrides applied. */
export interface Declaration {
  readonly name: string;
  readonly block: Block;
  readonly file: SyntaxFile;
  readonly content: Content;
}

export interface LocalDefinition {
  readonly name: string;
  readonly attribute: Attribute;
  readonly file: SyntaxFile;
}

export interface ResourceDefinition extends Declaration {
  readonly mode: 'managed' | 'data' | 'ephemeral';
  readonly type: string;
}

export interface VariableDefinition extends Declaration {
  readonly type: Type;
  /** Set by a type constraint with `optional()`. */
  readonly defaults: TypeDefaults | undefined;
  /** The default, converted to the type. */
  readonly fallback: Value | undefined;
  readonly nullable: boolean;
  readonly sensitive: boolean;
  readonly ephemeral: boolean;
}

/** The defaults of `optional(type, default)` attributes, as a tree beside the type. */
export interface TypeDefaults {
  /** Of an object's attributes. */
  readonly values: ReadonlyMap<string, Value>;
  /** Of what is inside: by attribute name, by tuple index, or under `''` for the elements of a collection. */
  readonly children: ReadonlyMap<string, TypeDefaults>;
}
