/**
 * Templates: quoted, heredoc and bare.
 *
 * As HCL does, first a flat list of literals, interpolations and directive markers, in which white space is settled,
 * then a tree of it.
 */
import { leadingSpaces, trimEnd } from './characters.js';
import { directiveMarker, type Marker } from './directive.js';
import type { Parser } from './parser.js';
import type { Interpolation, Template, TemplatePart, TemplateText } from '../syntax.js';
import { decodeQuoted, decodeUnquoted, isText, joinText, removeIndentation, type TextToken } from './template-text.js';
import { buildTree } from './template-tree.js';
import * as token from './token.js';

export type FlatPart = TextToken | Interpolation | Marker;

/** A quoted template; the next token opens it. */
export function quotedTemplate(parser: Parser): Template {
  const open = parser.read();
  const start = parser.start(open);
  const kind = parser.kind(open + 1);
  if (kind === token.CLOSE_QUOTE) {
    parser.height = 0;
    return { kind: 'template', start, end: parser.end(parser.read()), parts: [] };
  }
  if ((kind === token.TEXT || kind === token.QUOTED_TEXT) && parser.kind(open + 2) === token.CLOSE_QUOTE) {
    parser.height = 0;
    const part = literal(parser, parser.read(), kind);
    return { kind: 'template', start, end: parser.end(parser.read()), parts: [part] };
  }
  const parts = templateParts(parser, { end: token.CLOSE_QUOTE, indented: false });
  return { kind: 'template', start, end: parser.end(parser.index - 1), parts };
}

/** A heredoc; the next token opens it. */
export function heredocTemplate(parser: Parser): Template {
  const open = parser.read();
  const introducer = parser.slice(open);
  const indented = introducer.charCodeAt(2) === 0x2d;
  const parts = templateParts(parser, { end: token.CLOSE_HEREDOC, indented });
  const marker = trimEnd(introducer.slice(indented ? 3 : 2));
  const end = parser.end(parser.index - 1);
  return { kind: 'template', start: parser.start(open), end, parts, heredoc: { marker, indented } };
}

/** A whole text as template. */
export function bareTemplate(parser: Parser): Template {
  const parts = templateParts(parser, { end: token.END_OF_FILE, indented: false });
  return { kind: 'template', start: 0, end: parser.text.length, parts };
}

interface Enclosure {
  /** The kind of token that ends the template. */
  readonly end: number;
  readonly indented: boolean;
}

function templateParts(parser: Parser, enclosure: Enclosure): TemplatePart[] {
  const flat = new FlatParts(parser, enclosure).read();
  if (enclosure.indented) removeIndentation(flat.parts);
  const joined = joinText(parser.text, flat.parts);
  const parts = flat.marked ? buildTree(parser, joined, flat.end) : joined.filter(isPlainPart);
  parser.raise(flat.height, flat.end);
  return parts;
}

function isPlainPart(part: FlatPart): part is TemplateText | Interpolation {
  return part.kind === 'text' || part.kind === 'interpolation';
}

function literal(parser: Parser, index: number, kind: number): TextToken {
  const start = parser.start(index);
  const end = parser.end(index);
  let value: string;
  if (kind === token.TEXT) value = parser.text.slice(start, end);
  else if (kind === token.QUOTED_TEXT) value = decodeQuoted(parser, start, end);
  else value = decodeUnquoted(parser.text, start, end);
  return { kind: 'text', start, end, value };
}

/** The flat list, and what was learnt on the way. */
class FlatParts {
  readonly parts: FlatPart[] = [];
  /** Whether there are directives, so that the list has structure. */
  marked = false;
  height = 0;
  /** Offset where the template ends. */
  end = 0;
  private readonly parser: Parser;
  private readonly enclosure: Enclosure;
  private readonly startOfContent: number;
  /** The last sequence ended with `~}`. */
  private trimNext = false;

  constructor(parser: Parser, enclosure: Enclosure) {
    this.parser = parser;
    this.enclosure = enclosure;
    this.startOfContent = parser.index;
  }

  read(): this {
    const { parser } = this;
    for (;;) {
      const index = parser.read();
      const kind = parser.kind(index);
      if (kind === this.enclosure.end) {
        this.end = parser.start(index);
        return this;
      }
      switch (kind) {
        case token.TEXT:
        case token.QUOTED_TEXT:
        case token.UNQUOTED_TEXT:
          this.addText(index, kind);
          break;
        case token.INTERPOLATION:
          this.addInterpolation(index);
          break;
        case token.DIRECTIVE:
          this.addMarker(index);
          break;
        default:
          this.end = this.unterminated(index, kind);
          return this;
      }
    }
  }

  private unterminated(index: number, kind: number): number {
    const { parser } = this;
    // What the scanner found invalid has been reported already.
    if (kind === token.INVALID) parser.faults++;
    else parser.complain(index, 'Unterminated template string', 'No closing marker was found for the string.');
    return parser.start(parser.recover(this.enclosure.end));
  }

  private addText(index: number, kind: number): void {
    const { parser } = this;
    const part = literal(parser, index, kind);
    if (this.trimNext) part.value = part.value.slice(leadingSpaces(part.value));
    else if (kind === token.TEXT && !this.enclosure.indented) this.extend(part);
    this.trimNext = false;
    this.parts.push(part);
  }

  /** Takes the plain lines of a heredoc in one go. The last one stays apart: a `~` behind it would trim it alone. */
  private extend(part: TextToken): void {
    const { parser } = this;
    if (parser.kind(parser.index) !== token.TEXT) return;
    while (parser.kind(parser.index) === token.TEXT && parser.kind(parser.index + 1) === token.TEXT) parser.index++;
    part.end = parser.start(parser.index);
    part.value = parser.text.slice(part.start, part.end);
  }

  /** Where a sequence opens with `~`, the white space of the text right before it goes. */
  private trimPrevious(index: number): void {
    const { parser, parts } = this;
    if (parser.end(index) - parser.start(index) !== 3) return;
    const previous = parts[parts.length - 1];
    if (previous && isText(previous) && previous.end === parser.start(index)) previous.value = trimEnd(previous.value);
  }

  private addInterpolation(index: number): void {
    const { parser } = this;
    this.trimPrevious(index);
    this.trimNext = false;
    const { newlines } = parser;
    parser.newlines = false;
    const expression = parser.expression(parser);
    this.height = Math.max(this.height, parser.height);
    const close = this.closeInterpolation();
    parser.newlines = newlines;
    this.parts.push({ kind: 'interpolation', start: parser.start(index), end: parser.end(close), expression });
  }

  private closeInterpolation(): number {
    const { parser } = this;
    const kind = parser.peek();
    if (kind !== token.SEQUENCE_END) {
      this.reportExtra(kind);
      return parser.recover(token.SEQUENCE_END);
    }
    const close = parser.read();
    this.trimNext = parser.end(close) - parser.start(close) === 2;
    return close;
  }

  private reportExtra(kind: number): void {
    const { parser } = this;
    const unclosed = 'Unclosed template interpolation sequence';
    const extra = 'Extra characters after interpolation expression';
    const quote = kind === token.CLOSE_QUOTE || kind === token.OPEN_QUOTE;
    if (kind === token.END_OF_FILE) {
      const detail =
        'There is no closing brace for this interpolation sequence before the end of the file. This might be caused by incorrect nesting inside the given expression.';
      parser.complain(this.startOfContent, unclosed, detail);
    } else if (kind === token.COLON) {
      const detail =
        'Template interpolation doesn\'t expect a colon at this location. Did you intend this to be a literal sequence to be processed as part of another language? If so, you can escape it by starting with "$${" instead of just "${".';
      parser.complain(parser.index, extra, detail);
    } else if (quote && this.enclosure.end === token.CLOSE_QUOTE) {
      const detail =
        'There is no closing brace for this interpolation sequence before the end of the quoted template. This might be caused by incorrect nesting inside the given expression.';
      parser.complain(this.startOfContent, unclosed, detail);
    } else {
      const detail =
        'Expected a closing brace to end the interpolation expression, but found extra characters.\n\nThis can happen when you include interpolation syntax for another language, such as shell scripting, but forget to escape the interpolation start token. If this is an embedded sequence for another language, escape it by starting with "$${" instead of just "${".';
      parser.complain(parser.index, extra, detail);
    }
  }

  private addMarker(index: number): void {
    const { parser } = this;
    this.trimPrevious(index);
    this.marked = true;
    const { newlines } = parser;
    parser.newlines = false;
    parser.height = 0;
    const marker = directiveMarker(parser, index);
    this.height = Math.max(this.height, parser.height);
    parser.newlines = newlines;
    this.trimNext = marker?.trimNext === true;
    if (marker) this.parts.push(marker);
  }
}
