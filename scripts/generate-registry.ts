import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { updateRegistries } from './registry.js';
import { ROLE_TAKERS_FILE, roleTakersText } from './role-takers.js';

/** `npm run generate`; with `--check` it writes nothing and fails where a registry is stale. */
const check = process.argv.includes('--check');
const stale = [...updateRegistries(process.cwd(), check), ...updateRoleTakers()];
for (const file of stale) console.log(check ? `${file} is stale: run npm run generate` : `${file} written`);
if (check && stale.length > 0) process.exitCode = 1;

function updateRoleTakers(): string[] {
  const text = roleTakersText();
  if (existsSync(ROLE_TAKERS_FILE) && readFileSync(ROLE_TAKERS_FILE, 'utf8') === text) return [];
  if (!check) writeFileSync(ROLE_TAKERS_FILE, text);
  return [ROLE_TAKERS_FILE];
}
