import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Arns } from '../arn.js';
import { accountInArn, arnParts } from '../arn-parts.js';
import type { PolicyDocument, Principal, Statement } from '../iam/policy.js';
import { literal, type SymbolicString, symbolic } from '../symbolic.js';
import { accountId } from './evidence.js';
import { isStable } from './identity.js';

/**
 * The own account's id, where policies give it away: an ARN in one that names, in full, a resource of the configuration
 * apart from itself. With several such ids none is taken: then they are those of several environments, or of other accounts.
 *
 * This is good evidence and no proof, since another account may have something of the same name. So it makes ARNs with that
 * id match, and leaves those with others what they are without it: ARNs that may match.
 */
export function ownIdIn(configuration: Configuration, arns: Arns, policies: Policies): ReadonlySet<string> {
  const { accounts } = arns;
  if (accounts.own.id !== undefined) return NONE;
  const ids = new Set<string>();
  let names: ReadonlyMap<string, readonly Resource[]> | undefined;
  for (const { text, statement } of [...policies.documents].flatMap(numbered)) {
    names ??= namesOf(configuration, arns);
    const found = names.get(nameIn(text) ?? '') ?? [];
    const [resource] = found;
    const alone = resource && found.every((each) => accounts.of(each).account.own);
    if (alone && !belongsTo(statement.document, resource, policies.principals)) ids.add(accountId(text) ?? '');
  }
  for (const id of policies.documents.flatMap(sourceAccounts)) ids.add(id);
  return ids.size === 1 ? ids : NONE;
}

export interface Policies {
  readonly documents: readonly PolicyDocument[];
  readonly principals: readonly Principal[];
}

const NONE: ReadonlySet<string> = new Set();

/** ARNs with an account that is not yet known to be one of a provider configuration. */
function numbered({ statements }: PolicyDocument): { readonly text: SymbolicString; readonly statement: Statement }[] {
  return statements.flatMap((statement) => {
    const named = statement.principals?.flatMap(({ type, id }) => (type === 'AWS' ? [id] : [])) ?? [];
    const values = statement.conditions.flatMap((clause) => clause.values);
    return [...statement.resources, ...statement.notResources, ...named, ...values].flatMap(({ text }) => {
      const [first] = text.parts;
      const account = typeof first === 'string' && first.startsWith('arn:') ? accountInArn(text) : undefined;
      const open = typeof account === 'string' || (account && isStable(account) && !account.id.startsWith('<'));
      return open ? [{ text, statement }] : [];
    });
  });
}

/** Resources by what their ARN is without partition, region and account. */
function namesOf({ resources }: Configuration, arns: Arns): ReadonlyMap<string, readonly Resource[]> {
  const names = new Map<string, Resource[]>();
  for (const resource of resources) {
    const arn = resource.mode === 'managed' ? arns.arnOf(resource) : undefined;
    const name = arn && nameIn(arns.canonical(arn));
    if (name !== undefined) names.set(name, [...(names.get(name) ?? []), resource]);
  }
  return names;
}

/** Service and name of what an ARN names in full; what AWS adds to the name (`:*`, `-??????`) is left out. */
function nameIn(arn: SymbolicString): string | undefined {
  const [, , service, , , resource] = arnParts(arn);
  const parts = [...(resource?.parts ?? [])];
  const last = parts.at(-1);
  if (typeof last === 'object' && /\.(suffix|revision)$/.test(last.id)) parts.splice(-1, 1, '*');
  const name = symbolic(...parts).key.replace(/[:/-][*?]+$/, '');
  return service && name !== '' && !/[*?]/.test(name) ? `${service.key}:${name}` : undefined;
}

/** A role that names itself more likely means its namesake in another account. */
function belongsTo(document: PolicyDocument, resource: Resource, principals: readonly Principal[]): boolean {
  if (document.resource === resource) return true;
  return principals.some(
    (principal) => principal.resource === resource && principal.policies.some((policy) => policy.document === document),
  );
}

/**
 * A service assumes a role for the account in which the role is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
function sourceAccounts({ attribute, statements }: PolicyDocument): string[] {
  if (attribute !== 'assume_role_policy') return [];
  return statements
    .filter(({ principals }) => principals?.every(({ type }) => type === 'Service'))
    .flatMap(({ conditions }) => conditions)
    .filter(({ key, operator }) => key.toLowerCase() === 'aws:sourceaccount' && /^string(equals|like)$/i.test(operator))
    .flatMap(({ values }) => (values.length === 1 ? values.flatMap(({ text }) => literal(text) ?? []) : []))
    .filter((id) => /^\d{12}$/.test(id));
}
