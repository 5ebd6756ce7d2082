import type { DiagnosticResult, PathResult, Result } from '#analysis/result/result.js';
import { chokePoints, type ChokePoint } from './choke-points.js';
import { diagnosticGroups, type DiagnosticGroup } from './diagnostics.js';
import { findingsOf, type Findings } from './findings.js';
import { namesOf, type Names } from './names.js';
import { notAnalysedOf, type NotAnalysed } from './not-analysed.js';
import { type ConditionGroup, conditionGroups, type PathPart, pathParts, worstFirst, attacksOf } from './paths.js';
import { planOf, type PlanDigest } from './plan.js';
import { limitsOf } from './seen.js';
import { startsOf, type Starts } from './starts.js';
import { verdictOf, type Verdict } from './verdict.js';

/**
 * A result as people read it: in order, with what is alike together, and with what follows from it. Every format prints from
 * this, so that they agree; how much of it there is room for, each decides by itself. It belongs to the report, since the result
 * is data in no particular order, and a program that reads it wants all of it.
 */
export interface Digest {
  readonly result: Result;
  readonly names: Names;
  readonly verdict: Verdict;
  /** In what the run is incomplete; empty where all was seen. */
  readonly limits: readonly string[];
  readonly chokePoints: readonly ChokePoint[];
  /** Attack paths that count. */
  readonly parts: readonly PathPart[];
  /** The worst of them. */
  readonly worst?: PathResult;
  /** Paths that exist only if something unknown is so, and do not count. */
  readonly conditional: readonly ConditionGroup[];
  /** Access by design. */
  readonly intended: readonly PathResult[];
  readonly starts: Starts;
  readonly findings: Findings;
  readonly notAnalysed: NotAnalysed;
  readonly diagnostics: readonly DiagnosticGroup[];
  readonly errors: readonly DiagnosticResult[];
  readonly plan?: PlanDigest;
}

export function digestOf(result: Result): Digest {
  const [worst] = worstFirst(attacksOf(result));
  const plan = planOf(result);
  return {
    result,
    names: namesOf(result),
    verdict: verdictOf(result),
    limits: limitsOf(result.summary.coverage),
    chokePoints: chokePoints(result),
    parts: pathParts(result),
    ...(worst ? { worst } : {}),
    conditional: conditionGroups(result),
    intended: result.paths.filter(({ intended }) => intended),
    starts: startsOf(result),
    findings: findingsOf(result),
    notAnalysed: notAnalysedOf(result),
    diagnostics: diagnosticGroups(result),
    errors: result.diagnostics.filter(({ severity }) => severity === 'error'),
    ...(plan ? { plan } : {}),
  };
}
