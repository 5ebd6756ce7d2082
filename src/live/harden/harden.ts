/** What to change in an account, and with which commands; nothing of it is run. */
import { checkControls, checkNamed } from '#analysis/checks.js';
import { hardenAll } from '#analysis/harden-all.js';
import type { HardenOptions } from '#analysis/options.js';
import { closedByPlan, planResult, proofResult } from '#analysis/result/build-plan.js';
import { catalogued } from '#analysis/result/catalogue.js';
import type { Result } from '#analysis/result/result.js';
import type { AccountChangeResult } from '#analysis/result/verification.js';
import { resultOf } from '#analysis/summarise.js';
import type { Configuration } from '#model/configuration.js';
import { type Account, accountOf } from '../configuration.js';
import type { LiveResource, Snapshot } from '../snapshot.js';
import { verificationOf } from '../verify/alone.js';
import { AccountAnalyser } from './analyser.js';
import { changesBetween } from './change.js';
import { instructionFor } from './commands.js';

export interface HardenAccountOptions extends HardenOptions {
  readonly snapshot: Snapshot;
}

export async function hardenAccount(options: HardenAccountOptions): Promise<Result> {
  const started = performance.now();
  checkControls(options.controls ?? []);
  const account = accountOf(options.snapshot);
  const analyser = new AccountAnalyser(account, options);
  const module = analyser.analyse();
  checkNamed(options, [module]);
  const { hardened, files } = await hardenAll(analyser, [module], options);
  const plan = planResult(hardened);
  const found = resultOf(options, { modules: [module], diagnostics: [], started }, []);
  const changes = files.size === 0 ? [] : changesOf(account, module.configuration, analyser.read(['.'], files));
  // The text that the edits are of is nobody's: what they change in the account stands in its place.
  const edits = plan.edits.map((edit) => ({ ...edit, files: [], diff: '', changes: [] }));
  return catalogued({
    ...withoutPlaces(found),
    paths: withoutPlaces(closedByPlan(found.paths, plan)),
    plan: withoutPlaces({ ...plan, edits }),
    proof: proofResult(hardened),
    verification: { ...verificationOf(account, module.configuration), changes },
  });
}

function changesOf(account: Account, before: Configuration, after: Configuration): readonly AccountChangeResult[] {
  const live = new Map<string, LiveResource>([...account.read].map(([{ address }, read]) => [address, read]));
  const [home, another] = account.snapshot.accounts.flatMap(({ regions }) => regions);
  return changesBetween(before, after, (address) => live.get(address)).map((change) => {
    const { commands, byHand } = instructionFor(change, another === undefined ? home : undefined);
    return { address: change.address, arn: change.live?.arn ?? null, commands, byHand };
  });
}

/** Places in a text that is nowhere. */
function withoutPlaces<T>(data: T): T {
  return JSON.parse(JSON.stringify(data), (key, value: unknown) => (key === 'source' ? null : value)) as T;
}
