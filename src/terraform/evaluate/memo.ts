/**
 * Values that are computed when asked for, once.
 *
 * A computation that comes back to itself is a cycle. Every computation on the way round is part of it, whichever of them
 * was asked for first; all of them become unknown, so that the order of asking changes nothing.
 */
import { DYNAMIC } from '#model/type.js';
import type { Value } from '#model/value.js';

export class Memo {
  /** How Terraform names it in a cycle. */
  readonly label: string;
  value: Value | undefined;
  running = false;
  cyclic = false;

  constructor(label: string) {
    this.label = label;
  }
}

/** Deeper chains of references become unknown; the JavaScript stack is finite. */
const MAX_REFERENCE_DEPTH = 250;

export class Evaluation {
  readonly #stack: Memo[] = [];
  readonly #onCycle: (labels: readonly string[]) => void;
  readonly #onDepth: (label: string) => void;

  constructor(onCycle: (labels: readonly string[]) => void, onDepth: (label: string) => void) {
    this.#onCycle = onCycle;
    this.#onDepth = onDepth;
  }

  force(memo: Memo, compute: () => Value): Value {
    if (memo.value) return memo.value;
    if (memo.running) return this.#cycle(memo);
    if (this.#stack.length >= MAX_REFERENCE_DEPTH) {
      this.#onDepth(memo.label);
      return { kind: 'unknown', type: DYNAMIC, dependsOn: [], reason: 'the chain of references is too long' };
    }
    memo.running = true;
    this.#stack.push(memo);
    let value = compute();
    this.#stack.pop();
    memo.running = false;
    if (memo.cyclic) value = CYCLIC;
    memo.value = value;
    return value;
  }

  #cycle(memo: Memo): Value {
    const members = this.#stack.slice(this.#stack.indexOf(memo));
    for (const member of members) member.cyclic = true;
    this.#onCycle([...new Set(members.map((member) => member.label))].sort());
    return CYCLIC;
  }
}

const CYCLIC: Value = { kind: 'unknown', type: DYNAMIC, dependsOn: [], reason: 'it depends on itself' };
