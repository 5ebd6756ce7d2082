/**
 * The root modules of one folder, hardened one after the other, each on top of the edits before, since they may share local
 * modules. A root module that reads what a later one edits is proved again, with the edits of all of them.
 */
import type { AttackAnalysis } from '#attack/analyse.js';
import type { Control } from '#harden/control.js';
import { findingsOf } from '#harden/findings.js';
import { harden as hardenModule, notHardened } from '#harden/harden.js';
import { compare } from '#harden/proof.js';
import { controls } from '#harden/registry.generated.js';
import { brings, unreadable } from './faults.js';
import type { HardenOptions } from './options.js';
import type { HardenedModule } from './result/build-plan.js';
import type { Analyser, ModuleAnalysis } from './session.js';

export interface HardenedModules {
  readonly hardened: readonly HardenedAnalysis[];
  readonly files: ReadonlyMap<string, string>;
  /** The text before the edits, by path: what `write` expects to find. */
  readonly originals: ReadonlyMap<string, string>;
}

interface HardenedAnalysis extends HardenedModule {
  /** The root module with the edits. */
  readonly after: ModuleAnalysis;
}

type Texts = ReadonlyMap<string, string>;

export async function hardenAll(
  session: Analyser,
  modules: readonly ModuleAnalysis[],
  options: HardenOptions,
): Promise<HardenedModules> {
  const files = new Map<string, string>();
  const originals = new Map<string, string>();
  const hardened: HardenedAnalysis[] = [];
  for (const module of modules) {
    const shared = [...files.keys()].some((path) => mayRead(module, path));
    const current = shared ? session.analyse(module.group, files) : module;
    const others = modules.filter((each) => each !== module);
    const one = await hardenOne(session, { current, others, before: new Map(files) }, options);
    for (const [path, text] of one.hardened.files) {
      if (!originals.has(path)) originals.set(path, one.textOf(path));
      files.set(path, text);
    }
    hardened.push({ ...one, configuration: module.configuration });
  }
  return { hardened: proveTogether(session, modules, hardened, files), files, originals };
}

interface Turn {
  /** The root module with the edits of those before it. */
  readonly current: ModuleAnalysis;
  readonly others: readonly ModuleAnalysis[];
  /** The files that those before it edited. */
  readonly before: Texts;
}

async function hardenOne(
  session: Analyser,
  { current, others, before }: Turn,
  options: HardenOptions,
): Promise<HardenedAnalysis> {
  const { attack, configuration, group } = current;
  const textOf = (path: string): string =>
    before.get(path) ?? configuration.files.get(path)?.text ?? configuration.readText?.(path) ?? '';
  const unread = unreadable(current.diagnostics);
  if (unread) return { configuration, hardened: notHardened(attack, unread), textOf, after: current };
  const offered = offeredControls(options);
  const tried = new WeakMap<AttackAnalysis, ModuleAnalysis>();
  const hardened = await hardenModule({
    analysis: attack,
    controls: offered,
    partial: options.controls !== undefined,
    remedies: options.all || options.controls ? findingsOf(attack.estate, offered) : [],
    reread: (edited) => session.estate(group, new Map([...before, ...edited])),
    reanalyse: (edited) => {
      const all = new Map([...before, ...edited]);
      const after = session.analyse(group, all);
      tried.set(after.attack, after);
      const sound = !brings(current, after) && others.every((other) => isSpared(session, other, edited, all));
      return { analysis: after.attack, reparsed: sound };
    },
  });
  return { configuration, hardened, textOf, after: tried.get(hardened.after) ?? current };
}

function offeredControls({ controls: wanted }: HardenOptions): readonly Control[] {
  return wanted ? controls.filter(({ id }) => wanted.includes(id)) : controls;
}

/** Whether a root module's analysis may rest on a file: one of its own, or one that a function may have read. */
function mayRead({ configuration }: ModuleAnalysis, path: string): boolean {
  return configuration.files.has(path) || !/\.tf(\.json)?$/.test(path);
}

/** Root modules share local modules: what mends one must break no other, and what can't be read can't be judged. */
function isSpared(session: Analyser, other: ModuleAnalysis, edited: Texts, all: Texts): boolean {
  const { files, diagnostics } = other.configuration;
  if (![...edited.keys()].some((path) => files.has(path))) return true;
  if (unreadable(diagnostics)) return false;
  const configuration = session.read(other.group, all);
  return !brings(
    { configuration: other.configuration, diagnostics },
    { configuration, diagnostics: configuration.diagnostics },
  );
}

/** The proof of each root module that reads what others edited, with the edits of all of them. */
function proveTogether(
  session: Analyser,
  modules: readonly ModuleAnalysis[],
  hardened: readonly HardenedAnalysis[],
  files: Texts,
): HardenedAnalysis[] {
  return hardened.map((own, at) => {
    const module = modules[at];
    if (!module) return own;
    const reads = (other: HardenedAnalysis): boolean =>
      other !== own && [...other.hardened.files.keys()].some((path) => mayRead(module, path));
    if (!hardened.some(reads)) return own;
    // It was hardened on top of what those before it edited.
    const after = hardened.slice(at + 1).some(reads) ? session.analyse(module.group, files) : own.after;
    const reparsed = !brings(module, after) && !unreadable(module.diagnostics);
    return { ...own, after, hardened: { ...own.hardened, proof: compare(module.attack, after.attack, reparsed) } };
  });
}
