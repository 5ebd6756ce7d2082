import type { SecurityRule } from '#aws/network/network.js';
import type { Premise } from '#aws/premise.js';

/** `resource` is an address, or a pattern as a policy has it. */
export interface Taking {
  readonly principal: string;
  /** An action or a pattern of actions, or a port: `tcp/443`. */
  readonly action: string;
  readonly resource: string;
  /** What stays of it: resources that it was narrowed to, or the condition under which it is still allowed. */
  readonly keeps?: readonly string[];
  /** Of a pattern of actions, those that are still allowed. */
  readonly keepsActions?: readonly string[];
}

/** A range of ports that was open, apart from the text of its taking. */
export interface TakenPort extends Pick<SecurityRule, 'protocol' | 'fromPort' | 'toPort'> {
  readonly from: string;
  readonly to: string;
}

/** A volume that a container had. */
export interface TakenMount {
  readonly container: string;
  readonly path: string;
  readonly volume: string;
  /** A path of the host. */
  readonly hostPath?: string;
  /** It is still there to be read. */
  readonly readOnly: boolean;
}

export interface Taken {
  readonly takes: readonly Taking[];
  readonly ports: readonly TakenPort[];
  readonly mounts: readonly TakenMount[];
}

/** Something taken, with what tells which edit took it: what it rested on, and the resources that say it. */
export interface Loss {
  readonly taking?: Taking;
  readonly port?: TakenPort;
  readonly mount?: TakenMount;
  readonly premises: readonly Premise[];
  readonly places: readonly string[];
}

export function takenOf(losses: readonly Loss[]): Taken {
  return {
    takes: losses.flatMap(({ taking }) => taking ?? []),
    ports: losses.flatMap(({ port }) => port ?? []),
    mounts: losses.flatMap(({ mount }) => mount ?? []),
  };
}
