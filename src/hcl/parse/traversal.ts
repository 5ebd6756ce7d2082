/** What may follow a term: `.name`, the legacy `.0`, `[key]`, and the two kinds of splat. */
import { checkNumber } from './term.js';
import { invalidExpression, type Parser } from './parser.js';
import type { Expression, SplatStep } from '../syntax.js';
import * as token from './token.js';

/** All traversal steps behind `object`. */
export function parseTraversal(parser: Parser, object: Expression): Expression {
  let result = object;
  let { height } = parser;
  for (;;) {
    const kind = parser.peek();
    if (kind !== token.DOT && kind !== token.OPEN_BRACKET) break;
    parser.height = 0;
    const step = kind === token.DOT ? afterDot(parser) : inBrackets(parser);
    if (!step) break;
    result = apply(result, step);
    if (!parser.raise(Math.max(height, parser.height), object.start))
      return invalidExpression(object.start, object.start);
    ({ height } = parser);
  }
  parser.height = height;
  return result;
}

type Step = SplatStep & { readonly nameStart?: number };

function apply(object: Expression, step: SplatStep): Expression {
  const { start } = object;
  const { end } = step;
  switch (step.kind) {
    case 'get-attribute':
      return { kind: 'get-attribute', start, end, object, name: step.name, nameStart: end - step.name.length };
    case 'index':
      return { kind: 'index', start, end, object, key: step.key, legacy: step.legacy };
    case 'splat':
      return { kind: 'splat', start, end, style: step.style, object, each: step.each };
  }
}

/** A step that begins with a dot; undefined, with a diagnostic, where none follows. */
function afterDot(parser: Parser): Step | undefined {
  const start = parser.start(parser.read());
  const kind = parser.peek();
  if (kind === token.IDENTIFIER) return attributeStep(parser, start);
  if (kind === token.NUMBER) {
    return legacyIndex(parser, start, 'Use the proper index syntax instead');
  }
  if (kind === token.STAR) return attributeSplat(parser, start);
  parser.report(parser.index, 'Invalid attribute name', 'An attribute name is required after a dot.');
  parser.recovery = true;
  return undefined;
}

function attributeStep(parser: Parser, start: number): Step {
  const index = parser.read();
  return { kind: 'get-attribute', name: parser.slice(index), start, end: parser.end(index) };
}

/** `.0`, from before HCL 2. `.0.1` scans as one number and is refused, as HCL does. */
function legacyIndex(parser: Parser, start: number, advice: string): Step {
  const index = parser.read();
  const text = parser.slice(index);
  const dot = text.indexOf('.');
  if (dot >= 0) {
    const detail = `When using the legacy index syntax, chaining two indexes together is not permitted. ${advice}, like [${text.slice(0, dot)}][${text.slice(dot + 1)}].`;
    parser.report(index, 'Invalid legacy index syntax', detail);
  } else checkNumber(parser, index, text);
  const end = parser.end(index);
  return { kind: 'index', key: { kind: 'number', start: parser.start(index), end, text }, legacy: true, start, end };
}

/** `.*` takes only the attribute steps that follow; brackets after them apply to its result. */
function attributeSplat(parser: Parser, start: number): Step {
  let end = parser.end(parser.read());
  const each: SplatStep[] = [];
  while (parser.peek() === token.DOT) {
    const dot = parser.start(parser.read());
    const kind = parser.peek();
    let step: Step;
    if (kind === token.NUMBER) {
      step = legacyIndex(parser, dot, 'Use the proper index syntax with a full splat expression [*] instead');
    } else if (kind === token.IDENTIFIER) step = attributeStep(parser, dot);
    else {
      if (kind === token.STAR) {
        const detail = 'A splat expression (*) cannot be used inside another attribute-only splat expression.';
        parser.complain(parser.index, 'Nested splat expression not allowed', detail);
      } else parser.complain(parser.index, 'Invalid attribute name', 'An attribute name is required after a dot.');
      parser.recovery = true;
      break;
    }
    each.push(step);
    end = step.end;
  }
  return { kind: 'splat', style: 'attribute', each, start, end };
}

function inBrackets(parser: Parser): Step {
  const start = parser.start(parser.read());
  if (parser.peek() === token.STAR) return fullSplat(parser, start);
  const { newlines, faults } = parser;
  parser.newlines = false;
  const key = parser.expression(parser);
  let close: number;
  if (parser.recovery && parser.faults > faults) close = parser.recover(token.CLOSE_BRACKET);
  else {
    close = parser.read();
    if (parser.kind(close) !== token.CLOSE_BRACKET) {
      parser.complain(
        close,
        'Missing close bracket on index',
        'The index operator must end with a closing bracket ("]").',
      );
      close = parser.recover(token.CLOSE_BRACKET);
    }
  }
  parser.newlines = newlines;
  return { kind: 'index', key, legacy: false, start, end: parser.end(close) };
}

/** `[*]` takes all steps that follow, further splats included. */
function fullSplat(parser: Parser, start: number): Step {
  parser.read();
  let close = parser.read();
  if (parser.kind(close) !== token.CLOSE_BRACKET) {
    const detail = 'The star for a full splat operator must be immediately followed by a closing bracket ("]").';
    parser.complain(close, 'Missing close bracket on splat index', detail);
    close = parser.recover(token.CLOSE_BRACKET);
  }
  const each: SplatStep[] = [];
  let end = parser.end(close);
  if (!parser.descend()) return { kind: 'splat', style: 'full', each, start, end };
  let height = 0;
  for (;;) {
    const kind = parser.peek();
    if (kind !== token.DOT && kind !== token.OPEN_BRACKET) break;
    const step = kind === token.DOT ? afterDot(parser) : inBrackets(parser);
    if (!step) break;
    height = Math.max(height, parser.height);
    each.push(step);
    end = step.end;
  }
  parser.depth--;
  parser.height = height + 1;
  return { kind: 'splat', style: 'full', each, start, end };
}
