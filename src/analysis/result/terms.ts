/** What several members of the result are. */
import type { SourceRange } from '#model/diagnostic.js';

/**
 * @integer
 * @minimum 0
 */
export type Count = number;

/** A Terraform address; a part inside the resource follows `#`. */
export type Address = string;

/** The folder of the root module, relative to root; `.` for root itself. */
export type RootModule = string;

/** The id of a path. */
export type PathId = string;

/** Relative to root. */
export type FilePath = string;

/** An address on the web. */
export type Reference = string;

/** The page about it, in the package: `docs/techniques/ID.md`. */
export type PagePath = string;

/** What in the configuration makes the step possible. */
export interface EvidenceResult {
  readonly address: Address;
  readonly attribute: string;
  /** What stands there; `absent` where the point is that nothing does. */
  readonly value: string;
  readonly source: SourceRange | null;
  /** It rests on something that can't be known before apply. */
  readonly assumed: boolean;
}
