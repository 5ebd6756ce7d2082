/** What the tables of calls say of each. */

/** One call of a service. */
export interface CallInfo {
  /** Where it is not `prefix:Call`. */
  readonly actions?: readonly string[];
  /** Types of which it lists the resources. Without, it is about a resource that another call listed. */
  readonly lists?: readonly string[];
  /** What can't be known where it is denied, as a clause. */
  readonly without: string;
}

export interface ServiceInfo {
  /** As in IAM actions. */
  readonly prefix: string;
  /** Its resources have no region. */
  readonly global?: boolean;
  readonly calls: Readonly<Record<string, CallInfo>>;
}
