/**
 * Verification: two analyses by one engine, of the source and of the account at the addresses of the source, and what the one
 * says of the other. Without source, the account by itself.
 */
import { resolve } from 'node:path';
import { analyseAll } from '#analysis/analyse-all.js';
import { checkNamed } from '#analysis/checks.js';
import type { AnalysisOptions, PlanInput } from '#analysis/options.js';
import { catalogued } from '#analysis/result/catalogue.js';
import type { Result } from '#analysis/result/result.js';
import type {
  ClaimCounts,
  ClaimResult,
  FixCounts,
  FixResult,
  VerificationResult,
} from '#analysis/result/verification.js';
import { analyseConfiguration } from '#analysis/session.js';
import { resultOf } from '#analysis/summarise.js';
import { UsageError } from '#analysis/usage-error.js';
import { attackPaths } from '#attack/analyse.js';
import { controls } from '#harden/registry.generated.js';
import { sourceRange } from '#model/diagnostic.js';
import type { Configuration } from '#model/configuration.js';
import { findRootModules } from '#terraform/load/discover.js';
import { repositoryAround } from '#terraform/load/repository.js';
import { loadPlan } from '#terraform/plan/plan.js';
import { readPlanFile } from '#terraform/plan/plan-file.js';
import { type Account, accountOf, joinedAccount } from '../configuration.js';
import { liveType, NAMING, TELLING } from '../join/identity.js';
import { importsIn } from '../join/imports.js';
import { type Join, joinAccount, type StateInstance } from '../join/join.js';
import { observedIn } from '../observations.js';
import type { Snapshot } from '../snapshot.js';
import { common, resourcesOf, verificationOf } from './alone.js';
import { claimsOf, expectedPaths } from './claims.js';
import type { Comparison } from './context.js';
import { type Simulate, simulated } from './decisions.js';
import { fixesOf, type RecordedEdit } from './fixes.js';
import { openingsOf } from './openings.js';
import { StepIndex } from './steps.js';

export interface VerifyOptions extends AnalysisOptions {
  readonly snapshot: Snapshot;
  /** The account by itself: no source is read. `without-source`: where there is none. */
  readonly alone?: boolean | 'without-source';
  /** The state of the root module, as `terraform show -json` prints it. */
  readonly state?: PlanInput;
  /** Edits of a plan that was made earlier. */
  readonly edits?: readonly RecordedEdit[];
  /** Asks AWS itself for the decisions that the paths rest on. */
  readonly simulate?: Simulate;
}

/** Throws {@link UsageError} where the folder, a named entry point or target, or anything to read in the account is not there. */
export async function verify(options: VerifyOptions): Promise<Result> {
  const started = performance.now();
  const account = accountOf(options.snapshot);
  checkRead(account);
  return isAlone(options) ? ofAccount(account, options, started) : ofBoth(account, options, started);
}

function isAlone({ alone = false, root }: VerifyOptions): boolean {
  if (alone !== 'without-source') return alone;
  const { modules, terragrunt } = findRootModules(resolve(root), repositoryAround(resolve(root)));
  return modules.length + terragrunt.length === 0;
}

function checkRead({ snapshot }: Account): void {
  if (snapshot.resources.length > 0 || snapshot.notRead.length === 0) return;
  const actions = [...new Set(snapshot.notRead.map(({ action }) => action))];
  throw new UsageError(
    `Nothing of the account could be read: ${actions.slice(0, 3).join(', ')}${actions.length > 3 ? ` and ${actions.length - 3} more` : ''} gave no answer.`,
    'chokepoint verify --print-policy prints the permissions that reading takes.',
  );
}

async function ofAccount(account: Account, options: VerifyOptions, started: number): Promise<Result> {
  const observed = observedIn(account.snapshot);
  const found = analyseConfiguration(account.configuration, options, { group: ['.'], observed });
  checkNamed(options, [found]);
  const simulation = options.simulate && (await simulated(found, options.simulate));
  const verification = { ...verificationOf(account, found.configuration), ...(simulation ? { simulation } : {}) };
  const result = resultOf(options, { modules: [found], diagnostics: [], started }, controls);
  return catalogued({ ...result, verification });
}

async function ofBoth(account: Account, options: VerifyOptions, started: number): Promise<Result> {
  const state = options.state && stateIn(options.state);
  const first = await analyseAll(options, true);
  const [written] = first.modules;
  if (!written)
    throw new UsageError(`There is nothing to compare in ${options.root}.`, 'Name a folder with .tf files.');
  const source = written.configuration;
  const join = joinAccount({
    source,
    account: account.configuration,
    imports: importsIn(source.files.values()),
    ...(state ? { state: state.instances } : {}),
  });
  const isRead = typesRead(account);
  const settled = { ...options, accounts: accountsOf(join, account, options) };
  const read = joinedAccount(account, source, join, isRead);
  const found = analyseConfiguration(read, settled, { group: ['.'], observed: observedIn(account.snapshot) });
  const expected = analyseConfiguration(source, settled, { group: written.group });
  checkNamed(options, [expected, found]);
  const comparison: Comparison = {
    account,
    join,
    expected,
    found,
    expectedSteps: new StepIndex(expected.attack),
    foundSteps: new StepIndex(found.attack),
    state: state?.configuration,
    isRead,
  };
  const simulation = options.simulate && (await simulated(found, options.simulate));
  const verification = { ...compared(comparison, options.edits ?? []), ...(simulation ? { simulation } : {}) };
  const general = { diagnostics: [...first.diagnostics, ...expected.diagnostics], started };
  return catalogued({ ...resultOf(options, { modules: [found], ...general }, controls), verification });
}

function compared(comparison: Comparison, edits: readonly RecordedEdit[]): VerificationResult {
  const { account, join, expected, found, state } = comparison;
  const paths = expectedPaths(comparison);
  const openings = openingsOf(comparison);
  const claims = claimsOf(comparison, openings);
  const fixes = fixesOf(comparison, openings, edits);
  const onlyInAccount = new Set(openings.flatMap(({ result }) => result.paths));
  return {
    ...common(account),
    summary: {
      compared: true,
      resources: account.configuration.resources.length,
      joined: join.pairs.length + join.within.size,
      claims: countsOf(claims),
      pathsInSource: attackPaths(expected.attack).length,
      pathsConfirmed: paths.filter(({ verdict }) => verdict === 'open').length,
      pathsOnlyInAccount: onlyInAccount.size,
      fixes: fixCounts(fixes),
    },
    resources: resourcesOf(account, found.configuration, join, state),
    ambiguous: join.ambiguous.map(({ source, candidates }) => ({
      address: source.address,
      source: source.origin ? sourceRange(source.origin.file, source.origin) : null,
      candidates: candidates.map((each) => {
        const read = account.read.get(each);
        return read?.arn ?? read?.id ?? each.address;
      }),
    })),
    claims,
    expected: paths,
    fixes,
    openings: openings.map(({ result }) => result),
  };
}

function countsOf(claims: readonly ClaimResult[]): ClaimCounts {
  const of = (wanted: ClaimResult['verdict']): number => claims.filter(({ verdict }) => verdict === wanted).length;
  return {
    confirmed: of('confirmed'),
    different: of('different'),
    absent: of('absent'),
    notReadable: of('not-readable'),
    ambiguous: of('ambiguous'),
    notCompared: of('not-compared'),
  };
}

function fixCounts(fixes: readonly FixResult[]): FixCounts {
  const of = (wanted: FixResult['verdict']): number => fixes.filter(({ verdict }) => verdict === wanted).length;
  return {
    closed: of('closed'),
    pending: of('pending'),
    inert: of('inert'),
    undone: of('undone'),
    notApplied: of('not-applied'),
    unclear: of('unclear'),
    notWritten: of('not-written'),
  };
}

/** Types of which the account would have shown a resource. */
function typesRead({ snapshot }: Account): (type: string) => boolean {
  const seen = new Set(snapshot.resources.map(({ type }) => type));
  const unseen = new Set(snapshot.notRead.flatMap(({ types }) => types));
  return (type) => {
    const live = liveType(type);
    return seen.has(live) || (!unseen.has(live) && (NAMING.has(live) || TELLING.has(live)));
  };
}

/** The account of each provider configuration, as the resources show that were found. */
function accountsOf(join: Join, { read }: Account, { accounts }: AnalysisOptions): ReadonlyMap<string, string> {
  const shown = new Map<string, Set<string>>();
  for (const { source, live } of join.pairs) {
    const account = read.get(live)?.account;
    if (!source || account === undefined) continue;
    shown.set(source.provider, (shown.get(source.provider) ?? new Set()).add(account));
  }
  const told = [...shown].flatMap(([provider, ids]) => (ids.size === 1 ? [[provider, ...ids] as const] : []));
  return new Map([
    ...told.flatMap(([provider, id]) => (id === undefined ? [] : [[provider, id] as const])),
    ...(accounts ?? []),
  ]);
}

function stateIn({ name, text }: PlanInput): {
  readonly instances: readonly StateInstance[];
  readonly configuration: Configuration;
} {
  const file = readPlanFile(text);
  const shown = name === '-' ? 'Standard input' : name;
  if ('fault' in file) throw new UsageError(`${shown} is no state.`, file.fault);
  if (file.kind !== 'state')
    throw new UsageError(
      `${shown} is a ${file.kind}, not a state.`,
      'Give the output of `terraform show -json`, without a plan file.',
    );
  return {
    instances: file.instances.filter(({ mode }) => mode === 'managed'),
    configuration: loadPlan(text, { name }),
  };
}
