/** Packages that are large and that few configurations need: loaded by the first call that does, not at start-up. */
import { createRequire } from 'node:module';
import type * as Re2 from 're2js';
import type * as Yaml from 'yaml';

const load = createRequire(import.meta.url);
let loadedRe2: typeof Re2 | undefined;
let loadedYaml: typeof Yaml | undefined;

export function re2(): typeof Re2 {
  loadedRe2 ??= load('re2js') as typeof Re2;
  return loadedRe2;
}

export function yaml(): typeof Yaml {
  loadedYaml ??= load('yaml') as typeof Yaml;
  return loadedYaml;
}
