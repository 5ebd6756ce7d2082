/** A summary as a module that can be instantiated. */
import { parseFile } from '#hcl/parse/parse.js';
import type { Span, SyntaxFile } from '#hcl/syntax.js';
import type { Diagnostics } from '../load/report.js';
import { buildModule } from '../module/build.js';
import type { ModuleDefinition } from '../module/definition.js';
import { summaryKey } from './find.js';
import type { Summary } from './summary.js';
import { writtenSummary } from './written.js';

const parsed = new Map<string, SyntaxFile>();

/** `place` is the call: to a person, whatever the summary tells stands there. */
export function summaryModule(
  summary: Summary,
  place: { readonly file: SyntaxFile; readonly span: Span },
  diagnostics: Diagnostics,
): ModuleDefinition {
  const key = summaryKey(summary);
  let file = parsed.get(key);
  if (!file) {
    file = parseFile(key, writtenSummary(summary));
    parsed.set(key, file);
  }
  const definition = buildModule(key, [{ file: { ...file, standsFor: place }, override: false }], diagnostics, true);
  // Another release may declare more.
  return { ...definition, incomplete: true, summary };
}
