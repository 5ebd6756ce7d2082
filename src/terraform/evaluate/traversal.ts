import type { Expression, GetAttribute, Index, Splat, Variable } from '#hcl/syntax.js';
import { DYNAMIC } from '#model/type.js';
import type { Value } from '#model/value.js';
import { getAttribute, index } from './access.js';
import { passThrough } from './provenance.js';
import { splatOver } from './splat.js';
import { fail, lookup, type Scope, type Step, unknown, evaluatePart } from './scope.js';

/** Names, attribute access and indexing: `var.x`, `aws_iam_role.y[0].arn`, `f(x).name["k"]`. */
export function evaluateTraversal(expression: Variable | GetAttribute | Index, scope: Scope): Value {
  const { base, steps } = flatten(expression);
  if (base.kind !== 'variable') return applySteps(evaluatePart(base, scope), steps, scope);
  const bound = lookup(scope, base.name);
  if (bound) return applySteps(bound, steps, scope);
  if (!scope.resolver) {
    return fail(scope, base, 'Variables not allowed', 'Variables may not be used here.');
  }
  const { value, used } = scope.resolver.resolve(base, steps, scope);
  const result = applySteps(value, used === 0 ? steps : steps.slice(used), scope);
  return passThrough(result, scope, expression);
}

/** `list[*].name` at the root of an expression; within one it is a step. */
export function evaluateSplat(splat: Splat, scope: Scope): Value {
  return splatOver(evaluatePart(splat.object, scope), splat, scope, applySteps);
}

/** Applies the steps in turn; behind a mistake nothing more is reported. */
export function applySteps(value: Value, steps: readonly Step[], scope: Scope): Value {
  let current = value;
  for (const step of steps) {
    const before = scope.failures.length;
    current = applyStep(current, step, scope);
    if (scope.failures.length > before) return unknown(DYNAMIC, [], scope.failures[before]?.summary);
  }
  return current;
}

function applyStep(value: Value, step: Step, scope: Scope): Value {
  switch (step.kind) {
    case 'get-attribute':
      return getAttribute(value, step.name, scope, step);
    case 'index':
      return index(value, evaluatePart(step.key, scope), scope, step);
    case 'splat':
      return splatOver(value, step, scope, applySteps);
  }
}

/** A chain of accesses as its base and its steps in order. */
export function flatten(expression: Expression): { readonly base: Expression; readonly steps: readonly Step[] } {
  if (expression.kind !== 'get-attribute' && expression.kind !== 'index') return { base: expression, steps: NO_STEPS };
  const steps: Step[] = [];
  let base: Expression = expression;
  for (;;) {
    if (base.kind === 'get-attribute') {
      steps.push({ kind: 'get-attribute', name: base.name, start: base.nameStart, end: base.end });
      base = base.object;
    } else if (base.kind === 'index') {
      steps.push({ kind: 'index', key: base.key, legacy: base.legacy, start: base.object.end, end: base.end });
      base = base.object;
    } else {
      steps.reverse();
      return { base, steps };
    }
  }
}

const NO_STEPS: readonly Step[] = [];
