/** The policy that lets a principal read an account as far as reading goes, and no further. */
import { allCalls } from './calls.js';

/** What `--simulate` asks. */
export const SIMULATE = 'iam:SimulatePrincipalPolicy';

export interface ReaderPolicyOptions {
  /** With what the comparison with AWS's own decisions needs. */
  readonly simulate?: boolean;
}

/** The actions that {@link readerPolicy} allows. */
export function readerActions({ simulate = false }: ReaderPolicyOptions = {}): readonly string[] {
  const actions = new Set([...allCalls().flatMap((call) => call.actions), ...(simulate ? [SIMULATE] : [])]);
  return [...actions].toSorted();
}

/**
 * All that is read are descriptions: no action gives the contents of a store, a secret, a queue, or code. Reading can't be
 * narrowed to resources, since what there is has to be found first.
 */
export function readerPolicy(options: ReaderPolicyOptions = {}): string {
  const statement = { Sid: 'ChokepointReads', Effect: 'Allow', Action: readerActions(options), Resource: '*' };
  return `${JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 2)}\n`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: of a managed policy, without white space. */
export const MANAGED_POLICY_LIMIT = 6144;
