/** Turns the flat list of a template's parts into a tree: what stands between the markers of a directive belongs to it. */
import type { ForMarker, IfMarker, Marker } from './directive.js';
import { MAX_NESTING, type Parser } from './parser.js';
import { positionAt } from '../position.js';
import type { Interpolation, TemplatePart, TemplateText } from '../syntax.js';

type FlatPart = TemplateText | Interpolation | Marker;

/** A directive that waits for its end. */
interface Open {
  readonly marker: IfMarker | ForMarker;
  readonly parts: TemplatePart[];
  otherwise: TemplatePart[] | undefined;
}

const UNBALANCED = 'The control directives within this template are unbalanced.';

/** `end` is where the template ends. Stops at the first unbalanced marker: what follows has no sure place. */
export function buildTree(parser: Parser, flat: readonly FlatPart[], end: number): TemplatePart[] {
  const root: TemplatePart[] = [];
  const stack: Open[] = [];
  for (const part of flat) {
    const top = stack[stack.length - 1];
    if (part.kind === 'if' || part.kind === 'for') {
      if (stack.length >= MAX_NESTING) {
        fail(parser, part, 'Nesting too deep', `Directives may be nested at most ${MAX_NESTING} levels deep.`);
        return root;
      }
      stack.push({ marker: part, parts: [], otherwise: undefined });
    } else if (part.kind === 'text' || part.kind === 'interpolation') (top ? current(top) : root).push(part);
    else if (!closeWith(parser, part, stack, root)) return root;
  }
  const top = stack[stack.length - 1];
  if (top) {
    const { kind } = top.marker;
    const detail = `The ${kind} directive at ${range(parser, top.marker)} is missing its corresponding end${kind} directive.`;
    fail(parser, { start: end, end }, 'Unexpected end of template', detail);
  }
  return root;
}

function current(open: Open): TemplatePart[] {
  return open.otherwise ?? open.parts;
}

/** Handles `else`, `endif` and `endfor`; false, with a diagnostic, where they don't belong. */
function closeWith(parser: Parser, part: Marker, stack: Open[], root: TemplatePart[]): boolean {
  const top = stack[stack.length - 1];
  if (!top) return unexpected(parser, part, UNBALANCED);
  const opened = range(parser, top.marker);
  if (part.kind === 'else') {
    if (top.marker.kind === 'for')
      return unexpected(parser, part, 'An else clause is not expected for a for directive.');
    if (top.otherwise) return unexpected(parser, part, `Already in the else clause for the if started at ${opened}.`);
    top.otherwise = [];
    return true;
  }
  if (top.marker.kind === 'if' && part.kind !== 'endif') {
    return unexpected(parser, part, `Expecting an endif directive for the if started at ${opened}.`);
  }
  if (top.marker.kind === 'for' && part.kind !== 'endfor') {
    return unexpected(parser, part, `Expecting an endfor directive corresponding to the for directive at ${opened}.`);
  }
  stack.pop();
  const parent = stack[stack.length - 1];
  (parent ? current(parent) : root).push(directive(top, part.end));
  return true;
}

function directive(open: Open, end: number): TemplatePart {
  const { marker } = open;
  const { start } = marker;
  if (marker.kind === 'if') {
    return {
      kind: 'template-if',
      start,
      end,
      condition: marker.condition,
      // oxlint-disable-next-line unicorn/no-thenable -- an array, never a function
      then: open.parts,
      otherwise: open.otherwise ?? [],
    };
  }
  const { keyName, valueName, collection } = marker;
  return { kind: 'template-for', start, end, keyName, valueName, collection, body: open.parts };
}

function unexpected(parser: Parser, part: Marker, detail: string): false {
  fail(parser, part, `Unexpected ${part.kind} directive`, detail);
  return false;
}

function fail(
  parser: Parser,
  at: { readonly start: number; readonly end: number },
  summary: string,
  detail: string,
): void {
  parser.reportSpan(at.start, at.end, summary, detail);
}

function range(parser: Parser, span: { readonly start: number; readonly end: number }): string {
  const from = positionAt(parser, span.start);
  const to = positionAt(parser, span.end);
  const end = from.line === to.line ? `${to.column}` : `${to.line},${to.column}`;
  return `${parser.path}:${from.line},${from.column}-${end}`;
}
