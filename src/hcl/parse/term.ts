/** Terms: literals, variables, calls, parentheses, and the constructors in parse-collection.ts. */
import { heredocTemplate, quotedTemplate } from './template.js';
import { objectConstructor, tupleConstructor } from './collection.js';
import { invalidExpression, type Parser } from './parser.js';
import type { Expression } from '../syntax.js';
import * as token from './token.js';

/** Parses the term that begins with the next token, which is of this kind. */
export function parseTerm(parser: Parser, kind: number): Expression {
  switch (kind) {
    case token.IDENTIFIER:
      return nameOrCall(parser);
    case token.OPEN_QUOTE:
      return quotedTemplate(parser);
    case token.NUMBER:
      return number(parser);
    case token.OPEN_BRACKET:
      return tupleConstructor(parser);
    case token.OPEN_BRACE:
      return objectConstructor(parser);
    case token.OPEN_PAREN:
      return parenthesis(parser);
    case token.OPEN_HEREDOC:
      return heredocTemplate(parser);
    default:
      return missingTerm(parser, kind);
  }
}

function missingTerm(parser: Parser, kind: number): Expression {
  const { index } = parser;
  if (kind === token.END_OF_FILE) {
    const detail = 'Expected the start of an expression, but found the end of the file.';
    parser.complain(index, 'Missing expression', detail);
  } else {
    const detail = 'Expected the start of an expression, but found an invalid expression token.';
    parser.complain(index, 'Invalid expression', detail);
  }
  parser.recovery = true;
  return invalidExpression(parser.start(index), parser.start(index));
}

function number(parser: Parser): Expression {
  parser.height = 0;
  const index = parser.read();
  const text = parser.slice(index);
  checkNumber(parser, index, text);
  return { kind: 'number', start: parser.start(index), end: parser.end(index), text };
}

/** The scanner takes more for a number than is one: `1.2.3`. */
export function checkNumber(parser: Parser, index: number, text: string): void {
  if (text.length === 1 || /^\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/.test(text)) return;
  parser.report(index, 'Invalid number literal', 'Failed to recognize the value of this number literal.');
}

function nameOrCall(parser: Parser): Expression {
  const index = parser.read();
  const next = parser.peek();
  if (next === token.OPEN_PAREN || next === token.DOUBLE_COLON) return call(parser, index);
  parser.height = 0;
  const start = parser.start(index);
  const end = parser.end(index);
  const name = parser.text.slice(start, end);
  switch (name) {
    case 'true':
      return { kind: 'bool', start, end, value: true };
    case 'false':
      return { kind: 'bool', start, end, value: false };
    case 'null':
      return { kind: 'null', start, end };
    default:
      return { kind: 'variable', start, end, name };
  }
}

function parenthesis(parser: Parser): Expression {
  const open = parser.read();
  const { newlines, faults } = parser;
  parser.newlines = false;
  const expression = parser.expression(parser);
  if (parser.faults > faults) {
    parser.recover(token.CLOSE_PAREN);
    parser.newlines = newlines;
    return expression;
  }
  if (parser.peek() !== token.CLOSE_PAREN) {
    const detail = 'Expected a closing parenthesis to terminate the expression.';
    parser.report(parser.index, 'Unbalanced parentheses', detail);
    parser.recovery = true;
  }
  const close = parser.read();
  parser.newlines = newlines;
  parser.raise(parser.height, parser.start(open));
  return { kind: 'parenthesis', start: parser.start(open), end: parser.end(close), expression };
}

/** A call whose name, or the first part of it, is the token `first`. */
function call(parser: Parser, first: number): Expression {
  let open = parser.read();
  let name = parser.slice(first);
  let nameEnd = parser.end(first);
  while (parser.kind(open) === token.DOUBLE_COLON) {
    const next = parser.read();
    if (parser.kind(next) !== token.IDENTIFIER) {
      const detail = 'Function scope resolution symbol :: must be followed by a function name in this scope.';
      return failCall(parser, next, 'Missing function name', detail);
    }
    name += `::${parser.slice(next)}`;
    nameEnd = parser.end(next);
    open = parser.read();
  }
  if (parser.kind(open) !== token.OPEN_PAREN) {
    const detail = 'Function selector must be followed by an open parenthesis to begin the function call.';
    return failCall(parser, open, 'Missing open parenthesis', detail);
  }
  const start = parser.start(first);
  const { newlines } = parser;
  parser.newlines = false;
  const list = argumentList(parser, { first, open });
  parser.newlines = newlines;
  parser.raise(list.height, start);
  return { kind: 'call', start, end: parser.end(list.close), name, nameEnd, args: list.args, expand: list.expand };
}

function failCall(parser: Parser, index: number, summary: string, detail: string): Expression {
  parser.report(index, summary, detail);
  parser.recovery = true;
  return invalidExpression(parser.start(index), parser.start(index));
}

interface ArgumentList {
  readonly args: Expression[];
  expand: boolean;
  close: number;
  height: number;
}

function argumentList(parser: Parser, callee: { readonly first: number; readonly open: number }): ArgumentList {
  const list: ArgumentList = { args: [], expand: false, close: callee.open, height: 0 };
  const { faults } = parser;
  for (;;) {
    if (parser.peek() === token.CLOSE_PAREN) {
      list.close = parser.read();
      return list;
    }
    list.args.push(parser.expression(parser));
    list.height = Math.max(list.height, parser.height);
    if (parser.recovery && parser.faults > faults) {
      list.close = parser.recover(token.CLOSE_PAREN);
      return list;
    }
    const separator = parser.read();
    const kind = parser.kind(separator);
    if (kind === token.CLOSE_PAREN) {
      list.close = separator;
      return list;
    }
    if (kind === token.COMMA) continue;
    if (kind === token.ELLIPSIS) expandLast(parser, list, separator);
    else {
      reportSeparator(parser, callee, separator);
      list.close = parser.recover(token.CLOSE_PAREN);
    }
    return list;
  }
}

function expandLast(parser: Parser, list: ArgumentList, ellipsis: number): void {
  list.expand = true;
  if (parser.peek() === token.CLOSE_PAREN) {
    list.close = parser.read();
    return;
  }
  const detail = 'An expanded function argument (with ...) must be immediately followed by closing parentheses.';
  parser.complain(ellipsis, 'Missing closing parenthesis', detail);
  list.close = parser.recover(token.CLOSE_PAREN);
}

function reportSeparator(
  parser: Parser,
  callee: { readonly first: number; readonly open: number },
  separator: number,
): void {
  if (parser.kind(separator) === token.END_OF_FILE) {
    const detail =
      'There is no closing parenthesis for this function call before the end of the file. This may be caused by incorrect parenthesis nesting elsewhere in this file.';
    parser.reportSpan(parser.start(callee.first), parser.end(callee.open), 'Unterminated function call', detail);
  } else {
    const detail = 'A comma is required to separate each function argument from the next.';
    parser.report(separator, 'Missing argument separator', detail);
  }
}
