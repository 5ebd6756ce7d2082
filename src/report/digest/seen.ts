import type { CoverageResult } from '#analysis/result/result.js';
import { amount } from '../words.js';

/** Workspaces that are named. */
const NAMED = 3;

/** In what a run is incomplete, how much of it, and what would show the rest. Nothing where all was seen. */
export function limitsOf(coverage: CoverageResult): readonly string[] {
  const { resources, seen, perhaps, filesUnread, variablesUnset, workspace } = coverage;
  const limits = [
    ofFiles(filesUnread),
    perhaps === 0 ? '' : `${amount(perhaps)} ${perhaps === 1 ? 'exists' : 'exist'} only perhaps`,
    modulesOf(coverage),
    variablesUnset === 0
      ? ''
      : `${amount(variablesUnset)} ${variablesUnset === 1 ? 'variable' : 'variables'} without a value (--var-file)`,
    workspace === null ? `the workspace is unknown (--workspace${namesOf(coverage)})` : '',
  ].filter((limit) => limit !== '');
  return seen === resources && limits.length === 0 ? [] : [amountSeen(coverage), ...limits];
}

function amountSeen({ resources, seen }: CoverageResult): string {
  if (seen === resources) return `${amount(seen)} ${seen === 1 ? 'resource' : 'resources'} seen`;
  return `${amount(seen)} of about ${amount(resources)} resources seen`;
}

function ofFiles(count: number): string {
  if (count === 0) return '';
  return `${amount(count)} ${count === 1 ? 'file' : 'files'} could not be read, or only in part`;
}

function modulesOf({ modulesAbsent, modulesSummarised }: CoverageResult): string {
  const all = modulesAbsent + modulesSummarised;
  if (all === 0) return '';
  const absent = all === 1 ? '1 module is missing' : `${amount(all)} modules are missing`;
  const told =
    modulesSummarised === 0 ? '' : `, ${modulesAbsent === 0 ? '' : `${amount(modulesSummarised)} `}but for a summary`;
  return `${absent}${told} (terraform init)`;
}

function namesOf({ workspaces = [] }: CoverageResult): string {
  if (workspaces.length === 0) return '';
  return ` ${workspaces.slice(0, NAMED).join(' | ')}${workspaces.length > NAMED ? ' | …' : ''}`;
}
