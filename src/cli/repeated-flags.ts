import type { ReportContext } from '#report/format.js';
import { type AnalysisFlags, inOrder } from './flags.js';

/** The flags of a run that decide what is analysed and planned. */
type Deciding = Partial<AnalysisFlags> & { readonly all?: boolean; readonly control?: readonly string[] };

/**
 * The flags as they would be typed, so that a command that is printed does what was reviewed: those of every command, and those
 * of `harden` alone.
 */
export function repeatedFlags(flags: Deciding): ReportContext['flags'] {
  const analysis = [
    ...repeated('--entry', flags.entry),
    ...repeated('--target', flags.target),
    ...inOrder(flags).flatMap((each) => (typeof each === 'string' ? ['--var-file', each] : ['--var', each.join('=')])),
    ...repeated('--workspace', flags.workspace === undefined ? [] : [flags.workspace]),
    ...repeated('--env', pairs(flags.env)),
    ...repeated('--root-module', flags.rootModule),
    ...repeated('--module', flags.module),
    ...(flags.downloadModules ? ['--download-modules'] : []),
    ...repeated('--plan', flags.plan ? [flags.plan.name] : []),
    ...repeated('--account', pairs(flags.account)),
    ...repeated('--assume', flags.assume),
    ...(flags.assumeUnknown === 'open' ? ['--assume-unknown', 'open'] : []),
    ...(flags.showSecrets ? ['--show-secrets'] : []),
  ];
  const plan = [...repeated('--control', flags.control), ...(flags.all ? ['--all'] : [])];
  return { analysis: typed(analysis), plan: typed(plan) };
}

function typed(words: readonly string[]): string {
  return words.map((word) => ` ${quoted(word)}`).join('');
}

function repeated(flag: string, values: readonly string[] = []): string[] {
  return values.flatMap((value) => [flag, value]);
}

function pairs(values: ReadonlyMap<string, string> = new Map()): string[] {
  return [...values].map(([name, value]) => `${name}=${value}`);
}

/** As a POSIX shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./[\]-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
