/** The permissions that attack paths rest on, as questions to AWS, and what its answers come to. */
import type { ModuleAnalysis } from '#analysis/session.js';
import type { SimulationResult } from '#analysis/result/verification.js';
import { attackPaths } from '#attack/analyse.js';
import { display, literal } from '#aws/symbolic.js';
import { textOf } from '#aws/reading.js';
import { subjectOf } from '#aws/premise.js';
import { type Decision, differs, type Simulated } from '../simulation.js';

export type Simulate = (decisions: readonly Decision[]) => Promise<readonly Simulated[]>;

export async function simulated(found: ModuleAnalysis, simulate: Simulate): Promise<SimulationResult> {
  const { decisions, open } = decisionsOf(found);
  const answers = decisions.length === 0 ? [] : await simulate(decisions);
  const disagreements = answers.filter(differs);
  const unanswered = answers.filter(({ verdict }) => verdict === 'not-asked');
  return {
    asked: answers.length - unanswered.length,
    agreed: answers.length - unanswered.length - disagreements.length,
    disagreements: disagreements.map(({ decision: { principal, action, resource }, verdict, ...why }) => {
      return { principal, action, resource, ours: 'allowed', theirs: verdict, reason: reasonOf(why) };
    }),
    notAsked: [
      ...open,
      ...unanswered.map(
        ({ decision: { principal, action }, code }) => `${action} of ${principal} (${code ?? 'no answer'})`,
      ),
    ],
  };
}

function reasonOf({
  matched,
  allowedByBoundary,
  allowedByOrganization,
}: Omit<Simulated, 'decision' | 'verdict'>): string {
  if (allowedByOrganization === false) return 'a service control policy denies it';
  if (allowedByBoundary === false) return 'the permissions boundary does not allow it';
  return matched.length > 0 ? `by ${matched.join(', ')}` : 'no statement allows it';
}

/** AWS takes whole ARNs only. */
function decisionsOf({ attack, configuration }: ModuleAnalysis): {
  readonly decisions: readonly Decision[];
  readonly open: readonly string[];
} {
  const decisions = new Map<string, Decision>();
  const open = new Set<string>();
  for (const premise of attackPaths(attack).flatMap(({ premises }) => premises)) {
    const grant = subjectOf(premise, 'iam.grant');
    if (!grant) continue;
    const principal = textOf(configuration.resource(grant.principal.address)?.attribute('arn'));
    const { arn } = grant.target;
    const resource = arn ? literal(arn) : '*';
    if (principal === undefined || resource === undefined) {
      open.add(`${grant.action} of ${grant.principal.address} on ${arn ? display(arn) : '*'}: no whole ARN`);
      continue;
    }
    const decision = { principal, action: grant.action, resource };
    decisions.set(JSON.stringify(decision), decision);
  }
  return { decisions: [...decisions.values()], open: [...open] };
}
