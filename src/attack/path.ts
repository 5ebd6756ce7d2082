import { createHash } from 'node:crypto';
import type { Assumption } from '#aws/assumption.js';
import { relabelled } from '#model/address.js';
import type { Premise } from '#aws/premise.js';
import { assumptionsOf, type Certainty } from './certainty.js';
import type { Rule } from './engine/graph.js';
import type { AttackGraph } from './engine/graph.js';
import type { EntryPoint } from './entry.js';
import { isAuxiliary, type Fact } from './fact.js';
import { severityOf, type Severity } from './severity.js';
import type { Target } from './target.js';
import type { Technique } from './technique.js';

/** A derivation from an entry point to a target: steps in an order in which each has what it needs. */
export interface AttackPath {
  /**
   * Stable across runs, machines and the folder that was scanned: of the entry point, the target and the steps, not of their
   * wording or place. Root modules that hold the same configuration have the same paths by the same ids.
   */
  readonly id: string;
  readonly entry: EntryPoint;
  readonly target: Target;
  readonly severity: Severity;
  readonly title: string;
  /** Nothing but access by design. */
  readonly intended: boolean;
  readonly certainty: Certainty;
  /** What it assumes, apart from the vulnerability or leak that makes an entry point. */
  readonly assumptions: readonly Assumption[];
  /** Counts for severities, the exit status, the plan and the proof: it is certain, or the user treats the unknown as open. */
  readonly counts: boolean;
  /** It needs further entry points besides `entry`. */
  readonly joint: boolean;
  readonly steps: readonly PathStep[];
  /** All that it depends on. */
  readonly premises: readonly Premise[];
}

export interface PathStep {
  readonly technique: Technique;
  readonly from: string;
  readonly to: string;
  readonly fact: Fact;
  readonly explanation: string;
  /** IAM actions that the step uses. */
  readonly actions: readonly string[];
  readonly premises: readonly Premise[];
}

export function toPath(
  graph: AttackGraph,
  derivation: readonly Rule[],
  ends: {
    readonly entry: EntryPoint;
    readonly target: Target;
    readonly intended: boolean;
    readonly counts: boolean;
  },
): AttackPath {
  const { entry, target, intended, counts } = ends;
  const byFact = new Map(derivation.map((rule) => [rule.gains, rule]));
  const steps = derivation.flatMap((rule) => toStep(graph, rule, byFact, entry));
  const premises = [...new Map(derivation.flatMap((rule) => rule.premises).map((each) => [each.key, each])).values()];
  const assumptions = assumptionsOf(derivation.flatMap((rule) => rule.premises));
  const others = new Set(
    derivation.flatMap((rule) => (rule.entry === undefined || rule.entry === entry.id ? [] : [rule.entry])),
  );
  return {
    id: pathId({ entry, target, steps }),
    entry,
    target,
    severity: intended ? 'info' : severityOf(entry, target, counts),
    title: titleOf([entry.address, ...[...others].map((id) => id.slice(id.indexOf(':') + 1))], target, steps),
    intended,
    certainty: assumptions.length > 0 ? 'assumed' : 'certain',
    assumptions,
    counts,
    joint: others.size > 0,
    steps,
    premises,
  };
}

function toStep(graph: AttackGraph, rule: Rule, byFact: ReadonlyMap<number, Rule>, entry: EntryPoint): PathStep[] {
  const fact = graph.facts[rule.gains];
  if (!rule.technique || !fact) return [];
  const support = auxiliaryRules(graph, rule, byFact);
  const actions = support.flatMap(({ gains }) => {
    const needed = graph.facts[gains];
    return needed?.kind === 'may' ? [needed.action] : [];
  });
  return [
    {
      technique: rule.technique,
      from: rule.from?.address ?? entry.address,
      to: fact.address,
      fact,
      explanation: rule.explanation,
      actions: [...new Set(actions)],
      premises: [...rule.premises, ...support.flatMap(({ premises }) => premises)],
    },
  ];
}

/** The rules of the auxiliary facts that a rule needs, directly and through one another. */
function auxiliaryRules(graph: AttackGraph, rule: Rule, byFact: ReadonlyMap<number, Rule>): Rule[] {
  return rule.needs.flatMap((need) => {
    const fact = graph.facts[need];
    const by = byFact.get(need);
    return fact && by && isAuxiliary(fact) ? [by, ...auxiliaryRules(graph, by, byFact)] : [];
  });
}

/** `labels` replaces the labels of root modules by others. */
export function pathId(
  { entry, target, steps }: Pick<AttackPath, 'entry' | 'target' | 'steps'>,
  labels: ReadonlyMap<string, string> = new Map(),
): string {
  const signature = relabelled([entry.id, target.id, ...steps.map(signatureOf)].join('\n'), labels);
  return `path-${createHash('sha256').update(signature).digest('hex').slice(0, 12)}`;
}

function signatureOf(step: PathStep): string {
  return `${step.technique.inPathIds ?? step.technique.id} ${step.from} ${step.fact.key} ${step.actions.toSorted().join(',')}`;
}

function titleOf(from: readonly string[], target: Target, steps: readonly PathStep[]): string {
  const goal = target.kind === 'admin' ? target.reason : target.address;
  return `${from.join(' and ')} to ${goal} in ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`;
}
