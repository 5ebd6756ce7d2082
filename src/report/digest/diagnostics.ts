import type { DiagnosticResult, Result } from '#analysis/result/result.js';
import { place } from './names.js';
import { groupedBy } from './paths.js';

/** Diagnostics that say the same of several places. */
export interface DiagnosticGroup {
  readonly first: DiagnosticResult;
  /** How many are like the first, itself not counted. */
  readonly more: number;
  /** Where they are, as far as is told. */
  readonly places: readonly string[];
  readonly diagnostics: readonly DiagnosticResult[];
}

/** Errors before warnings; those that differ in names and numbers only are of one group. */
export function diagnosticGroups({ diagnostics }: Result): readonly DiagnosticGroup[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
  const alike = groupedBy(
    [...errors, ...warnings],
    ({ severity, code, message }) => `${severity} ${code} ${withoutNames(message)}`,
  );
  return alike.map((group) => {
    const [first, ...others] = group;
    const sources = [
      ...(first.places ?? []),
      ...others.flatMap(({ source, places = [] }) => (source ? [source, ...places] : places)),
    ];
    return {
      first,
      more: group.reduce((sum, { count = 1 }) => sum + count, -1),
      places: [...new Set(sources.map(place))],
      diagnostics: group,
    };
  });
}

/** What is quoted, addresses and paths, numbers. */
const NAMES = /"[^"]*"|`[^`]*`|\S*[\w\]][./][\w["]\S*|\d+/g;

function withoutNames(message: string): string {
  return message.replace(NAMES, '…');
}

/** A message reads `summary: detail`. */
export function summaryAndDetail(message: string): [summary: string, detail: string] {
  const at = message.indexOf(': ');
  return at < 0 ? [message, ''] : [message.slice(0, at), message.slice(at + 2).trim()];
}
