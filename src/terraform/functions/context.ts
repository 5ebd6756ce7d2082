import type { TextFile, Value } from '#model/value.js';
import type { Failure, Outcome } from '#model/values/failure.js';

/** What functions may ask of their surroundings. Paths are as the configuration writes them, relative to `cwd`. */
export interface FunctionContext {
  /** Confined to the scanned root. The failure's summary is `not-found`, `directory` or another reason. */
  readFile(path: string): { readonly bytes: Uint8Array; readonly file: TextFile } | Failure;
  /** The files below a folder, at any depth, relative to it, with forward slashes; or why they can't be listed. */
  listFiles(dir: string): readonly string[] | Failure;
  /** `path.module`, `path.root` and the absolute working folder. */
  readonly moduleDir: string;
  readonly rootDir: string;
  readonly cwd: string;
  /** Evaluates template text with only the given variables in scope. */
  renderTemplate(source: TextFile, vars: ReadonlyMap<string, Value>): Outcome;
  readonly limits: FunctionLimits;
}

/** Bounds on what one call may make. */
export interface FunctionLimits {
  /** Elements of a collection. */
  readonly elements: number;
  /** UTF-16 code units of a string. */
  readonly characters: number;
}

export const DEFAULT_LIMITS: FunctionLimits = { elements: 1_000_000, characters: 50_000_000 };
