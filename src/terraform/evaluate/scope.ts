import type { Call, Expression, Span, SplatStep, SyntaxFile, Variable } from '#hcl/syntax.js';
import type { FunctionContext } from '../functions/index.js';
import { DYNAMIC, type Type } from '#model/type.js';
import type { Reference, TextFile, UnknownValue, Value } from '#model/value.js';
import type { Workspace } from './workspace.js';
import type { Failure } from '#model/values/failure.js';

/** What an expression is evaluated in. Cheap to extend: a `for` adds one binding in front. */
export interface Scope {
  readonly file: SyntaxFile | TextFile;
  /** How the expressions within an expression are evaluated, so that what evaluates one kind need not know the others. */
  readonly evaluate: Evaluate;
  /** Resolves `var`, `local`, resources and the like; absent where only constants are allowed. */
  readonly resolver: Resolver | undefined;
  /** Names bound by `for`, `dynamic` or a template's variables, innermost first. */
  readonly names: Binding | undefined;
  readonly repetition: Repetition | undefined;
  /** The value of `self`, where there is one. */
  readonly self: (() => Value) | undefined;
  /** Mistakes met; whoever asked for the evaluation reports them. */
  readonly failures: Failure[];
  readonly budget: Budget;
  /** Where somebody asks (`try`, `can`): whether the value rests on an instance that may not exist. */
  readonly doubts?: Doubts;
  /** The file is not the user's own to edit. */
  readonly readOnly: boolean;
  /** Inside a template that `templatefile` or `templatestring` renders. */
  readonly template?: boolean;
}

/** The value of an expression; mistakes are recorded in the scope and leave an unknown. */
export type Evaluate = (expression: Expression, scope: Scope) => Value;

/** The value of a part of the expression that is being evaluated. */
export function evaluatePart(expression: Expression, scope: Scope): Value {
  return scope.evaluate(expression, scope);
}

export interface Binding {
  readonly name: string;
  readonly value: Value;
  readonly next: Binding | undefined;
}

/** What `count.index` and `each` are in one instance. */
export interface Repetition {
  readonly index?: Value;
  readonly key?: Value;
  readonly value?: Value;
}

export interface Doubts {
  found: boolean;
}

/** Evaluation steps left, so that no input makes evaluation endless. Shared by everything that one value needs. */
export interface Budget {
  left: number;
  exhausted: boolean;
}

/** One step of a traversal: `.name`, `[key]`, or a splat within a splat. */
export type Step = SplatStep;

/** A root object's value, and how many of the steps behind its name it took. */
export interface Resolved {
  readonly value: Value;
  readonly used: number;
}

export interface Resolver {
  resolve(root: Variable, steps: readonly Step[], scope: Scope): Resolved;
  readonly functions: FunctionContext;
  /** What Terraform stops at is a mistake, even where analysis could go on. */
  readonly strict: boolean;
  /** `&&` and `||` leave out an operand that does not matter. */
  readonly shortCircuits: boolean;
  readonly workspace?: Workspace;
  /** Functions that are there beside those of Terraform; `undefined` for any other. */
  callOwn?(name: string, args: readonly Value[], at: { readonly call: Call; readonly scope: Scope }): Value | undefined;
  /** Whether the module requires a provider of that local name. */
  requiresProvider(name: string): boolean;
}

export const STEPS_PER_VALUE = 2_000_000;

export function newBudget(): Budget {
  return { left: STEPS_PER_VALUE, exhausted: false };
}

export function bind(scope: Scope, name: string, value: Value): Scope {
  return { ...scope, names: { name, value, next: scope.names } };
}

export function lookup(scope: Scope, name: string): Value | undefined {
  for (let binding = scope.names; binding; binding = binding.next) {
    if (binding.name === name) return binding.value;
  }
  return undefined;
}

const NOTHING: readonly Reference[] = [];

/** Records a mistake; the value in its place is unknown. */
export function fail(scope: Scope, span: Span, summary: string, detail: string, severity?: 'warning'): UnknownValue {
  const failure: Failure = { kind: 'failure', summary, detail, span, file: scope.file };
  scope.failures.push(severity ? { ...failure, severity } : failure);
  return { kind: 'unknown', type: DYNAMIC, dependsOn: NOTHING, reason: summary };
}

export function unknown(type: Type, dependsOn: readonly Reference[], reason?: string): UnknownValue {
  return reason === undefined ? { kind: 'unknown', type, dependsOn } : { kind: 'unknown', type, dependsOn, reason };
}

/** Counts one step of work; `false` when there is none left, which is reported once. */
export function spend(scope: Scope, span: Span, steps = 1): boolean {
  const { budget } = scope;
  budget.left -= steps;
  if (budget.left >= 0) return true;
  if (!budget.exhausted) {
    budget.exhausted = true;
    fail(
      scope,
      span,
      'Expression too large',
      `Evaluation stopped after ${STEPS_PER_VALUE} steps. Split the expression or make its collections smaller.`,
    );
  }
  return false;
}

/** The name that a step reads; none where it does something else. */
export function nameAt(steps: readonly Step[], at: number): string {
  const step = steps[at];
  return step?.kind === 'get-attribute' ? step.name : '';
}

/** What has no declaration is unknown; steps behind an unknown of no type lead to further unknowns. */
export function undeclared(what: string): Value {
  return unknown(DYNAMIC, [], `${what} is not declared`);
}
