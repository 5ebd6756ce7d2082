import { posix } from 'node:path';
import { suggestion } from '#terraform/functions/suggestion.js';
import type { AnalysisOptions } from './options.js';
import type { ModuleAnalysis } from './session.js';
import { UsageError } from './usage-error.js';

const MOST_NAMED = 12;

/** A value for a variable that no root module declares is a slip; where a file does not parse, what it declares is not known. */
export function checkVariables(vars: AnalysisOptions['vars'] = new Map(), modules: readonly ModuleAnalysis[]): void {
  if (vars.size === 0 || modules.some(({ configuration }) => configuration.files.size === 0)) return;
  if (modules.some(({ diagnostics }) => diagnostics.some(({ code }) => code === 'syntax-error'))) return;
  const declared = [...new Set(modules.flatMap(declaredIn))].toSorted();
  const missing = [...vars.keys()].find((name) => !declared.includes(name));
  if (missing === undefined) return;
  const meant = suggestion(missing, declared);
  const more = declared.length > MOST_NAMED ? `, and ${declared.length - MOST_NAMED} more` : '';
  const all =
    declared.length === 0 ? 'None is declared.' : `Declared are ${declared.slice(0, MOST_NAMED).join(', ')}${more}.`;
  throw new UsageError(
    `No root module here declares the variable ${missing} (--var).`,
    meant === undefined ? all : `Did you mean ${meant}?`,
  );
}

function declaredIn({ rootModule, configuration }: ModuleAnalysis): string[] {
  const own = [...configuration.files.values()].filter(({ path }) => posix.dirname(path) === rootModule);
  return own.flatMap(({ body }) =>
    body.items.flatMap((item) =>
      item.kind === 'block' && item.type === 'variable' ? (item.labels[0]?.value ?? []) : [],
    ),
  );
}
