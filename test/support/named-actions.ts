import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionInfo } from '#aws/iam/actions.js';

/** The IAM actions that the sources of the layers name: techniques, controls, and what AWS is, as data. */
export function namedActions(): readonly string[] {
  const found = new Set<string>();
  for (const folder of ['src/aws', 'src/attack', 'src/harden']) {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      for (const [, action = ''] of text.matchAll(/'([a-z0-9-]+:[A-Z][A-Za-z0-9]+)'/g)) found.add(action);
    }
  }
  return [...found].filter((action) => actionInfo(action) !== undefined).toSorted();
}
