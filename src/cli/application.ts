import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { CodeCache } from './code-cache.js';

/** What the bundled command exports: see main.ts. */
export interface Application {
  main(): void;
}

/** Commands that read Terraform: worth a code cache. Of the others little is compiled. */
const CACHED = new Set(['scan', 'harden', 'verify', 'trail']);

/** Loads the bundled command, by its code cache if there is one; else the end of this run leaves one for the next. */
export function loadApplication(filename: string): Application {
  const source = `(function (require, module, exports, __filename, __dirname) {${readFileSync(filename, 'utf8')}\n})`;
  const cache = cacheFor(source);
  const cachedData = cache?.read();
  const script = new Script(source, { filename, ...(cachedData ? { cachedData } : {}) });
  if (cache && (!cachedData || script.cachedDataRejected)) {
    // At the end, so that it has the functions that the command needed.
    process.once('exit', (status) => {
      if (status <= 1) cache.write(script.createCachedData());
    });
  }
  const module: { exports: object } = { exports: {} };
  const wrapped = script.runInThisContext() as (...parts: unknown[]) => void;
  wrapped(createRequire(filename), module, module.exports, filename, dirname(filename));
  return module.exports as Application;
}

function cacheFor(source: string): CodeCache | undefined {
  const { argv, env, execArgv } = process;
  const [first = 'scan'] = argv.slice(2);
  if (/^-(h|-help|V|-version)$/.test(first) || first === 'help' || first === 'explain') return undefined;
  return new CodeCache({ source, command: CACHED.has(first) ? first : 'scan', execArgv, env });
}
