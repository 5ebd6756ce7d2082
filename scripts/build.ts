import { chmod, readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';

/**
 * Bundles the command and the library into dist/. Splitting keeps what only some commands need (the solver, the diff)
 * in chunks of their own, so that `scan` does not load them.
 */
const { metafile } = await build({
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  conditions: ['source'],
  // jsonc-parser's CommonJS build requires its parts in a way that no bundler sees.
  mainFields: ['module', 'main'],
  // Its WebAssembly lies beside it in node_modules.
  external: ['highs'],
  chunkNames: 'chunks/[name]-[hash]',
  // Bundled CommonJS packages call `require` for Node's own modules.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
});
await chmod('dist/cli.js', 0o755);

// Chunks of earlier builds go last, so that a command that runs meanwhile finds its own.
for (const name of await readdir('dist/chunks')) {
  if (!(`dist/chunks/${name}` in metafile.outputs)) await rm(`dist/chunks/${name}`, { force: true });
}
