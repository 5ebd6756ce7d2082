import { chmod, readdir, rm } from 'node:fs/promises';
import { bundle } from './bundle.js';

/**
 * Bundles the command and the library into dist/. Splitting keeps what only some commands need (the solver, the diff)
 * in chunks of their own, so that `scan` does not load them.
 */
const written = await bundle({ cli: 'src/cli/main.ts', index: 'src/index.ts' }, 'dist');
await chmod('dist/cli.js', 0o755);

// Chunks of earlier builds go last, so that a command that runs meanwhile finds its own.
for (const name of await readdir('dist/chunks')) {
  if (!written.has(`dist/chunks/${name}`)) await rm(`dist/chunks/${name}`, { force: true });
}
