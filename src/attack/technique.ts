import type { NetworkPosition } from '#aws/network/network.js';
import type { Estate } from '#aws/estate.js';
import type { Premise } from '#aws/premise.js';
import type { AccessRequest } from '#aws/iam/decision.js';
import { isOfKind, type Fact, type FactKind, type FactOf, type May, type Reaches } from './fact.js';

/**
 * A way to gain a fact from other facts and premises. One folder below techniques/: `technique.ts`, `open.tf` (a
 * configuration where the step exists) and `closed.tf` (the nearest one where it does not).
 */
export interface Technique<K extends FactKind = FactKind> {
  /** Kebab-case, what the attacker does; the same as the folder's name. */
  readonly id: string;
  /** Of a row of a family: the family and the name of its folder. */
  readonly row?: string;
  /** The id by which it goes into the ids of paths, which stay the same across releases. */
  readonly inPathIds?: string;
  /** One line: `Escape to the host through the Docker socket`. */
  readonly title: string;
  /** One paragraph: why it works. */
  readonly description: string;
  readonly mitre: readonly { readonly id: string; readonly name: string }[];
  /** Public references: AWS documentation, research. */
  readonly references: readonly string[];
  /** What it does not model, or assumes. */
  readonly limits?: string;
  /** A technique that is shown instead where it gains the same from the same fact. */
  readonly instead?: string;
  /** IAM actions whose whole effect is modelled here: where they lead nowhere, nothing is missing. */
  readonly actions?: readonly string[];
  /** The kinds of fact that can make it work. */
  readonly on: readonly K[];
  /** Steps that the new fact makes possible. Called once for each fact of the kinds in `on`. */
  readonly derive: (fact: FactOf<K>, context: DeriveContext) => Iterable<Step>;
}

/** A technique applied. All of `needs` and `premises` are necessary; alternatives are further steps. */
export interface Step {
  readonly gains: Fact;
  /** The facts it needs; the one that `derive` was called with need not be repeated. */
  readonly needs?: readonly Fact[];
  readonly premises?: readonly Premise[];
  /** One sentence for a person: what the attacker does here. */
  readonly explanation: string;
  /**
   * Access by design (the workload's own credentials, its own mounts): a derivation of nothing else is intended access, not an
   * attack path. Default false.
   */
  readonly intended?: boolean;
  /** Effort, 1 by default; only orders alternatives. */
  readonly cost?: number;
}

export interface DeriveContext {
  readonly estate: Estate;
  /**
   * The auxiliary fact that IAM allows the request, to be put into `needs`; undefined where nothing allows it. A policy of the
   * target counts where the request has it. Conditions on tags that the attacker can write become sub-goals.
   */
  may(request: AccessRequest): May | undefined;
  /**
   * The same for several requests of one principal, any of which will do: one fact, derived from the statements that allow any
   * of them. For steps that differ only in the action.
   */
  mayAny(requests: readonly AccessRequest[]): May | undefined;
  /** The auxiliary fact that one position reaches a port of another; undefined where nothing lets it through. */
  reaches(from: NetworkPosition, to: NetworkPosition, port: number): Reaches | undefined;
}

/**
 * A technique whose `derive` takes only facts of the kinds in `on`. The result accepts any fact, which the registry and the
 * engine need.
 */
export function defineTechnique<K extends FactKind>(technique: Technique<K>): Technique {
  const { on, derive } = technique;
  return { ...technique, derive: (fact, context) => (isOfKind(fact, on) ? derive(fact, context) : []) };
}
