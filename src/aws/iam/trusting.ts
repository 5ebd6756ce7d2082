/**
 * Which roles may trust a principal, by what their trust policies name: of many roles in an estate each trusts a few. What is
 * left out surely does not trust it; of the others the trust policy is asked.
 */
import type { SymbolicString } from '../symbolic.js';
import type { Principal, Statement } from './policy.js';
import { admitsOnlyServices } from './resource-policy.js';

export class Trusting {
  /** Places of roles in the estate's order. */
  readonly #open: number[] = [];
  readonly #byTail = new Map<string, number[]>();
  readonly #roles: readonly Principal[];

  constructor(principals: readonly Principal[]) {
    this.#roles = principals.filter(({ kind }) => kind === 'role');
    for (const [place, role] of this.#roles.entries()) this.#add(role, place);
  }

  #add({ trust }: Principal, place: number): void {
    if (!trust || admitsOnlyServices(trust)) return;
    const tails = trust.lost === true ? undefined : tailsOf(trust.statements);
    if (!tails) {
      this.#open.push(place);
      return;
    }
    for (const tail of tails) {
      const places = this.#byTail.get(tail);
      if (places) places.push(place);
      else this.#byTail.set(tail, [place]);
    }
  }

  /** In the estate's order. */
  of(principal: Principal): readonly Principal[] {
    const tail = tailOf(principal.arn);
    const named = tail === undefined ? [...this.#byTail.values()].flat() : (this.#byTail.get(tail) ?? []);
    const places = [...new Set([...this.#open, ...named])].toSorted((one, other) => one - other);
    return places.flatMap((place) => this.#roles[place] ?? []);
  }
}

/** What the statements that admit somebody name, where each names users and roles in full; else `undefined`. */
function tailsOf(statements: readonly Statement[]): ReadonlySet<string> | undefined {
  const tails = new Set<string>();
  for (const { effect, principals } of statements) {
    if (effect === 'Deny') continue;
    if (!principals) return undefined;
    for (const { type, id } of principals) {
      if (type === 'Service' || type === 'Federated' || type === 'CanonicalUser') continue;
      const tail = type === 'AWS' ? tailOf(id.text) : undefined;
      if (tail === undefined) return undefined;
      tails.add(tail);
    }
  }
  return tails;
}

/** `user/ann`, `role/app/deployer`; `undefined` where that is not known in full, and for whole accounts and sessions. */
function tailOf({ parts }: SymbolicString): string | undefined {
  const last = parts.at(-1);
  if (typeof last !== 'string') return undefined;
  return WRITTEN.exec(last)?.[1];
}

/** A piece that is not known may stand for the account's number before it, so that the fifth colon is all that is looked for. */
const WRITTEN = /:((?:user|role)\/[^:*?]+)$/;
