/** What several members of the result are. */

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
