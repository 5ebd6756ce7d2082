import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse, type AttackAnalysis } from '#attack/analyse.js';
import type { AttackGraph, Rule } from '#attack/engine/graph.js';
import { saturate } from '#attack/engine/saturate.js';
import { discoverEntries, namedEntry } from '#attack/entry.js';
import { techniques } from '#attack/registry.generated.js';
import { buildEstate } from '#aws/build.js';
import type { Estate } from '#aws/estate.js';
import type { Premise } from '#aws/premise.js';
import { loadConfiguration } from '#terraform/configuration.js';
import { memoryFileSystem } from '#terraform/load/file-system.js';

/** The configuration's first line may name where the attacker starts; otherwise it is discovered. */
const ENTRY = /^# entry: (.+)$/m;

/** What an attacker could do in a configuration of one file. */
export function analyseText(text: string): AttackAnalysis {
  const estate = estateOf(text);
  if ('diagnostics' in estate) throw new Error(JSON.stringify(estate.diagnostics, shallow));
  return analyse(estate, { rootModule: '.', assumption: 'code-execution', entries: namedIn(text) });
}

/** The steps of the attacker alone; undefined where the text has faults. */
export function graphOf(text: string): AttackGraph | undefined {
  const estate = estateOf(text);
  if ('diagnostics' in estate) return undefined;
  const entries = namedIn(text)?.flatMap((address) => namedEntry(estate, address) ?? []);
  const steps = (entries ?? discoverEntries(estate, 'code-execution')).flatMap((entry) => entry.steps);
  return saturate(estate, techniques, steps);
}

function estateOf(text: string): Estate | { readonly diagnostics: readonly object[] } {
  const files = memoryFileSystem(new Map([['main.tf', text]]));
  const configuration = loadConfiguration({ root: '/', rootModule: '.' }, { files });
  configuration.evaluateAll();
  const { diagnostics } = configuration;
  return diagnostics.length > 0 ? { diagnostics } : buildEstate(configuration).estate;
}

function namedIn(text: string): readonly string[] | undefined {
  const entry = ENTRY.exec(text)?.[1];
  return entry === undefined ? undefined : [entry];
}

function shallow(key: string, value: unknown): unknown {
  return key === 'file' ? undefined : value;
}

/** The texts of a folder: `open.tf` and those below `open/`, or `closed.tf` and those below `closed/`. By name. */
export function cases(folder: string, kind: 'open' | 'closed'): ReadonlyMap<string, string> {
  const below = join(folder, kind);
  const more = existsSync(below) ? readdirSync(below).map((name) => `${kind}/${name}`) : [];
  return new Map([`${kind}.tf`, ...more].map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** The steps that the attacker can really take: all of their facts can be had. */
export function takenSteps({ graph }: { readonly graph: AttackGraph }): Rule[] {
  const won = new Set<number>();
  const taken = new Set<Rule>();
  for (let before = -1; before < taken.size; ) {
    before = taken.size;
    for (const rule of graph.rules) {
      if (!rule.needs.every((need) => won.has(need))) continue;
      taken.add(rule);
      won.add(rule.gains);
    }
  }
  return [...taken];
}

/** The techniques of the steps that can be taken. */
export function takenTechniques(analysis: AttackAnalysis): Set<string> {
  return new Set(takenSteps(analysis).flatMap(({ technique }) => technique?.id ?? []));
}

/** What a technique does in a configuration, by the fact that it wins. */
export type Shown = ReadonlyMap<string, ShownStep>;

export interface ShownStep {
  /** Where it starts from: the facts that it needs, without those that only carry premises. */
  readonly starts: ReadonlySet<string>;
  /** All that it rests on, what IAM and the network have to let through among it. */
  readonly premises: ReadonlyMap<string, Premise>;
}

export function shownBy(technique: string, graph: AttackGraph): Shown {
  const taken = takenSteps({ graph });
  const shown = new Map<string, Support>();
  for (const step of taken) {
    if (step.technique?.id !== technique) continue;
    const gained = graph.facts[step.gains]?.key ?? '';
    const known = shown.get(gained) ?? { starts: new Set(), premises: new Map() };
    shown.set(gained, known);
    addSupport(step, known, { graph, taken });
  }
  return shown;
}

interface Support {
  readonly starts: Set<string>;
  readonly premises: Map<string, Premise>;
}

function addSupport(
  rule: Rule,
  support: Support,
  within: { readonly graph: AttackGraph; readonly taken: readonly Rule[] },
): void {
  for (const premise of rule.premises) support.premises.set(premise.key, premise);
  for (const need of rule.needs) {
    const fact = within.graph.facts[need];
    if (fact?.kind !== 'may' && fact?.kind !== 'reaches') support.starts.add(fact?.key ?? '');
    else for (const by of within.taken) if (by.gains === need) addSupport(by, support, within);
  }
}

/** The keys of all facts that the attacker can have. */
export function wonFacts(graph: AttackGraph): ReadonlySet<string> {
  return new Set(takenSteps({ graph }).map(({ gains }) => graph.facts[gains]?.key ?? ''));
}
