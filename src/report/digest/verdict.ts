import { SEVERITIES } from '#analysis/options.js';
import type { EntryPointResult, PathResult, Result } from '#analysis/result/result.js';
import { amount, counted } from '../words.js';
import { attacksOf, uncountedPaths } from './paths.js';

/** What came of it. That there is no path is never said alone: with it stands from where, to where, and what is not analysed. */
export interface Verdict {
  /** Attack paths that count, and the targets that they lead to. */
  readonly attacks: number;
  readonly targets: number;
  /** The paths by their severity, the worst first. */
  readonly severities: readonly SeverityCount[];
  /** Where no path counts: a sentence. */
  readonly noPath?: string;
  /** What that says nothing about: a sentence. */
  readonly notAnalysed?: string;
  /** Paths that rest on something unknown, and do not count: a clause. */
  readonly uncounted?: string;
  readonly findings?: string;
  /** Of entry points that need no path: a sentence or more each. */
  readonly administrators: readonly string[];
}

export interface SeverityCount {
  readonly severity: PathResult['severity'];
  readonly count: number;
}

export function verdictOf(result: Result): Verdict {
  const attacks = attacksOf(result);
  const uncounted = uncountedPaths(result).length;
  const { findings } = result;
  const closing = findings.filter(({ closesPaths }) => closesPaths.length > 0).length;
  return {
    attacks: attacks.length,
    targets: new Set(attacks.map(({ target }) => target)).size,
    severities: SEVERITIES.map((severity) => ({
      severity,
      count: attacks.filter((path) => path.severity === severity).length,
    })).filter(({ count }) => count > 0),
    ...(attacks.length === 0 ? { noPath: noPath(result, uncounted), notAnalysed: notAnalysed(result) } : {}),
    ...(uncounted > 0
      ? { uncounted: `${counted(uncounted, 'path')} only if something that is not known here is so` }
      : {}),
    ...(findings.length > 0
      ? {
          findings: `${counted(findings.length, 'finding')}: ${closing} on attack paths, ${findings.length - closing} hygiene`,
        }
      : {}),
    administrators: result.entryPoints.flatMap(administrator),
  };
}

/** `61 attack paths to 4 targets: 24 high, 37 medium`, or that there is none. */
export function headline({ attacks, targets, severities, noPath }: Verdict): string {
  if (noPath !== undefined) return noPath;
  const counts = severities.map(({ severity, count }) => `${count} ${severity}`).join(', ');
  return `${counted(attacks, 'attack path')} to ${counted(targets, 'target')}: ${counts}`;
}

function noPath(result: Result, uncounted: number): string {
  const what = uncounted > 0 ? 'No attack path is certain' : 'No attack path';
  const read = result.diagnostics.some(({ severity }) => severity === 'error') ? ', in what could be read' : '';
  const { entryPoints, targets } = result;
  if (entryPoints.length === 0) return `${what}${read}: no entry point was found. Name one with --entry ADDRESS.`;
  if (targets.length === 0) return `${what}${read}: no target was found. Name one with --target ADDRESS.`;
  const from = counted(entryPoints.length, 'entry point');
  return `${what} from ${from} to ${counted(targets.length, 'target')}${read}.`;
}
/** What the absence of a path says nothing about. */
function notAnalysed({ summary, blindSpots }: Result): string {
  const { unmodelled } = summary.coverage;
  const resources = unmodelled.reduce((sum, { count }) => sum + count, 0);
  const doors = blindSpots.filter(({ kind }) => kind === 'front-door').length;
  const permissions = blindSpots.length - doors;
  const parts = [
    ...(doors > 0 ? [counted(doors, 'front door')] : []),
    ...(permissions > 0 ? [counted(permissions, 'dangerous permission')] : []),
    ...(resources > 0 ? [`${amount(resources)} of ${counted(summary.resources, 'resource')}`] : []),
  ];
  if (parts.length === 0) return 'Every type of AWS resource in the configuration is analysed.';
  return `Not analysed: ${parts.join(', ')}; see below.`;
}
/** Who administers the account needs no path; of those of whom that is certain it is said. */
function administrator({ address, reason, administrator: is, certainty }: EntryPointResult): string[] {
  if (!is || certainty !== 'certain') return [];
  return [`${address} already administers the account: an attacker who controls it needs no attack path. ${reason}`];
}
