import { accountInArn, isAccountId } from '../arn-parts.js';
import type { Assumption } from '../assumption.js';
import { literal, type SymbolicString } from '../symbolic.js';
import type { Account } from './account.js';

/** What is assumed about accounts, and what would settle it. */

export function sameAccount(one: Account, other: Account): Assumption {
  const [first, second] = one.own ? [other, one] : [one, other];
  return {
    what: `${first.provider} and ${second.provider} act in the same account`,
    origin: first.origin ?? second.origin,
    supply: whichAccounts([first, second].filter(({ id }) => id === undefined)),
  };
}

/** An account number in a policy, where the number of the account itself is unknown. */
export function accountNumbered(text: SymbolicString | undefined, account: Account): Assumption | undefined {
  const number = text && (numberIn(text) ?? literal(text));
  if (number === undefined || account.id !== undefined || !isAccountId(number)) return undefined;
  return {
    what: `${number} is the account of the provider ${account.provider}`,
    origin: account.origin,
    supply: whichAccounts([account]),
  };
}

function numberIn(text: SymbolicString): string | undefined {
  const piece = accountInArn(text);
  return typeof piece === 'string' ? piece : undefined;
}

function whichAccounts(accounts: readonly Account[]): string {
  const flags = accounts.map(({ label }) => `--account ${label}=ID`);
  return `Say which account ${accounts.length === 1 ? 'it is' : 'each is'} (${flags.join(' ')}).`;
}
