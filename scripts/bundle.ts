import { build } from 'esbuild';

/**
 * Bundles entry points, by the name of the file that comes of each. The product, the conformance runner and the
 * benchmarks are all built here, so that what is measured is built like what is shipped. Returns the files written.
 */
export async function bundle(entryPoints: Readonly<Record<string, string>>, outdir: string): Promise<Set<string>> {
  const { metafile } = await build({
    entryPoints: { ...entryPoints },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['source'],
    // jsonc-parser's CommonJS build requires its parts in a way that no bundler sees.
    mainFields: ['module', 'main'],
    // Their WebAssembly lies beside them in node_modules; those of the benchmarks may not be installed.
    external: ['highs', '@cdktf/hcl2json', 'web-tree-sitter', READER, ATHENA, '@duckdb/node-api'],
    chunkNames: 'chunks/[name]-[hash]',
    // Bundled CommonJS packages call `require` for Node's own modules.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  return new Set(Object.keys(metafile.outputs));
}

/**
 * What reads accounts, with the AWS SDK in it: a file of its own, which the command and the library find by the package's
 * `imports` and load with their first read. In the bundles it would be twice, and be read by every scan.
 */
const READER = '#live/account.js';
/** What asks Athena, likewise. */
const ATHENA = '#trail/athena/ask.js';

/** The command as one CommonJS script, for which V8 can keep a code cache. */
export async function bundleScript(
  entryPoint: string,
  outfile: string,
  { minifyIdentifiers = false } = {},
): Promise<void> {
  await build({
    entryPoints: [entryPoint],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    conditions: ['source'],
    mainFields: ['module', 'main'],
    // @duckdb/node-api is a native library, which may be absent.
    external: ['highs', READER, ATHENA, '@duckdb/node-api'],
    // A script outside of the module loader has only `require`.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers,
    legalComments: 'none',
    logLevel: 'warning',
  });
}
