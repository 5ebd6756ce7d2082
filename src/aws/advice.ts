import type { Principal } from './iam/policy.js';

/** What a person can do about a premise that no edit makes false. It stands beside the code that makes the premise. */
export interface Advice {
  /** Why no edit does it. */
  readonly reason: string;
  readonly instruction: string;
  /** The role that it is about: a workload that has it for itself can't be told to take one of its own. */
  readonly role?: Principal;
  /** It says little: only where nothing else is known. */
  readonly lastResort?: boolean;
}

/** About where something runs, and who reaches it there. */
export function adviceOnPlace(instruction: string): Advice {
  return { reason: 'Moving a workload takes decisions that are not in the configuration.', instruction };
}

/** About what a workload may call. */
export function adviceOnAccess(instruction: string): Advice {
  return { reason: 'The configuration does not show which AWS calls the workload makes.', instruction };
}
