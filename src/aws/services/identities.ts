/** What is done to principals, by their kind: what AWS Identity and Access Management has that no other service has. */
export interface Identities {
  readonly create: ByKind<string>;
  /** Each gives the principal a policy that says what the caller likes. */
  readonly givesPolicy: ByKind<readonly string[]>;
  readonly takesInlinePolicy: ByKind<string>;
  readonly takesManagedPolicy: ByKind<string>;
  readonly boundary: Readonly<
    Record<'role' | 'user', { readonly remove: string; readonly replace: string; readonly source: string }>
  >;
  /** The first has a policy say something else, the second has it say what it said once. */
  readonly rewritesPolicy: { readonly create: string; readonly revert: string };
  /** Each makes credentials of a user; those that `replace` need some to be there. */
  readonly credentials: { readonly first: readonly string[]; readonly replace: readonly string[] };
  /** Each gives the caller what the principal may. */
  readonly rewrites: readonly IdentityRewrite[];
}

type ByKind<T> = Readonly<Record<'role' | 'user' | 'group', T>>;

export interface IdentityRewrite {
  /** Kebab-case: `trust-policy`. */
  readonly id: string;
  readonly of: 'role' | 'user';
  /** Any of these. */
  readonly actions: readonly string[];
  readonly source: string;
}
