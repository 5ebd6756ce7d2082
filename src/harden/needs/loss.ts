import type { Premise } from '#aws/premise.js';

/** `resource` is an address, or a pattern as a policy has it. */
export interface Taking {
  readonly principal: string;
  /** An action or a pattern of actions, or a port: `tcp/443`. */
  readonly action: string;
  readonly resource: string;
  /** What stays of it: resources that it was narrowed to, or the condition under which it is still allowed. */
  readonly keeps?: readonly string[];
}

/** Something taken, with what tells which edit took it: what it rested on, and the resources that say it. */
export interface Loss {
  readonly taking: Taking;
  readonly premises: readonly Premise[];
  readonly places: readonly string[];
}
