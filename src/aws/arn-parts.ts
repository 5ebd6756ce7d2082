import { type Hole, literal, type SymbolicString, symbolic } from './symbolic.js';

/**
 * The six parts of an ARN: `arn`, partition, service, region, account, resource. Fewer where the text has fewer colons.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function arnParts(whole: SymbolicString): readonly SymbolicString[] {
  const parts: SymbolicString[] = [symbolic()];
  const append = (piece: string | Hole) => {
    parts[parts.length - 1] = symbolic(parts.at(-1) ?? '', piece);
  };
  for (const part of whole.parts) {
    if (typeof part !== 'string') {
      append(part);
      continue;
    }
    let rest = part;
    for (let colon = rest.indexOf(':'); colon >= 0 && parts.length < 6; colon = rest.indexOf(':')) {
      append(rest.slice(0, colon));
      parts.push(symbolic());
      rest = rest.slice(colon + 1);
    }
    append(rest);
  }
  return parts;
}

/** The account of an ARN: twelve digits or a hole. `undefined` where it has none, or a pattern. */
export function accountInArn(text: SymbolicString): string | Hole | undefined {
  const parts = arnParts(text);
  const [start, , , , account] = parts;
  if (parts.length < 6 || !start || !account || literal(start) !== 'arn' || account.parts.length !== 1)
    return undefined;
  const [piece] = account.parts;
  return typeof piece === 'string' && !isAccountId(piece) ? undefined : piece;
}

/** The ARN with that in the place of its account. */
export function withAccount(arn: SymbolicString, account: string | Hole): SymbolicString {
  const [start = '', ...rest] = arnParts(arn).map((part, at) => (at === 4 ? symbolic(account) : part));
  return symbolic(start, ...rest.flatMap((part) => [':', part]));
}

/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}
