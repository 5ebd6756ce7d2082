/**
 * Templates that another tool renders into Terraform: `main.tf.j2`, or a `.tf` file with the tags of Jinja. Only what is rendered is
 * Terraform, and it is not here. https://jinja.palletsprojects.com/en/stable/templates/
 */
import type { Diagnostic } from '#model/diagnostic.js';

export const RENDERED = 'rendered-template';

const NAME = /\.(?:tf|tofu|tfvars)(?:\.json)?\.(?:j2|jinja|jinja2)$/;
/** A tag that begins a line, or an expression in double braces as a value of its own: neither is Terraform. */
const TAG = /^[ \t]*\{%-?[ \t]*\w+|(?:=|\[|,)[ \t]*\{\{[ \t]*\w[^{}\n]*\}\}/m;

export function isTemplateName(name: string): boolean {
  return NAME.test(name);
}

export function hasTemplateTags(text: string): boolean {
  return TAG.test(text);
}

/** One note for all of them, at the first. */
export function templatesNote(paths: readonly string[]): Diagnostic | undefined {
  const [first, ...more] = paths;
  if (first === undefined) return undefined;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return {
    severity: 'warning',
    code: RENDERED,
    summary: 'Templates of Terraform files',
    detail: `${first}${others}: another tool renders it into Terraform, and the result is not known. Render it, then scan the result.`,
    source: { file: first, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
  };
}
