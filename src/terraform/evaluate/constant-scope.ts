import type { SyntaxFile } from '#hcl/syntax.js';
import type { TextFile } from '#model/value.js';
import type { Failure } from '#model/values/failure.js';
import { evaluate } from './expression.js';
import { newBudget, type Scope } from './scope.js';

/** A scope in which only literals and operators mean something: variable defaults, `.tfvars` files. */
export function constantScope(file: SyntaxFile | TextFile, failures: Failure[], readOnly = false): Scope {
  return {
    file,
    evaluate,
    resolver: undefined,
    names: undefined,
    repetition: undefined,
    self: undefined,
    failures,
    budget: newBudget(),
    readOnly,
  };
}
