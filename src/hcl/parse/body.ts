/** Bodies: attributes, blocks, and what is neither. */
import { invalidExpression, type Parser } from './parser.js';
import { positionAt } from '../position.js';
import type { Attribute, Block, Body, BodyItem, Expression, Label } from '../syntax.js';
import { decodeQuoted } from './template-text.js';
import * as token from './token.js';

const REQUIRED = 'Argument or block definition required';
const REQUIRED_HERE = 'An argument or block definition is required here.';
const REQUIRED_EQUALS = `${REQUIRED_HERE} To set an argument, use the equals sign "=" to introduce the argument value.`;

/** How often a file may be scanned anew after an unclosed bracket; it bounds the time that a hostile file can take. */
const MAX_REWINDS = 50;

interface BodyState {
  readonly parser: Parser;
  /** After the first stray line there tend to be more, which say nothing new. */
  stray: boolean;
  rewinds: number;
}

export function parseFileBody(parser: Parser): Body {
  const items = parseItems({ parser, stray: false, rewinds: 0 }, token.END_OF_FILE);
  return { kind: 'body', start: 0, end: parser.text.length, items };
}

/** Items up to the token `end`, which is left to the caller, or to the end of the file. */
function parseItems(state: BodyState, end: number): BodyItem[] {
  const { parser } = state;
  const items: BodyItem[] = [];
  const names = new AttributeNames(parser);
  for (;;) {
    const kind = parser.peek();
    if (kind === end || kind === token.END_OF_FILE) return items;
    if (kind === token.NEWLINE) {
      parser.read();
      continue;
    }
    const first = parser.index;
    const item = kind === token.IDENTIFIER ? parseItem(state) : strayItem(state, kind);
    if (item) {
      items.push(item);
      if (item.kind === 'attribute') names.add(item, items);
    }
    if (parser.recovery) {
      parser.recovery = false;
      items.push(skipItem(state, item ? parser.index : first));
    }
  }
}

/** Finds attributes set twice. */
class AttributeNames {
  private readonly parser: Parser;
  private byName: Map<string, Attribute> | undefined;

  constructor(parser: Parser) {
    this.parser = parser;
  }

  add(attribute: Attribute, items: readonly BodyItem[]): void {
    const earlier = this.find(attribute, items);
    if (!earlier) return;
    const { parser } = this;
    const from = positionAt(parser, earlier.start);
    const to = positionAt(parser, earlier.nameEnd);
    const range = `${parser.path}:${from.line},${from.column}-${to.column}`;
    const detail = `The argument ${JSON.stringify(attribute.name)} was already set at ${range}. Each argument may be set only once.`;
    parser.reportSpan(attribute.start, attribute.nameEnd, 'Attribute redefined', detail);
  }

  /** Most bodies are short: looking through them is cheaper than a map. */
  private find(attribute: Attribute, items: readonly BodyItem[]): Attribute | undefined {
    const { name } = attribute;
    if (items.length <= 16) {
      for (const item of items) {
        if (item === attribute) return undefined;
        if (item.kind === 'attribute' && item.name === name) return item;
      }
      return undefined;
    }
    if (!this.byName) {
      this.byName = new Map();
      for (const item of items) {
        if (item.kind === 'attribute' && item !== attribute && !this.byName.has(item.name))
          this.byName.set(item.name, item);
      }
    }
    const earlier = this.byName.get(name);
    if (!earlier) this.byName.set(name, attribute);
    return earlier;
  }
}

function strayItem(state: BodyState, kind: number): undefined {
  const { parser } = state;
  if (!state.stray) {
    if (kind === token.OPEN_QUOTE) {
      parser.report(parser.index, 'Invalid argument name', 'Argument names must not be quoted.');
    } else parser.report(parser.index, REQUIRED, REQUIRED_HERE);
  } else parser.faults++;
  state.stray = true;
  parser.recovery = true;
}

function parseItem(state: BodyState): BodyItem | undefined {
  const { parser } = state;
  const name = parser.read();
  const kind = parser.peek();
  if (kind === token.EQUAL) return parseAttribute(state, name, false);
  if (kind === token.OPEN_QUOTE || kind === token.OPEN_BRACE || kind === token.IDENTIFIER)
    return parseBlock(state, name);
  parser.report(name, REQUIRED, REQUIRED_EQUALS);
  parser.recovery = true;
  return undefined;
}

function parseAttribute(state: BodyState, name: number, singleLine: boolean): Attribute {
  const { parser } = state;
  const equals = parser.read();
  const first = parser.index;
  const { faults } = parser;
  let value: Expression = parser.expression(parser);
  if (parser.recovery && parser.faults > faults) {
    // What a broken expression parsed to is no basis for anything: all of it is marked as invalid.
    const skipped = skipItem(state, first);
    parser.recovery = false;
    value = invalidExpression(skipped.start, skipped.end);
  } else if (!singleLine) endOfAttribute(parser);
  return {
    kind: 'attribute',
    start: parser.start(name),
    end: value.end,
    name: parser.slice(name),
    nameEnd: parser.end(name),
    equals: parser.start(equals),
    value,
  };
}

function endOfAttribute(parser: Parser): void {
  const kind = parser.peek();
  if (kind === token.NEWLINE || kind === token.END_OF_FILE) {
    parser.read();
    return;
  }
  const detail = 'An argument definition must end with a newline.';
  if (kind === token.COMMA) {
    const hint = `Argument definitions must be separated by newlines, not commas. ${detail}`;
    parser.complain(parser.index, 'Unexpected comma after argument', hint);
  } else parser.complain(parser.index, 'Missing newline after argument', detail);
  parser.recovery = true;
}

function parseBlock(state: BodyState, name: number): Block | undefined {
  const { parser } = state;
  const labels = parseLabels(parser, name);
  if (!labels) return undefined;
  const open = parser.read();
  if (!parser.descend()) return undefined;
  const kind = parser.peek();
  const multiLine = kind === token.NEWLINE || kind === token.END_OF_FILE || kind === token.CLOSE_BRACE;
  const items = multiLine ? parseItems(state, token.CLOSE_BRACE) : parseSingleItem(state);
  parser.depth--;
  if (!items) return undefined;
  const close = closeBlock(parser, open);
  const closeBrace = parser.start(close);
  return {
    kind: 'block',
    start: parser.start(name),
    end: parser.end(close),
    type: parser.slice(name),
    typeEnd: parser.end(name),
    labels,
    openBrace: parser.start(open),
    closeBrace,
    body: { kind: 'body', start: parser.end(open), end: closeBrace, items },
  };
}

/** Takes the closing brace and the newline after it; answers the index of the brace, or of the end of the file. */
function closeBlock(parser: Parser, open: number): number {
  const close = parser.read();
  if (parser.kind(close) !== token.CLOSE_BRACE) {
    const detail =
      'There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.';
    parser.report(open, 'Unclosed configuration block', detail);
    return close;
  }
  const kind = parser.peek();
  if (kind === token.NEWLINE || kind === token.END_OF_FILE) parser.read();
  else {
    parser.complain(
      parser.index,
      'Missing newline after block definition',
      'A block definition must end with a newline.',
    );
    parser.recovery = true;
  }
  return close;
}

/** The labels, with the opening brace as the next token; undefined where there is none. */
function parseLabels(parser: Parser, name: number): Label[] | undefined {
  const labels: Label[] = [];
  for (;;) {
    const kind = parser.peek();
    if (kind === token.OPEN_BRACE) return labels;
    if (kind === token.OPEN_QUOTE) labels.push(quotedLabel(parser));
    else if (kind === token.IDENTIFIER) {
      const index = parser.read();
      labels.push({ start: parser.start(index), end: parser.end(index), value: parser.slice(index), quoted: false });
    } else {
      reportHeader(parser, name, kind);
      parser.recovery = true;
      return undefined;
    }
  }
}

function reportHeader(parser: Parser, name: number, kind: number): void {
  const summary = 'Invalid block definition';
  if (kind === token.EQUAL) {
    const detail = 'The equals sign "=" indicates an argument definition, and must not be used when defining a block.';
    parser.report(parser.index, summary, detail);
  } else if (kind === token.NEWLINE) {
    const detail =
      'A block definition must have block content delimited by "{" and "}", starting on the same line as the block header.';
    parser.report(parser.index, summary, detail);
  } else {
    const at = kind === token.END_OF_FILE ? name : parser.index;
    parser.complain(at, summary, 'Either a quoted string block label or an opening brace ("{") is expected here.');
  }
}

function quotedLabel(parser: Parser): Label {
  const open = parser.read();
  let value = '';
  for (;;) {
    const index = parser.read();
    const kind = parser.kind(index);
    if (kind === token.CLOSE_QUOTE || kind === token.END_OF_FILE) {
      if (kind === token.END_OF_FILE) {
        const detail = 'Unable to find the closing quote mark before the end of the file.';
        parser.report(index, 'Unterminated string literal', detail);
      }
      return { start: parser.start(open), end: parser.end(index), value, quoted: true };
    }
    if (kind === token.TEXT) value += parser.slice(index);
    else if (kind === token.QUOTED_TEXT) value += decodeQuoted(parser, parser.start(index), parser.end(index));
    else value += invalidInLabel(parser, index);
  }
}

function invalidInLabel(parser: Parser, index: number): string {
  const kind = parser.kind(index);
  if (kind !== token.INTERPOLATION && kind !== token.DIRECTIVE) {
    parser.faults++;
    return '';
  }
  const sign = kind === token.INTERPOLATION ? '$' : '%';
  const detail = `Template sequences are not allowed in this string. To include a literal "${sign}", double it (as "${sign}${sign}") to escape it.`;
  parser.report(index, 'Invalid string literal', detail);
  parser.recover(token.SEQUENCE_END);
  parser.recovery = false;
  return `${sign}{ ... }`;
}

/** The one attribute of a single-line block, with the closing brace as the next token. */
function parseSingleItem(state: BodyState): BodyItem[] | undefined {
  const { parser } = state;
  if (parser.peek() !== token.IDENTIFIER) return failSingle(parser, parser.index, REQUIRED, REQUIRED_HERE);
  const name = parser.read();
  const kind = parser.peek();
  if (kind === token.EQUAL) return finishSingle(state, name);
  if (kind === token.OPEN_QUOTE || kind === token.OPEN_BRACE || kind === token.IDENTIFIER) {
    const detail = `A single-line block definition can contain only a single argument. If you meant to define argument ${JSON.stringify(parser.slice(name))}, use an equals sign to assign it a value. To define a nested block, place it on a line of its own within its parent block.`;
    return failSingle(parser, name, 'Argument definition required', detail);
  }
  return failSingle(parser, name, REQUIRED, REQUIRED_EQUALS);
}

function finishSingle(state: BodyState, name: number): BodyItem[] | undefined {
  const { parser } = state;
  const { faults } = parser;
  const attribute = parseAttribute(state, name, true);
  const kind = parser.peek();
  if (kind === token.CLOSE_BRACE) return [attribute];
  if (parser.faults > faults) {
    parser.recovery = true;
    return undefined;
  }
  const summary = 'Invalid single-argument block definition';
  if (kind === token.COMMA) {
    const detail =
      'Single-line block syntax can include only one argument definition. To define multiple arguments, use the multi-line block syntax with one argument definition per line.';
    return failSingle(parser, parser.index, summary, detail);
  }
  if (kind === token.NEWLINE) {
    const detail =
      "An argument definition on the same line as its containing block creates a single-line block definition, which must also be closed on the same line. Place the block's closing brace immediately after the argument definition.";
    return failSingle(parser, parser.index, summary, detail);
  }
  if (kind === token.END_OF_FILE) return [attribute];
  const detail =
    'A single-line block definition must end with a closing brace immediately after its single argument definition.';
  return failSingle(parser, parser.index, summary, detail);
}

function failSingle(parser: Parser, index: number, summary: string, detail: string): undefined {
  parser.complain(index, summary, detail);
  parser.recovery = true;
}

/**
 * Skips from the token `first` to behind the newline that ends its item: the first one outside of brackets. Where a
 * bracket is never closed, that is the end of the line where parsing stopped.
 */
function skipItem(state: BodyState, first: number): { kind: 'invalid'; start: number; end: number } {
  const { parser } = state;
  const stopped = parser.index;
  parser.index = first;
  parser.newlines = true;
  let balanced = skipBalanced(parser);
  if (!balanced && state.rewinds < MAX_REWINDS) {
    state.rewinds++;
    state.stray = true;
    parser.index = Math.min(stopped, lineEndAfter(parser, first));
    balanced = skipLine(parser);
  }
  let last = parser.index - 1;
  while (last > first && parser.kind(last) === token.NEWLINE) last--;
  return { kind: 'invalid', start: parser.start(first), end: parser.end(Math.max(last, first)) };
}

/** The index of the first newline token from `index` on, or of the end of the file. */
function lineEndAfter(parser: Parser, index: number): number {
  let at = index;
  while (parser.kind(at) !== token.NEWLINE && parser.kind(at) !== token.END_OF_FILE) at++;
  return at;
}

function skipLine(parser: Parser): boolean {
  parser.index = lineEndAfter(parser, parser.index);
  return parser.kind(parser.read()) === token.NEWLINE;
}

function skipBalanced(parser: Parser): boolean {
  const open: number[] = [];
  for (;;) {
    const kind = parser.kind(parser.read());
    if (kind === token.END_OF_FILE) return open.length === 0;
    if (kind === token.NEWLINE) {
      if (open.length === 0) return true;
    } else if (kind === token.DIRECTIVE) open.push(token.INTERPOLATION);
    else if (opens(kind)) open.push(kind);
    else if (closes(kind)) {
      const opener = token.oppositeOf(kind);
      while (open.length > 0 && open[open.length - 1] !== opener) open.pop();
      open.pop();
    }
  }
}

function opens(kind: number): boolean {
  return (
    kind === token.OPEN_BRACE ||
    kind === token.OPEN_BRACKET ||
    kind === token.OPEN_PAREN ||
    kind === token.OPEN_QUOTE ||
    kind === token.OPEN_HEREDOC ||
    kind === token.INTERPOLATION
  );
}

function closes(kind: number): boolean {
  return kind === token.SEQUENCE_END || (!opens(kind) && token.oppositeOf(kind) >= 0);
}
