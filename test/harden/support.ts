import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { analyse, type AttackAnalysis } from '#attack/analyse.js';
import { buildEstate } from '#aws/build.js';
import { loadConfiguration } from '#terraform/configuration.js';

const root = mkdtempSync(join(tmpdir(), 'chokepoint-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What an attacker could do in a configuration, given as text by path. */
export function analyseFiles(files: ReadonlyMap<string, string>): AttackAnalysis {
  install(files);
  const configuration = loadConfiguration({ root, rootModule: '.', overlay: files });
  configuration.evaluateAll();
  return analyse(buildEstate(configuration).estate, { rootModule: '.', assumption: 'code-execution' });
}

/** What `terraform init` installed is read from disk and never edited, so that no overlay holds it. */
function install(files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    if (!path.startsWith('.terraform/')) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

export function analyseMain(text: string): AttackAnalysis {
  return analyseFiles(new Map([['main.tf', text]]));
}
