import type { RequestTarget } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import type { May } from '../fact.js';
import type { DeriveContext } from '../technique.js';

/** One call of each list; `undefined` where none of a list is allowed. */
export function allAllowed(
  needs: readonly (readonly string[])[],
  { principal, on }: { readonly principal: Principal; readonly on: (action: string) => RequestTarget },
  { estate, mayAny }: DeriveContext,
): readonly May[] | undefined {
  const calls: May[] = [];
  for (const any of needs) {
    const possible = any.filter((action) => estate.iam.mayDo(principal, action));
    const call = mayAny(possible.map((action) => ({ principal, action, target: on(action) })));
    if (!call) return undefined;
    calls.push(call);
  }
  return calls;
}
