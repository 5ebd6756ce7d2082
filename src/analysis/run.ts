import { stat } from 'node:fs/promises';
import { posix, resolve } from 'node:path';
import { isAccountId } from '#aws/arn-parts.js';
import type { SyntaxFile } from '#hcl/syntax.js';
import { findingsOf } from '#harden/findings.js';
import { harden as hardenModule, notHardened } from '#harden/harden.js';
import { attackPaths, assumedPaths } from '#attack/analyse.js';
import { compare } from '#harden/proof.js';
import type { Control } from '#harden/control.js';
import { controls } from '#harden/registry.generated.js';
import { withoutLabel } from '#model/address.js';
import { type Group, Roots, type RootsOptions } from '#terraform/joined/roots.js';
import { findRootModules, type RootModules } from '#terraform/load/discover.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { repositoryAround, type Repository } from '#terraform/load/repository.js';
import { planFault } from '#terraform/plan/plan-file.js';
import { closedByPlan, planResult, proofResult, type HardenedModule } from './result/build-plan.js';
import { coverageOf } from './coverage.js';
import { downloadModules } from './download.js';
import { moduleResults } from './result/build-result.js';
import { byCause } from './causes.js';
import { brings, unreadable } from './faults.js';
import type { AnalysisOptions, HardenOptions, PlanInput } from './options.js';
import type { Result } from './result/result.js';
import { Session, type ModuleAnalysis } from './session.js';
import { undeclaredValues } from './undeclared.js';
import { TOOL } from './result/tool.js';
import { UsageError } from './usage-error.js';
import { writeFiles } from './write-files.js';

/** A hardening: its result, and the files as they would be. */
export interface HardenOutcome {
  readonly result: Result;
  /** New text by path relative to the root; empty where nothing is to be changed. */
  readonly files: ReadonlyMap<string, string>;
  /** Writes the files, all or none of them. Throws {@link UsageError} where a file has changed meanwhile or can't be written. */
  write(): Promise<void>;
}

/**
 * Finds the attack paths and findings of all root modules below a folder.
 * Throws {@link UsageError} where the folder or a named entry point or target isn't there.
 */
export async function scan(options: AnalysisOptions): Promise<Result> {
  const started = performance.now();
  const { modules, diagnostics } = await analyseAll(options);
  return resultOf(options, modules, { diagnostics, started, offered: controls });
}

/** Plans the cheapest edits that cut every attack path, and proves them. Writes nothing until asked. Throws as {@link scan}. */
export async function harden(options: HardenOptions): Promise<HardenOutcome> {
  const started = performance.now();
  checkControls(options.controls ?? []);
  const { root, session, modules, diagnostics } = await analyseAll(options);
  const { hardened, files, originals } = await hardenAll(session, modules, options);
  const plan = planResult(hardened);
  const found = resultOf(options, modules, { diagnostics, started, offered: [] });
  const result: Result = { ...found, paths: closedByPlan(found.paths, plan), plan, proof: proofResult(hardened) };
  return { result, files, write: () => writeFiles(root, files, originals) };
}

/** Root modules as they are read and analysed. */
export interface Analysed {
  readonly root: string;
  readonly session: Session;
  readonly modules: readonly ModuleAnalysis[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `together`: all root modules as one estate, whether or not they give each other values. */
export async function analyseAll(options: AnalysisOptions, together = false): Promise<Analysed> {
  const root = resolve(options.root);
  await checkFolder(root, options.root);
  if (options.plan) checkPlan(options.plan);
  checkAccountIds(options.accounts);
  const repository = repositoryAround(root);
  const found = findRootModules(root, repository);
  const load = loadOptions(root, options, { cache: found.cache, repository });
  const roots = rootsOf(options, found, load);
  const session = new Session(options, { roots, load });
  const modules = groupsOf(options, roots, together).map((group) => session.analyse(group));
  const failed = await fetchModules(root, { session, roots, modules }, options);
  checkNamed(options, modules);
  const undeclared = options.plan ? [] : undeclaredValues(modules);
  return {
    root,
    session,
    modules,
    diagnostics: [
      ...found.diagnostics,
      ...(roots?.diagnostics ?? []),
      ...failed,
      ...undeclared,
      ...modules.flatMap(({ diagnostics }) => diagnostics),
    ],
  };
}

/** With a plan, there need be no source. */
function rootsOf(options: AnalysisOptions, found: RootModules, load: RootsOptions['load']): Roots | undefined {
  const { rootModules, terragrunt, diagnostics } = found;
  const chosen = options.rootModules && chosenRootModules(options.rootModules, found);
  const { environment } = options;
  const roots = new Roots({ rootModules, terragrunt, load, ...(environment ? { environment } : {}) }, chosen);
  if (roots.folders.length > 0) return roots;
  if (options.plan || diagnostics.length > 0) return undefined;
  throw new UsageError(
    `No Terraform files in ${options.root}.`,
    'Name a folder with .tf files, or one above such folders.',
  );
}

function groupsOf(
  { plan, root }: AnalysisOptions,
  roots: Roots | undefined,
  together: boolean,
): readonly Group[] {
  if (together && roots && !plan) return [roots.folders];
  return plan ? [[ofPlan(roots?.folders ?? [], root)]] : (roots?.groups ?? []);
}

function loadOptions(
  root: string,
  { variables, env, modules, workspace }: AnalysisOptions,
  { cache, repository }: { readonly cache: Map<string, SyntaxFile>; readonly repository: Repository | undefined },
): RootsOptions['load'] {
  return {
    root,
    cache,
    ...(repository ? { repository } : {}),
    ...(modules ? { modules } : {}),
    ...(workspace === undefined ? {} : { workspace }),
    ...(variables ? { variables } : {}),
    ...(env ? { env } : {}),
  };
}

function checkNamed({ accounts, entries, targets }: AnalysisOptions, modules: readonly ModuleAnalysis[]): void {
  checkAccounts(accounts, modules);
  checkNames('entry point', entries, (address) =>
    modules.some(({ attack }) => attack.entries.some((entry) => isAt(entry.address, address))),
  );
  checkNames('target', targets, (address) =>
    modules.some(({ attack }) => attack.targets.some((target) => isAt(target.address, address))),
  );
}

/** The address itself, or the one that it is in its root module. */
function isAt(address: string, named: string): boolean {
  return address === named || withoutLabel(address) === named;
}

/** Each once, in the order of the folders. */
function chosenRootModules(named: readonly string[], { modules, terragrunt }: RootModules): readonly string[] {
  const units = terragrunt.map((path) => posix.dirname(path));
  const missing = named.find((folder) => !modules.includes(folder) && !units.includes(folder));
  if (missing !== undefined)
    throw new UsageError(
      `There are no Terraform files in ${missing}.`,
      'Name a folder that has some, as a root module.',
    );
  return [...new Set(named)].toSorted();
}

interface ToFetchFor {
  readonly session: Session;
  readonly roots: Roots | undefined;
  readonly modules: ModuleAnalysis[];
}

/** Fetches the modules that are not there, and analyses what they belong to again. */
async function fetchModules(
  root: string,
  { session, roots, modules }: ToFetchFor,
  { downloadModules: isWanted, plan, env = {} }: AnalysisOptions,
): Promise<Diagnostic[]> {
  const failed: Diagnostic[] = [];
  if (!isWanted || !roots || plan) return failed;
  for (const [at, { group, configuration }] of modules.entries()) {
    const { absentModules, summarisedModules } = configuration.sight;
    if (absentModules.length + summarisedModules.length === 0) continue;
    for (const folder of group.filter((each) => !roots.isUnit(each))) {
      const fault = await downloadModules(root, folder, env);
      if (fault) failed.push(fault);
      roots.forget(folder);
    }
    modules[at] = session.analyse(group);
  }
  return failed;
}

function checkAccountIds(accounts: AnalysisOptions['accounts'] = new Map()): void {
  for (const [name, id] of accounts) {
    if (!isAccountId(id))
      throw new UsageError(`${id} is no account of ${name}.`, 'The id of an AWS account has twelve digits.');
  }
}

function checkAccounts(accounts: AnalysisOptions['accounts'] = new Map(), modules: readonly ModuleAnalysis[]): void {
  const missing = [...accounts.keys()].filter(
    (name) => !modules.some(({ attack }) => attack.estate.accounts.knows(name)),
  );
  if (missing.length > 0)
    throw new UsageError(
      `No resource and no provider block has the provider ${missing.join(', ')}.`,
      'Name the alias of a provider configuration, or aws for the default one.',
    );
}

function checkPlan({ name, text }: PlanInput): void {
  const fault = planFault(text);
  if (fault !== undefined) throw new UsageError(`${name === '-' ? 'Standard input' : name} is no plan.`, fault);
}

/** A plan is of one root module; without source it is of none that is here. */
function ofPlan(rootModules: readonly string[], root: string): string {
  const [only, ...others] = rootModules;
  if (rootModules.includes('.') || only === undefined) return '.';
  if (others.length === 0) return only;
  throw new UsageError(
    `There are several root modules in ${root}: ${rootModules.join(', ')}.`,
    'Name the folder of the one that the plan was made of.',
  );
}

async function checkFolder(root: string, named: string): Promise<void> {
  const found = await stat(root).catch(() => undefined);
  if (!found) throw new UsageError(`There is no folder ${named}.`, 'Check the path.');
  if (!found.isDirectory())
    throw new UsageError(`${named} is not a folder.`, 'Name the folder that holds the Terraform files.');
}

function checkNames(what: string, addresses: readonly string[] | undefined, known: (address: string) => boolean): void {
  const missing = (addresses ?? []).filter((address) => !known(address));
  if (missing.length > 0) {
    throw new UsageError(
      `Nothing at ${missing.join(', ')} can be ${what === 'target' ? 'a target' : 'an entry point'}.`,
      `Name the Terraform address of a resource of this configuration, as \`chokepoint scan --format json\` lists them.`,
    );
  }
}

function checkControls(ids: readonly string[]): void {
  const unknown = ids.filter((id) => !controls.some((control) => control.id === id));
  if (unknown.length > 0) {
    throw new UsageError(
      `There is no control ${unknown.join(', ')}.`,
      `Controls: ${controls.map(({ id }) => id).join(', ')}.`,
    );
  }
}

interface HardenedModules {
  readonly hardened: readonly HardenedModule[];
  readonly files: ReadonlyMap<string, string>;
  /** The text before the edits, by path: what `write` expects to find. */
  readonly originals: ReadonlyMap<string, string>;
}

/** One root module after the other, each on top of the edits before, since root modules may share local modules. */
async function hardenAll(
  session: Session,
  modules: readonly ModuleAnalysis[],
  options: HardenOptions,
): Promise<HardenedModules> {
  const offered = options.controls ? controls.filter(({ id }) => options.controls?.includes(id)) : controls;
  const files = new Map<string, string>();
  const originals = new Map<string, string>();
  const hardened: HardenedModule[] = [];
  for (const module of modules) {
    const shared = [...files.keys()].some((path) => mayRead(module, path));
    const current = shared ? session.analyse(module.group, files) : module;
    const before = new Map(files);
    const textOf = (path: string): string =>
      before.get(path) ?? current.configuration.files.get(path)?.text ?? current.configuration.readText?.(path) ?? '';
    const unread = unreadable(current.diagnostics);
    if (unread) {
      hardened.push({ configuration: module.configuration, hardened: notHardened(current.attack, unread), textOf });
      continue;
    }
    const others = modules.filter((each) => each !== module);
    const result = await hardenModule({
      analysis: current.attack,
      controls: offered,
      partial: options.controls !== undefined,
      remedies: options.all || options.controls ? findingsOf(current.attack.estate, offered) : [],
      reread: (edited) => session.estate(module.group, new Map([...before, ...edited])),
      reanalyse: (edited) => {
        const all = new Map([...before, ...edited]);
        const after = reanalysed(session, current, all);
        const sound = after.reparsed && others.every((other) => isSpared(session, other, edited, all));
        return { ...after, reparsed: sound };
      },
    });
    for (const [path, text] of result.files) {
      if (!originals.has(path)) originals.set(path, textOf(path));
      files.set(path, text);
    }
    hardened.push({ configuration: module.configuration, hardened: result, textOf });
  }
  return {
    hardened: modules.length > 1 && files.size > 0 ? proveTogether(session, modules, hardened, files) : hardened,
    files,
    originals,
  };
}

/** Whether a root module's analysis may rest on a file: one of its own, or one that a function may have read. */
function mayRead({ configuration }: ModuleAnalysis, path: string): boolean {
  return configuration.files.has(path) || !/\.tf(\.json)?$/.test(path);
}

function reanalysed(session: Session, module: ModuleAnalysis, overlay: ReadonlyMap<string, string>) {
  const after = session.analyse(module.group, overlay);
  return { analysis: after.attack, reparsed: !brings(module, after) };
}

/** Root modules share local modules: what mends one must break no other, and what can't be read can't be judged. */
function isSpared(
  session: Session,
  other: ModuleAnalysis,
  edited: ReadonlyMap<string, string>,
  all: ReadonlyMap<string, string>,
): boolean {
  const { files, diagnostics } = other.configuration;
  if (![...edited.keys()].some((path) => files.has(path))) return true;
  if (unreadable(diagnostics)) return false;
  const configuration = session.read(other.group, all);
  return !brings(
    { configuration: other.configuration, diagnostics },
    { configuration, diagnostics: configuration.diagnostics },
  );
}

/** The proof of each root module with the edits of all of them. */
function proveTogether(
  session: Session,
  modules: readonly ModuleAnalysis[],
  hardened: readonly HardenedModule[],
  files: ReadonlyMap<string, string>,
): HardenedModule[] {
  return modules.flatMap((module, at) => {
    const own = hardened[at];
    if (!own) return [];
    const { analysis, reparsed } = reanalysed(session, module, files);
    const read = reparsed && !unreadable(module.diagnostics);
    return [{ ...own, hardened: { ...own.hardened, proof: compare(module.attack, analysis, read) } }];
  });
}

export function resultOf(
  options: AnalysisOptions,
  modules: readonly ModuleAnalysis[],
  {
    diagnostics,
    started,
    offered,
  }: {
    readonly diagnostics: readonly Diagnostic[];
    readonly started: number;
    /** The controls of which the paths say that they close them. */
    readonly offered: readonly Control[];
  },
): Result {
  const results = modules.map(({ attack }) => moduleResults(attack, findingsOf(attack.estate, controls), offered));
  const entryPoints = results.flatMap((each) => each.entryPoints);
  const targets = results.flatMap((each) => each.targets);
  const findings = results.flatMap((each) => each.findings);
  const causes = byCause(diagnostics);
  return {
    schemaVersion: '1',
    tool: TOOL,
    root: options.root,
    summary: {
      files: new Set(modules.flatMap(({ configuration }) => [...configuration.files.keys()])).size,
      resources: modules.reduce((sum, { configuration }) => sum + configuration.resources.length, 0),
      entryPoints: entryPoints.length,
      targets: targets.length,
      paths: modules.reduce((sum, { attack }) => sum + attackPaths(attack).length, 0),
      assumedPaths: modules.reduce((sum, { attack }) => sum + assumedPaths(attack).length, 0),
      findings: findings.length,
      diagnostics: causes.length,
      durationMs: Math.round(performance.now() - started),
      coverage: coverageOf(modules, diagnostics),
    },
    entryPoints,
    notEntryPoints: results.flatMap((each) => each.notEntryPoints),
    targets,
    paths: results.flatMap((each) => each.paths),
    findings,
    blindSpots: results.flatMap((each) => each.blindSpots),
    diagnostics: causes,
  };
}
