import { chmod, readdir, rename, rm } from 'node:fs/promises';
import { bundle, bundleScript } from './bundle.js';

/**
 * Bundles the command and the library into dist/. The command is a small launcher (cli.js) of one script (app.cjs), for
 * which V8 can keep a code cache; the library is an ES module in chunks, so that what is large loads with its first use.
 */
const written = await bundle({ cli: 'src/cli/launch.ts', index: 'src/index.ts' }, 'dist');
await chmod('dist/cli.js', 0o755);

// What was written is put in place at once, so that a command that runs meanwhile finds one build or the other.
await bundleScript('src/cli/main.ts', 'dist/app.next.cjs');
await rename('dist/app.next.cjs', 'dist/app.cjs');

// Nearly all of it is the AWS SDK.
await bundleScript('src/live/account.ts', 'dist/live.next.cjs', { minifyIdentifiers: true });
await rename('dist/live.next.cjs', 'dist/live.cjs');
await bundleScript('src/trail/athena/ask.ts', 'dist/athena.next.cjs', { minifyIdentifiers: true });
await rename('dist/athena.next.cjs', 'dist/athena.cjs');

// Chunks of earlier builds go last, so that a command that runs meanwhile finds its own.
for (const name of await readdir('dist/chunks')) {
  if (!written.has(`dist/chunks/${name}`)) await rm(`dist/chunks/${name}`, { force: true });
}
