import type { Estate } from '#aws/estate.js';
import type { Principal, PrincipalPattern, Statement } from '#aws/iam/policy.js';
import { display } from '#aws/symbolic.js';

/** A role that an identity not in the configuration can assume. */
export interface TrustedOutsider {
  readonly role: Principal;
  /** Who: `any AWS account`, `an identity of accounts.google.com`. */
  readonly who: string;
}

const ACCOUNT = /^(?:arn:[^:]*:iam::)?(\d{12})(?::.*)?$/;

/** Identities of other accounts, and federated ones. */
export function trustedOutsiders(estate: Estate): readonly TrustedOutsider[] {
  const known = new Set(estate.iam.principals.flatMap(({ account }) => account.id ?? []));
  return estate.iam.principals.flatMap((role) => {
    if (role.kind !== 'role' || role.resource.mode !== 'managed') return [];
    const who = (role.trust?.statements ?? []).flatMap((statement) => outsidersIn(statement, known));
    return who.length > 0 ? [{ role, who: [...new Set(who)].join(', ') }] : [];
  });
}

function outsidersIn({ effect, principals, conditions }: Statement, known: ReadonlySet<string>): string[] {
  if (effect !== 'Allow') return [];
  return (principals ?? []).flatMap((principal) => outsider(principal, conditions.length > 0, known) ?? []);
}

function outsider({ type, id }: PrincipalPattern, limited: boolean, known: ReadonlySet<string>): string | undefined {
  const text = display(id.text).replace(/^\{(.*)\}$/, '$1');
  if (type === 'Federated') return `an identity of ${text}`;
  if (type === '*' || (type === 'AWS' && text === '*'))
    return limited ? 'any principal that meets the conditions of its trust policy' : 'any AWS account';
  const account = type === 'AWS' ? ACCOUNT.exec(text)?.[1] : undefined;
  return account !== undefined && known.size > 0 && !known.has(account) ? `account ${account}` : undefined;
}
