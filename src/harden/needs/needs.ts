import type { Estate } from '#aws/estate.js';
import type { Premise } from '#aws/premise.js';
import { assignedNeeds } from './assigned.js';
import { deployNeeds } from './deploys.js';
import { guessedNeeds } from './guessed.js';
import { loginNeeds } from './logins.js';
import { managementNeeds } from './manages.js';
import { mountNeeds } from './mounted.js';
import { namedNeeds } from './named.js';
import { isTakenBy, metBy, type MetNeed, type Need } from './need.js';
import { runtimeNeeds } from './runtime.js';
import { operatorNeeds } from './operators.js';
import { servedNeeds } from './served.js';
import { usedNeeds } from './used.js';

/** What an estate shows to be in use. Read when first asked. */
export class Needs {
  readonly #estate: Estate;
  #met: readonly MetNeed[] | undefined;

  constructor(estate: Estate) {
    this.#estate = estate;
  }

  get #all(): readonly MetNeed[] {
    return (this.#met ??= metBy(shownBy(this.#estate), this.#estate));
  }

  /** Those that nothing meets any more where these premises are false. */
  without(falsifies: (premise: Premise) => boolean): readonly MetNeed[] {
    return this.#all.filter((need) => isTakenBy(need, falsifies));
  }

  /** Those that the other estate does not meet. */
  unmetIn(other: Estate): readonly MetNeed[] {
    return this.#all.filter((need) => need.ways(other).length === 0);
  }
}

function* shownBy(estate: Estate): Generator<Need> {
  yield* usedNeeds(estate);
  yield* guessedNeeds(estate);
  yield* namedNeeds(estate);
  yield* assignedNeeds(estate);
  yield* runtimeNeeds(estate);
  yield* deployNeeds(estate);
  yield* managementNeeds(estate);
  yield* servedNeeds(estate);
  yield* loginNeeds(estate);
  yield* operatorNeeds(estate);
  yield* mountNeeds(estate);
}
