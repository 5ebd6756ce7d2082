import type { SyntaxFile } from '#hcl/syntax.js';
import type { ModuleLoader } from '../load/module-loader.js';
import type { Diagnostics } from '../load/report.js';
import type { PlacedAttribute } from '../module/content.js';
import type { ProviderVersion } from '../schema/provider-version.js';
import type { TextFile, Value } from '#model/value.js';
import type { Failure } from '#model/values/failure.js';
import type { Evaluation } from './memo.js';
import { evaluate } from './expression.js';
import type { FilePlace } from './function-context.js';
import type { OtherRoots } from '../joined/others.js';
import type { Workspace } from './workspace.js';
import { withinBounds } from './bounds.js';
import { type Binding, newBudget, type Repetition, type Resolver, type Scope } from './scope.js';

/** What all modules of one root module share. */
export interface Program extends FilePlace {
  readonly loader: ModuleLoader;
  readonly diagnostics: Diagnostics;
  readonly evaluation: Evaluation;
  readonly workspace: Workspace;
  readonly provider: ProviderVersion;
  /** Mistakes that Terraform stops at are reported even where analysis can go on without. */
  readonly strict: boolean;
  /** As before the first apply: what `terraform_data` will hold is not known yet. */
  readonly planning: boolean;
  readonly limits: { moduleInstances: number };
  /** In front of the addresses of the root module; see {@link labelOf}. */
  readonly label: string;
  /** Several root modules are made of the same files. */
  readonly shared: boolean;
  /** Values that generated text names. */
  readonly pieces: ReadonlyMap<string, Value>;
  /** What other root modules of the same scan give. */
  readonly others: OtherRoots | undefined;
}

/** Where an expression stands, beside its file. */
export interface Surroundings {
  readonly program: Program;
  readonly resolver: Resolver;
  readonly names: Binding | undefined;
  readonly repetition: Repetition | undefined;
  readonly self: (() => Value) | undefined;
  readonly readOnly: boolean;
}

export function scopeFor(around: Surroundings, file: SyntaxFile | TextFile, failures: Failure[]): Scope {
  const { resolver, names, repetition, self, readOnly } = around;
  const generated = 'standsFor' in file && file.standsFor !== undefined;
  return {
    file,
    evaluate,
    resolver,
    names,
    repetition,
    self,
    failures,
    budget: newBudget(),
    readOnly: readOnly || generated,
  };
}

/** The value of an attribute; mistakes become diagnostics. */
export function evaluateAttribute({ node, file }: PlacedAttribute, around: Surroundings): Value {
  const failures: Failure[] = [];
  const scope = scopeFor(around, file, failures);
  const value = withinBounds(evaluate(node.value, scope), scope, node.value);
  if (failures.length > 0) around.program.diagnostics.failures(failures, { file, span: node.value });
  return value;
}
