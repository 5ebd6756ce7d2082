import { chmod, rm } from 'node:fs/promises';
import { bundle } from './bundle.js';

/**
 * Bundles the command and the library into dist/. Splitting keeps what only some commands need (the solver, the diff)
 * in chunks of their own, so that `scan` does not load them.
 */
await rm('dist', { recursive: true, force: true });
await bundle({ cli: 'src/cli/main.ts', index: 'src/index.ts' }, 'dist');
await chmod('dist/cli.js', 0o755);
