import { bundle } from './bundle.js';

/**
 * Bundles what measures the product, each with the product's code as it is shipped, into build/, which no package
 * contains: `build/conformance.js` and `build/bench/*.js`.
 */
const TOOLS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  conformance: { conformance: 'scripts/conformance.ts' },
  bench: { 'bench/main': 'bench/main.ts', 'bench/measure': 'bench/measure.ts' },
};

const wanted = process.argv.slice(2);
for (const name of wanted) {
  const entryPoints = TOOLS[name];
  if (!entryPoints) throw new Error(`no tool ${name}: ${Object.keys(TOOLS).join(', ')}`);
  await bundle(entryPoints, 'build');
}
