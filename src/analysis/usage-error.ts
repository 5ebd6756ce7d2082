/**
 * What was asked for can't be done, and the person who asked can mend it: a folder that is not there, an address that
 * names nothing. The command line prints it and ends with status 2.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What to do instead, where there is more to say than what is wrong. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
