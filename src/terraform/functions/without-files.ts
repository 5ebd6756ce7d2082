import type { Value } from '#model/value.js';
import { failure, type Outcome } from '#model/values/failure.js';
import { callFunction, DEFAULT_LIMITS, type FunctionContext } from './index.js';

/** Calls a built-in function that needs no files: those that do fail. */
export function callWithoutFiles(name: string, args: readonly Value[]): Outcome {
  return callFunction(name, args, CONTEXT);
}

const NO_FILES = failure('unreadable', 'no file is read here');
const CONTEXT: FunctionContext = {
  readFile: () => NO_FILES,
  listFiles: () => NO_FILES,
  renderTemplate: () => NO_FILES,
  moduleDir: '.',
  rootDir: '.',
  cwd: '/',
  limits: DEFAULT_LIMITS,
};
