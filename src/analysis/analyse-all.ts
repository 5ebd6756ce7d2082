/** From options to analysed root modules: what there is to read, how it is read, and modules that are to be fetched first. */
import { posix, resolve } from 'node:path';
import type { SyntaxFile } from '#hcl/syntax.js';
import type { Diagnostic } from '#model/diagnostic.js';
import { type Group, Roots, type RootsOptions } from '#terraform/joined/roots.js';
import { findRootModules, type RootModules } from '#terraform/load/discover.js';
import { repositoryAround, type Repository } from '#terraform/load/repository.js';
import { downloadModules } from './download.js';
import { checkAccountIds, checkFolder, checkNamed, checkPlan } from './checks.js';
import type { AnalysisOptions } from './options.js';
import { Session, type ModuleAnalysis } from './session.js';
import { undeclaredValues } from './undeclared.js';
import { UsageError } from './usage-error.js';

/** All root modules of a folder as they are, and what they were read with. */
export interface Analysed {
  readonly root: string;
  readonly session: Session;
  readonly modules: readonly ModuleAnalysis[];
  /** Of no root module by itself. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `together`: all root modules as one estate, whether or not they give each other values; what the options name need not be in
 * them.
 */
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
  if (!together) checkNamed(options, modules);
  const undeclared = options.plan ? [] : undeclaredValues(modules);
  return {
    root,
    session,
    modules,
    diagnostics: [...found.diagnostics, ...(roots?.diagnostics ?? []), ...failed, ...undeclared],
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

function groupsOf({ plan, root }: AnalysisOptions, roots: Roots | undefined, together: boolean): readonly Group[] {
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

/** A plan is of one root module; without source it is of none that is here. */
function ofPlan(rootModules: readonly string[], root: string): string {
  const [only, ...others] = rootModules;
  if (rootModules.includes('.') || only === undefined) return '.';
  if (others.length === 0) return only;
  throw new UsageError(
    `There are several root modules in ${root}: ${rootModules.join(', ')}.`,
    'Name the folder of the one that the plan was made from.',
  );
}

/** Each once, in the order of the folders. */
function chosenRootModules(named: readonly string[], { modules, terragrunt }: RootModules): readonly string[] {
  const units = terragrunt.map((path) => posix.dirname(path));
  const missing = named.find((folder) => !modules.includes(folder) && !units.includes(folder));
  if (missing !== undefined)
    throw new UsageError(`There are no Terraform files in ${missing}.`, 'Name a root module folder that has some.');
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
