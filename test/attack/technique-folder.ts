import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse, type AttackAnalysis } from '#attack/analyse.js';
import { buildEstate } from '#aws/build.js';
import { loadConfiguration } from '#terraform/configuration.js';
import type { Rule } from '#attack/engine/graph.js';

/** The configuration's first line may name where the attacker starts; otherwise it is discovered. */
const ENTRY = /^# entry: (.+)$/m;

/** What an attacker could do in a configuration of one file. */
export function analyseText(text: string): AttackAnalysis {
  const root = mkdtempSync(join(tmpdir(), 'chokepoint-'));
  try {
    writeFileSync(join(root, 'main.tf'), text);
    const configuration = loadConfiguration({ root, rootModule: '.' });
    configuration.evaluateAll();
    if (configuration.diagnostics.length > 0) throw new Error(JSON.stringify(configuration.diagnostics, shallow));
    const entry = ENTRY.exec(text)?.[1];
    const entries = entry === undefined ? undefined : [entry];
    return analyse(buildEstate(configuration).estate, { rootModule: '.', assumption: 'code-execution', entries });
  } finally {
    rmSync(root, { recursive: true });
  }
}

function shallow(key: string, value: unknown): unknown {
  return key === 'file' ? undefined : value;
}

export function analyseFile(folder: string, name: 'open.tf' | 'closed.tf'): AttackAnalysis {
  return analyseText(readFileSync(join(folder, name), 'utf8'));
}

/** The steps that the attacker can really take: all of their facts can be had. */
export function takenSteps({ graph }: AttackAnalysis): Rule[] {
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
