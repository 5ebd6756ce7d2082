import type { Expression, Span, TemplatePart } from '#hcl/syntax.js';

/** A root name that an expression uses without binding it. */
export interface FreeName {
  readonly name: string;
  readonly span: Span;
}

type Bound = ReadonlySet<string>;

/** Called with the whole traversal that begins with the name, where it is one. */
export type Visit = (root: Extract<Expression, { kind: 'variable' }>, traversal: Expression) => void;

/** The free names of an expression, in source order. */
export function freeNames(expression: Expression): readonly FreeName[] {
  const found: FreeName[] = [];
  visitReferences(expression, NOTHING, (root) =>
    found.push({ name: root.name, span: { start: root.start, end: root.end } }),
  );
  return found;
}

const NOTHING: Bound = new Set();

/** Visits every reference of an expression that no `for` in it binds. `bound` are names bound outside. */
export function visitReferences(expression: Expression, bound: Bound, visit: Visit): void {
  switch (expression.kind) {
    case 'variable':
      if (!bound.has(expression.name)) visit(expression, expression);
      return;
    case 'get-attribute':
    case 'index':
      return visitTraversal(expression, bound, visit);
    case 'template':
      return visitParts(expression.parts, bound, visit);
    case 'splat':
      visitReferences(expression.object, bound, visit);
      return visitSteps(expression.each, bound, visit);
    case 'call':
      for (const argument of expression.args) visitReferences(argument, bound, visit);
      return;
    case 'unary':
      return visitReferences(expression.operand, bound, visit);
    case 'binary':
      visitReferences(expression.left, bound, visit);
      return visitReferences(expression.right, bound, visit);
    case 'parenthesis':
      return visitReferences(expression.expression, bound, visit);
    default:
      return visitComposite(expression, bound, visit);
  }
}

type Composite = Extract<
  Expression,
  { kind: 'conditional' | 'tuple' | 'object' | 'for' | 'number' | 'bool' | 'null' | 'invalid-expression' }
>;

function visitComposite(expression: Composite, bound: Bound, visit: Visit): void {
  switch (expression.kind) {
    case 'conditional':
      visitReferences(expression.condition, bound, visit);
      visitReferences(expression.then, bound, visit);
      return visitReferences(expression.otherwise, bound, visit);
    case 'tuple':
      for (const element of expression.elements) visitReferences(element, bound, visit);
      return;
    case 'object':
      for (const { key, value } of expression.items) {
        if (key.kind !== 'variable') visitReferences(key, bound, visit);
        visitReferences(value, bound, visit);
      }
      return;
    case 'for': {
      visitReferences(expression.collection, bound, visit);
      const inner = new Set(bound).add(expression.valueName);
      if (expression.keyName !== undefined) inner.add(expression.keyName);
      if (expression.key) visitReferences(expression.key, inner, visit);
      visitReferences(expression.value, inner, visit);
      if (expression.condition) visitReferences(expression.condition, inner, visit);
      return;
    }
    default:
  }
}

function visitTraversal(
  expression: Extract<Expression, { kind: 'get-attribute' | 'index' }>,
  bound: Bound,
  visit: Visit,
): void {
  let base: Expression = expression;
  while (base.kind === 'get-attribute' || base.kind === 'index') {
    if (base.kind === 'index') visitReferences(base.key, bound, visit);
    base = base.object;
  }
  if (base.kind !== 'variable') visitReferences(base, bound, visit);
  else if (!bound.has(base.name)) visit(base, expression);
}

function visitSteps(steps: Extract<Expression, { kind: 'splat' }>['each'], bound: Bound, visit: Visit): void {
  for (const step of steps) {
    if (step.kind === 'index') visitReferences(step.key, bound, visit);
    else if (step.kind === 'splat') visitSteps(step.each, bound, visit);
  }
}

function visitParts(parts: readonly TemplatePart[], bound: Bound, visit: Visit): void {
  for (const part of parts) {
    switch (part.kind) {
      case 'interpolation':
        visitReferences(part.expression, bound, visit);
        break;
      case 'template-if':
        visitReferences(part.condition, bound, visit);
        visitParts(part.then, bound, visit);
        visitParts(part.otherwise, bound, visit);
        break;
      case 'template-for': {
        visitReferences(part.collection, bound, visit);
        const inner = new Set(bound).add(part.valueName);
        if (part.keyName !== undefined) inner.add(part.keyName);
        visitParts(part.body, inner, visit);
        break;
      }
      default:
    }
  }
}
