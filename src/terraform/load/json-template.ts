/** Strings of the JSON syntax: templates, expressions or plain text, with offsets that lead into the JSON text. */
import type { Node } from 'jsonc-parser';
import { parseExpression, parseTemplate } from '#hcl/parse/parse.js';
import type { Expression, SyntaxDiagnostic } from '#hcl/syntax.js';

export type StringMode = 'template' | 'expression' | 'literal';

export function parseJsonString(
  text: string,
  node: Node,
  mode: StringMode,
  diagnostics: SyntaxDiagnostic[],
): Expression {
  const start = node.offset;
  const end = node.offset + node.length;
  const value = String(node.value);
  if (mode === 'literal' || (mode === 'template' && !value.includes('${') && !value.includes('%{'))) {
    const parts = value === '' ? [] : [{ kind: 'text', value, start: start + 1, end: end - 1 } as const];
    return { kind: 'template', parts, start, end };
  }
  const offsets = offsetsOf(text, start + 1, end - 1, value);
  const found = mode === 'template' ? templateOf(value) : parseExpression('', value);
  for (const fault of found.diagnostics) diagnostics.push(moved(fault, offsets));
  const expression = moved(found.expression, offsets);
  return mode === 'template' ? { ...expression, start, end } : expression;
}

function templateOf(value: string): {
  readonly expression: Expression;
  readonly diagnostics: readonly SyntaxDiagnostic[];
} {
  const { template, diagnostics } = parseTemplate('', value);
  return { expression: template, diagnostics };
}

type Offsets = (offset: number) => number;

/** From an offset in the string's value to one in the text, escapes counted. */
function offsetsOf(text: string, start: number, end: number, value: string): Offsets {
  if (value.length === end - start) return (offset) => start + offset;
  const table = new Uint32Array(value.length + 1);
  let from = start;
  for (let at = 0; at <= value.length; at += 1) {
    table[at] = from;
    if (text[from] === '\\') from += text[from + 1] === 'u' ? 6 : 2;
    else from += 1;
  }
  return (offset) => table[offset] ?? end;
}

/** A copy of a piece of tree with every offset moved. */
function moved<T>(node: T, offsets: Offsets): T {
  return moveAny(node, offsets) as T;
}

const OFFSETS: ReadonlySet<string> = new Set([
  'start',
  'end',
  'nameStart',
  'nameEnd',
  'typeEnd',
  'equals',
  'operatorStart',
  'openBrace',
  'closeBrace',
]);

function moveAny(node: unknown, offsets: Offsets): unknown {
  if (Array.isArray(node)) return node.map((one) => moveAny(one, offsets));
  if (typeof node !== 'object' || node === null) return node;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    result[key] = OFFSETS.has(key) && typeof value === 'number' ? offsets(value) : moveAny(value, offsets);
  }
  return result;
}
