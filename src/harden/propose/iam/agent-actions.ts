/** What the agent of an ECS node needs: without it the node leaves its cluster. */
import { expandAction } from '#aws/iam/actions.js';
import type { Estate } from '#aws/estate.js';
import type { PolicyDocument, Principal } from '#aws/iam/policy.js';
import { dutyOf } from '#aws/services/facts.js';
import { literal } from '#aws/symbolic.js';
import { clustersOfNode } from '../containers/workload.js';

export const AGENT_ACTIONS = dutyOf('agent-of-node');
const ACTIONS: ReadonlySet<string> = new Set(AGENT_ACTIONS.map((action) => action.toLowerCase()));

export function isAgentAction(action: string): boolean {
  return ACTIONS.has(action.toLowerCase());
}

/** The principal is the role of a node whose agent works by this document. */
export function isAgents(document: PolicyDocument, principal: Principal, estate: Estate): boolean {
  if (clustersOfNode(principal, estate).length === 0) return false;
  const patterns = document.statements.filter(({ effect }) => effect === 'Allow').flatMap(({ actions }) => actions);
  return patterns.some(({ text }) => {
    const pattern = literal(text);
    return pattern !== undefined && pattern !== '*' && expandAction(pattern).some(isAgentAction);
  });
}
