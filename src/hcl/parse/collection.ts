/** Constructors in brackets and braces: tuples, objects, and `for` expressions. */
import { invalidExpression, type Parser } from './parser.js';
import type { Expression, ForExpression, ObjectItem } from '../syntax.js';
import * as token from './token.js';

export function tupleConstructor(parser: Parser): Expression {
  const open = parser.read();
  const { newlines } = parser;
  parser.newlines = false;
  const result = parser.isKeyword('for') ? forExpression(parser, open) : tupleElements(parser, open);
  parser.newlines = newlines;
  return result;
}

function tupleElements(parser: Parser, open: number): Expression {
  const elements: Expression[] = [];
  const { faults } = parser;
  let height = 0;
  let close: number;
  for (;;) {
    if (parser.peek() === token.CLOSE_BRACKET) {
      close = parser.read();
      break;
    }
    elements.push(parser.expression(parser));
    height = Math.max(height, parser.height);
    if (parser.recovery && parser.faults > faults) {
      close = parser.recover(token.CLOSE_BRACKET);
      break;
    }
    const kind = parser.peek();
    if (kind === token.COMMA) parser.read();
    else if (kind !== token.CLOSE_BRACKET) {
      reportElement(parser, open, kind);
      close = parser.recover(token.CLOSE_BRACKET);
      break;
    }
  }
  const start = parser.start(open);
  parser.raise(height, start);
  return { kind: 'tuple', start, end: parser.end(close), elements };
}

function reportElement(parser: Parser, open: number, kind: number): void {
  if (kind === token.END_OF_FILE) {
    const detail =
      'There is no corresponding closing bracket before the end of the file. This may be caused by incorrect bracket nesting elsewhere in this file.';
    parser.complain(open, 'Unterminated tuple constructor expression', detail);
  } else {
    const detail = 'Expected a comma to mark the beginning of the next item.';
    parser.complain(parser.index, 'Missing item separator', detail);
  }
}

export function objectConstructor(parser: Parser): Expression {
  const open = parser.read();
  const { newlines } = parser;
  // Newlines separate items but may stand anywhere in a `for` expression, its keyword included.
  parser.newlines = false;
  const isFor = parser.isKeyword('for');
  parser.newlines = !isFor;
  const result = isFor ? forExpression(parser, open) : objectItems(parser, open);
  parser.newlines = newlines;
  return result;
}

function objectItems(parser: Parser, open: number): Expression {
  const items: ObjectItem[] = [];
  let height = 0;
  let close: number;
  for (;;) {
    const kind = parser.peek();
    if (kind === token.NEWLINE) {
      parser.read();
      continue;
    }
    if (kind === token.CLOSE_BRACE) {
      close = parser.read();
      break;
    }
    const item = objectItem(parser, open);
    if (!item) {
      close = parser.recover(token.CLOSE_BRACE);
      break;
    }
    items.push(item);
    height = Math.max(height, parser.height);
    const next = parser.peek();
    if (next === token.COMMA || next === token.NEWLINE) parser.read();
    else if (next !== token.CLOSE_BRACE) {
      const detail = 'Expected a newline or comma to mark the beginning of the next attribute.';
      reportItem(parser, open, 'Missing attribute separator', detail);
      close = parser.recover(token.CLOSE_BRACE);
      break;
    }
  }
  const start = parser.start(open);
  parser.raise(height, start);
  return { kind: 'object', start, end: parser.end(close), items };
}

/** `key = value` or `key: value`; undefined where it is broken. */
function objectItem(parser: Parser, open: number): ObjectItem | undefined {
  const { faults } = parser;
  const key = parser.expression(parser);
  if (parser.recovery && parser.faults > faults) return undefined;
  const { height } = parser;
  const kind = parser.peek();
  if (kind !== token.EQUAL && kind !== token.COLON) {
    reportSeparator(parser, open, kind);
    return undefined;
  }
  parser.read();
  const value = parser.expression(parser);
  if (parser.recovery && parser.faults > faults) return undefined;
  parser.height = Math.max(height, parser.height);
  return { kind: 'object-item', start: key.start, end: value.end, key, value };
}

function reportSeparator(parser: Parser, open: number, kind: number): void {
  if (kind === token.NEWLINE || kind === token.COMMA) {
    const detail = 'Expected an attribute value, introduced by an equals sign ("=").';
    parser.complain(parser.index, 'Missing attribute value', detail);
    return;
  }
  let detail = 'Expected an equals sign ("=") to mark the beginning of the attribute value.';
  if (kind === token.IDENTIFIER) {
    detail +=
      ' If you intended to given an attribute name containing periods or spaces, write the name in quotes to create a string literal.';
  }
  reportItem(parser, open, 'Missing key/value separator', detail);
}

/** Reports a fault at the next token; where that is the end of the file, that the object is not closed. */
function reportItem(parser: Parser, open: number, summary: string, detail: string): void {
  if (parser.peek() === token.END_OF_FILE) {
    const unclosed =
      'There is no corresponding closing brace before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.';
    parser.complain(open, 'Unterminated object constructor expression', unclosed);
  } else parser.complain(parser.index, summary, detail);
}

const FOR = "Invalid 'for' expression";

/** A `for` expression; `open` is the bracket or brace before it, the keyword is the next token. */
function forExpression(parser: Parser, open: number): Expression {
  const closer = token.oppositeOf(parser.kind(open));
  parser.read();
  const result = forClauses(parser, open);
  const start = parser.start(open);
  if (!result) return invalidExpression(start, parser.end(parser.recover(closer)));
  let close: number;
  if (parser.peek() === closer) close = parser.read();
  else {
    parser.complain(parser.index, FOR, "Extra characters after the end of the 'for' expression.");
    close = parser.recover(closer);
  }
  const { height, ellipsis, ...clauses } = result;
  const loop: ForExpression = { kind: 'for', start, end: parser.end(close), ...clauses };
  checkFor(parser, loop, ellipsis);
  parser.raise(height, start);
  return loop;
}

type ForClauses = Pick<
  ForExpression,
  'keyName' | 'valueName' | 'collection' | 'key' | 'value' | 'group' | 'condition'
> & {
  /** Index of the `...`, or -1. */
  ellipsis: number;
  height: number;
};

/** Everything between `for` and the closing bracket; undefined where it is broken. */
function forClauses(parser: Parser, open: number): ForClauses | undefined {
  const { faults } = parser;
  const names = forNames(parser);
  if (!names) return undefined;
  const broken = (): boolean => parser.recovery && parser.faults > faults;
  const collection = parser.expression(parser);
  if (broken()) return undefined;
  let { height } = parser;
  if (parser.peek() !== token.COLON) {
    return complain(parser, 'For expression requires a colon after the collection expression.');
  }
  parser.read();
  let value = parser.expression(parser);
  height = Math.max(height, parser.height);
  let key: Expression | undefined;
  if (parser.peek() === token.FAT_ARROW) {
    parser.read();
    key = value;
    value = parser.expression(parser);
    height = Math.max(height, parser.height);
  }
  if (broken()) return undefined;
  const ellipsis = parser.peek() === token.ELLIPSIS ? parser.read() : -1;
  let condition: Expression | undefined;
  if (parser.isKeyword('if')) {
    parser.read();
    condition = parser.expression(parser);
    if (broken()) return undefined;
    height = Math.max(height, parser.height);
  }
  return { ...names, collection, key, value, group: ellipsis > open, condition, ellipsis, height };
}

function forNames(parser: Parser): { keyName: string | undefined; valueName: string } | undefined {
  if (parser.peek() !== token.IDENTIFIER) return complain(parser, "For expression requires variable name after 'for'.");
  let keyName: string | undefined;
  let valueName = parser.slice(parser.read());
  if (parser.peek() === token.COMMA) {
    parser.read();
    if (parser.peek() !== token.IDENTIFIER) {
      return complain(parser, 'For expression requires value variable name after comma.');
    }
    keyName = valueName;
    valueName = parser.slice(parser.read());
  }
  if (!parser.isKeyword('in')) {
    return complain(parser, "For expression requires the 'in' keyword after its name declarations.");
  }
  parser.read();
  return { keyName, valueName };
}

function complain(parser: Parser, detail: string): undefined {
  parser.complain(parser.index, FOR, detail);
}

/** What the form, tuple or object, demands and forbids. */
function checkFor(parser: Parser, loop: ForExpression, ellipsis: number): void {
  if (parser.text[loop.start] === '{') {
    if (loop.key) return;
    parser.reportSpan(loop.value.start, loop.value.end, FOR, 'Key expression is required when building an object.');
    return;
  }
  if (loop.key) {
    parser.reportSpan(loop.key.start, loop.key.end, FOR, 'Key expression is not valid when building a tuple.');
  }
  if (loop.group) {
    parser.report(ellipsis, FOR, 'Grouping ellipsis (...) cannot be used when building a tuple.');
  }
}
