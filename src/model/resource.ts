import type { Block, SyntaxFile } from '#hcl/syntax.js';
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
