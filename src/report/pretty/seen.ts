import type { CoverageResult } from '../result.js';
import type { Page } from './page.js';
import { wrap } from './text.js';

/** Workspaces that are named. */
const NAMED = 3;

/** How much was seen, and what would show the rest. Nothing where all was. */
export function seenLines(page: Page, coverage: CoverageResult): string[] {
  const { resources, seen, perhaps, filesUnread, variablesUnset, workspace } = coverage;
  const limits = [
    perhaps === 0 ? '' : `${amount(perhaps)} ${perhaps === 1 ? 'exists' : 'exist'} only perhaps`,
    modulesOf(coverage),
    filesUnread === 0
      ? ''
      : `${amount(filesUnread)} ${filesUnread === 1 ? 'file' : 'files'} could not be read, or only in part`,
    variablesUnset === 0
      ? ''
      : `${amount(variablesUnset)} ${variablesUnset === 1 ? 'variable' : 'variables'} without a value (--var-file)`,
    workspace === null ? `the workspace is not known (--workspace${namesOf(coverage)})` : '',
  ].filter((limit) => limit !== '');
  if (seen === resources && limits.length === 0) return [];
  const of = seen === resources ? `all ${amount(seen)}` : `${amount(seen)} of about ${amount(resources)}`;
  const lines = wrap([`Seen: ${of} resources`, ...limits].join('; '), page.width);
  return lines.map((line) => page.paint.yellow(line));
}

function modulesOf({ modulesAbsent, modulesSummarised }: CoverageResult): string {
  const all = modulesAbsent + modulesSummarised;
  if (all === 0) return '';
  const absent = all === 1 ? '1 module is not there' : `${amount(all)} modules are not there`;
  const told =
    modulesSummarised === 0 ? '' : `, ${modulesAbsent === 0 ? '' : `${amount(modulesSummarised)} `}but for a summary`;
  return `${absent}${told} (terraform init)`;
}

function namesOf({ workspaces = [] }: CoverageResult): string {
  if (workspaces.length === 0) return '';
  return ` ${workspaces.slice(0, NAMED).join(' | ')}${workspaces.length > NAMED ? ' | …' : ''}`;
}

function amount(count: number): string {
  return count.toLocaleString('en-US');
}
