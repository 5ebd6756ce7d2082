/** A need for an action on whatever it is allowed on. */
import type { Estate } from '#aws/estate.js';
import type { Request } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import type { Premise } from '#aws/premise.js';
import { matchActionPattern } from '#aws/iam/statement.js';
import { symbolic } from '#aws/symbolic.js';
import { allowances, waysTo } from './asked.js';
import type { Need } from './need.js';

export function* actsAnywhere(
  principal: Principal,
  action: string,
  why: string,
  context?: Request['context'],
): Generator<Need> {
  yield {
    key: `${principal.address} ${action.toLowerCase()} anywhere`,
    what: `${principal.address} uses ${action}: ${why}`,
    ways: (estate) => anywhere(principal.address, action, estate, context),
  };
}

function anywhere(
  address: string,
  action: string,
  estate: Estate,
  context?: Request['context'],
): readonly (readonly Premise[])[] {
  const principal = estate.iam.principal(address);
  if (!principal) return [];
  const wanted = symbolic(action);
  const patterns = [...allowances(principal)]
    .filter(({ statement }) => statement.actions.some(({ text }) => matchActionPattern(text, wanted) !== 'no'))
    .flatMap(({ statement }) => statement.resources);
  const distinct = new Map(patterns.map(({ text }) => [text.key, text]));
  return [...distinct.values()].flatMap((on) =>
    waysTo({ principal, action, on, ...(context ? { context } : {}) }, estate),
  );
}
