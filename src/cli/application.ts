import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

/** What the bundled command exports: see main.ts. */
export interface Application {
  main(): void;
  command(argv: readonly string[], terminal: object): Promise<number>;
}

/** The code cache of an application lies beside it. */
export function codeCacheOf(filename: string): string {
  return `${filename}.cache`;
}

/**
 * Loads the bundled command with the code cache that the build made, which saves compiling it at every start: on a small
 * configuration that is a third of the time. V8 refuses a cache of another version of itself, and then compiles as ever.
 * https://nodejs.org/docs/latest-v20.x/api/vm.html#new-vmscriptcode-options
 */
export function loadApplication(filename: string): { readonly application: Application; readonly script: Script } {
  const source = `(function (require, module, exports, __filename, __dirname) {${readFileSync(filename, 'utf8')}\n})`;
  const cachedData = readIfThere(codeCacheOf(filename));
  const script = new Script(source, { filename, ...(cachedData ? { cachedData } : {}) });
  const module: { exports: object } = { exports: {} };
  const wrapped = script.runInThisContext() as (...parts: unknown[]) => void;
  wrapped(createRequire(filename), module, module.exports, filename, dirname(filename));
  return { application: module.exports as Application, script };
}

function readIfThere(filename: string): Buffer | undefined {
  try {
    return readFileSync(filename);
  } catch {
    return undefined;
  }
}
