import { nodePath } from '#hcl/edit/locate.js';
import type { Block, Expression, Span, SyntaxFile } from '#hcl/syntax.js';

/** The innermost block at or around the span, of that type where one is given. */
export function blockAround(file: SyntaxFile, span: Span, type?: string): Block | undefined {
  return nodePath(file, span).findLast(
    (node): node is Block => node.kind === 'block' && (type === undefined || node.type === type),
  );
}

/** An expression without the parentheses around it. */
export function bare(expression: Expression): Expression {
  return expression.kind === 'parenthesis' ? bare(expression.expression) : expression;
}
