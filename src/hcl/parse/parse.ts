/**
 * Parses HCL native syntax, exactly as strictly as HCL's own parser does.
 *
 * The tokens of the whole text come first, then recursive descent over them. Nothing here throws: what is wrong with
 * the text is a diagnostic, in HCL's own words, since people search for those.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
import { parseFileBody } from './body.js';
import { expression } from './expression.js';
import { bareTemplate } from './template.js';
import { Parser } from './parser.js';
import { scanConfiguration, scanTemplate } from './scan.js';
import type { Expression, SyntaxDiagnostic, SyntaxFile, TemplateFile } from '../syntax.js';
import * as token from './token.js';

/** The tree of a configuration file. `path` only serves to name the file in diagnostics. */
export function parseFile(path: string, text: string): SyntaxFile {
  const diagnostics: SyntaxDiagnostic[] = [];
  const parser = new Parser({ path, text }, scanConfiguration(text, diagnostics), diagnostics, expression);
  const body = parseFileBody(parser);
  return { path, text, body, diagnostics };
}

export interface ParsedExpression {
  readonly expression: Expression;
  readonly diagnostics: readonly SyntaxDiagnostic[];
}

/** The tree of an expression that stands by itself, where newlines mean nothing. */
export function parseExpression(path: string, text: string): ParsedExpression {
  const diagnostics: SyntaxDiagnostic[] = [];
  const parser = new Parser({ path, text }, scanConfiguration(text, diagnostics), diagnostics, expression);
  parser.newlines = false;
  const tree = expression(parser);
  if (parser.peek() !== token.END_OF_FILE) {
    const detail = 'An expression was successfully parsed, but extra characters were found after it.';
    parser.complain(parser.index, 'Extra characters after expression', detail);
  }
  return { expression: tree, diagnostics };
}

/** The tree of a template that stands by itself. */
export function parseTemplate(path: string, text: string): TemplateFile {
  const diagnostics: SyntaxDiagnostic[] = [];
  const parser = new Parser({ path, text }, scanTemplate(text, diagnostics), diagnostics, expression);
  return { path, text, template: bareTemplate(parser), diagnostics };
}
