import type { Result } from '#analysis/result/result.js';

/** A way to print a result. */
export type Report = (result: Result, context: ReportContext) => string;

/** What a report may know besides the result. */
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
