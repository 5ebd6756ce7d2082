import { FORMAT_REGISTRY, formatRegistryText } from './format-registry.js';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { updateRegistries } from './registry.js';
import { ROLE_TAKERS_FILE, roleTakersText } from './role-takers.js';

/** `npm run generate`; with `--check` it writes nothing and fails where a registry is stale. */
const check = process.argv.includes('--check');
const stale = [
  ...updateRegistries(process.cwd(), check),
  ...update(ROLE_TAKERS_FILE, roleTakersText()),
  ...update(FORMAT_REGISTRY, await formatRegistryText(process.cwd())),
];
for (const file of stale) console.log(check ? `${file} is stale: run npm run generate` : `${file} written`);
if (check && stale.length > 0) process.exitCode = 1;

function update(file: string, text: string): string[] {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return [];
  if (!check) writeFileSync(file, text);
  return [file];
}
