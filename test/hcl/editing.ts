/** Edits by rows: a text, what makes edits of it, the text that they give. */
import { expect } from 'vitest';
import { applyEdits, type EditResult, type TextEdit } from '#hcl/edit/edit.js';
import { removeAttribute, setAttribute } from '#hcl/edit/attribute.js';
import { findAttribute, findBlock } from '#hcl/edit/locate.js';
import { parseFile } from '#hcl/parse/parse.js';
import type { Block, ObjectExpression, SyntaxFile, TupleExpression } from '#hcl/syntax.js';

export type Maker = (file: SyntaxFile) => EditResult;

/** The text after the edits of all makers, each of which sees the text as it was. */
export function edited(text: string, ...makers: Maker[]): string {
  const file = parseFile('main.tf', text);
  expect(file.diagnostics).toEqual([]);
  const edits: TextEdit[] = [];
  for (const make of makers) {
    const result = make(file);
    if ('refused' in result) return `refused: ${result.refused}`;
    edits.push(...result);
  }
  const outcome = applyEdits(text, edits);
  if ('refused' in outcome) return `refused: ${outcome.refused}`;
  expect(parseFile('main.tf', outcome.text).diagnostics).toEqual([]);
  return outcome.text;
}

/** As {@link edited}, and the same with CRLF. */
export function expectEdit(text: string, expected: string, ...makers: Maker[]): void {
  expect(edited(text, ...makers)).toBe(expected);
  if (!text.includes('\n')) return;
  const crlf = (lines: string): string => lines.replaceAll('\n', '\r\n');
  expect(edited(crlf(text), ...makers)).toBe(crlf(expected));
}

export function block(file: SyntaxFile, type = 'b'): Block {
  const outer = findBlock(file.body, type) ?? findBlock(findBlock(file.body, 'r')?.body ?? file.body, type);
  if (!outer) throw new Error(`no block ${type} in ${file.text}`);
  return outer;
}

export const set =
  (name: string, value: string, type?: string): Maker =>
  (file) =>
    setAttribute(file, block(file, type).body, name, value);
export const unset =
  (name: string): Maker =>
  (file) =>
    removeAttribute(file, block(file).body, name);

export function tuple(file: SyntaxFile): TupleExpression {
  const value = findAttribute(file.body, 'v')?.value;
  if (value?.kind !== 'tuple') throw new Error('no tuple');
  return value;
}

export function object(file: SyntaxFile): ObjectExpression {
  const value = findAttribute(file.body, 'v')?.value;
  if (value?.kind !== 'object') throw new Error('no object');
  return value;
}
