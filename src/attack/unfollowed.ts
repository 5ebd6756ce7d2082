/** Permissions that reach a target and that no technique follows. */
import { type Reaching, reaching } from '#aws/iam/reach.js';
import { techniques } from './registry.generated.js';

const followed = new Set(techniques.flatMap(({ actions = [] }) => actions).map((action) => action.toLowerCase()));

/** What reaches a target of the kind on its own, and no technique follows. */
export function unfollowed(kind: string): readonly Reaching[] {
  return [...reaching(kind).values()].filter(({ action, alone }) => alone && !followed.has(action.toLowerCase()));
}
