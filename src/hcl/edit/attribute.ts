/** Edits of attributes and of single expressions. */
import { type EditResult, replace } from './edit.js';
import { addToBody, openSingleLine, removeLines } from './body.js';
import * as layout from '../print/layout.js';
import { enclosing, findAttribute } from './locate.js';
import type { Attribute, Body, BodyItem, Expression, SyntaxFile } from '../syntax.js';

/**
 * Gives an attribute this value, written as HCL without indentation of its own; adds the attribute where the body lacks
 * it. Refused where the present value does not parse.
 */
export function setAttribute(file: SyntaxFile, body: Body, name: string, valueText: string): EditResult {
  const attribute = findAttribute(body, name);
  if (!attribute) {
    const after = placeForAttribute(file, body);
    return addToBody(file, body, { text: `${name} = ${valueText}`, after, apart: false });
  }
  if (attribute.value.kind === 'invalid-expression') return refuseInvalid(file, name);
  if (!valueText.includes('\n') || !sharesLineWithBrace(file, attribute))
    return replaceExpression(file, attribute.value, valueText);
  const inner = layout.indentationAt(file.text, body.start) + layout.indentationUnit(file);
  const indented = layout.indentLines(valueText, inner, layout.lineEnding(file.text));
  return [...openSingleLine(file, body), replace(file, attribute.value, indented)];
}

/** Replaces an expression; further lines of `text` are indented as the line that it stands on. */
export function replaceExpression(file: SyntaxFile, expression: Expression, text: string): EditResult {
  if (expression.kind === 'invalid-expression') return refuseInvalid(file, 'the expression');
  const indentation = layout.indentationAt(file.text, expression.start);
  const ending = layout.lineEnding(file.text);
  const replacement = layout.indentLines(text, indentation, ending);
  const alone = /^\r?\n/.test(file.text.slice(expression.end, expression.end + 2));
  return [replace(file, expression, layout.endsWithHeredoc(text) && !alone ? replacement + ending : replacement)];
}

/** Removes an attribute, with a comment behind it on its line. Comments on lines of their own stay. */
export function removeAttribute(file: SyntaxFile, body: Body, name: string): EditResult {
  const attribute = findAttribute(body, name);
  if (!attribute) return { refused: `There is no attribute ${name} here in ${file.path}.` };
  if (!sharesLineWithBrace(file, attribute)) return [removeLines(file, attribute)];
  return [replace(file, { start: body.start, end: body.end }, '')];
}

function refuseInvalid(file: SyntaxFile, name: string): EditResult {
  return { refused: `The value of ${name} in ${file.path} does not parse, so it can't be edited.` };
}

/** The attribute stands in a block on one line. */
function sharesLineWithBrace(file: SyntaxFile, attribute: Attribute): boolean {
  const block = enclosing(file, attribute, 'block');
  return block !== undefined && !layout.startsLine(file.text, attribute.start);
}

/**
 * A new attribute goes behind the last one that takes a single line and stands before the first nested block, where
 * readers look for such; failing that, behind any attribute there, then behind any attribute at all.
 */
function placeForAttribute(file: SyntaxFile, body: Body): BodyItem | undefined {
  const firstBlock = body.items.findIndex((item) => item.kind === 'block');
  const leading = firstBlock < 0 ? body.items : body.items.slice(0, firstBlock);
  const single = (item: BodyItem): boolean =>
    item.kind === 'attribute' && !layout.isMultiLine(file.text, item.start, item.end);
  return (
    leading.findLast(single) ??
    leading.at(-1) ??
    body.items.findLast(single) ??
    body.items.findLast((item) => item.kind === 'attribute')
  );
}
