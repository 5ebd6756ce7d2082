/** Values that the user gives to variables which no root module has. */
import { distance } from '#terraform/functions/suggestion.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { undeclaredValue } from '#terraform/load/variable-inputs.js';
import type { ModuleAnalysis } from './session.js';
import { UsageError } from './usage-error.js';

/** Warnings of those that stand in files. Throws {@link UsageError} for one that was given by name, as terraform does. */
export function undeclaredValues(modules: readonly ModuleAnalysis[]): Diagnostic[] {
  const sights = modules.map(({ configuration }) => configuration.sight);
  const declared = new Set(sights.flatMap(({ variables }) => variables));
  const open = sights.flatMap(({ undeclaredValues }) => undeclaredValues).filter(({ name }) => !declared.has(name));
  const named = open.find(({ file }) => file === undefined);
  if (named) throw new UsageError(`No root module declares a variable ${named.name}.`, hintFor(named.name, declared));
  return open.flatMap(({ name, file }) => (file === undefined ? [] : [undeclaredValue(name, file)]));
}

/** More names than these are not listed. */
const LISTED = 12;
const NEAR = 3;

function hintFor(name: string, declared: ReadonlySet<string>): string {
  const near = [...declared].filter((each) => distance(name, each, NEAR) <= NEAR);
  const names = near.length > 0 ? near : [...declared].toSorted();
  if (names.length === 0) return 'No root module declares any.';
  const listed = names.slice(0, LISTED).join(', ');
  return near.length > 0 ? `Did you mean ${listed}?` : `Declared: ${listed}${names.length > LISTED ? ', …' : ''}.`;
}
