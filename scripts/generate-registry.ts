import { updateRegistries } from './registry.js';

/** `npm run generate`; with `--check` it writes nothing and fails where a registry is stale. */
const check = process.argv.includes('--check');
const stale = updateRegistries(process.cwd(), check);
for (const file of stale) console.log(check ? `${file} is stale: run npm run generate` : `${file} written`);
if (check && stale.length > 0) process.exitCode = 1;
