import { updatePages } from './docs.js';

/** `npm run generate`; with `--check` it writes nothing and fails where a page is stale. */
const check = process.argv.includes('--check');
const stale = await updatePages(process.cwd(), check);
for (const file of stale) console.log(check ? `${file} is stale: run npm run generate` : `${file} written`);
if (check && stale.length > 0) process.exitCode = 1;
