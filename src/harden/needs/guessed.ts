/**
 * What the configuration of a workload may name: a setting whose value is not known here, such as `var.asset_bucket`, stands for
 * the bucket that is called so, or for the only one there is. Nobody can tell, so that it counts as in use.
 */
import type { Estate } from '#aws/estate.js';
import { permitted } from './asked.js';
import type { Need } from './need.js';

export function* guessedNeeds(estate: Estate): Generator<Need> {
  for (const { principal, workload, variable, address } of estate.uses.guesses()) {
    const why = `${workload} is given ${variable}, which may be that`;
    for (const { arn, readActions } of estate.stores.filter((store) => store.address === address)) {
      for (const action of readActions) yield permitted({ principal, action, on: arn }, why, estate);
    }
  }
}
