import type { Explanation } from '#analysis/result/explanation.js';
import type { Result } from '#analysis/result/result.js';
import type { TrailResult } from '#trail/result.js';

/** What each command has printed. */
export interface Printed {
  readonly scan: Result;
  readonly harden: Result;
  readonly verify: Result;
  readonly explain: Explanation;
  readonly trail: TrailResult;
}

export type CommandName = keyof Printed;

/** A way to print. */
export type Printer<T> = (printed: T, context: ReportContext) => string;

/** A format of `--format`. One file below formats/, which has its name and exports it by it. */
export interface Format {
  /** What it is for, for `--help`: a clause. */
  readonly about: string;
  /** Its printers; it serves the commands that have one. */
  readonly prints: { readonly [Name in CommandName]?: Printer<Printed[Name]> };
}

export function defineFormat(format: Format): Format {
  return format;
}

/** What a format may know besides what it prints. */
export interface ReportContext {
  /** Line `line` (from 1) of a file, as named in the result; undefined where it can't be read. */
  readLine(file: string, line: number): string | undefined;
  /** Columns to fill. */
  readonly width: number;
  readonly color: boolean;
  /**
   * The flags that made the result what it is, as they are typed, for commands that go on from it: ` --var-file prod.tfvars`.
   * Empty, or with a space in front.
   */
  readonly flags: { readonly analysis: string; readonly plan: string };
  /** The plan is being written to the files. */
  readonly written: boolean;
}
