import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Place } from '../accounts/account.js';
import type { Accounts } from '../accounts/accounts.js';
import type { Arns } from '../arn.js';
import { accessOf } from './access.js';
import { REGION, type SymbolicString, symbolicOf } from '../symbolic.js';
import { resourceTagKey } from './condition.js';
import { allowsAcross, grantsAcross, numbered } from './crossing.js';
import type { Iam, Request, RequestTarget } from './decision.js';
import { documentsOf } from './documents.js';
import { administrationOf, grantsOf, isDenied, mayDo } from './grants.js';
import type { Principal } from './policy.js';
import { ownersOf } from './owners.js';
import { matches, type Names } from './pattern.js';
import { buildPrincipals, type Principals } from './principals.js';
import { assumptionOf, evaluateResourcePolicy, trustsService } from './resource-policy.js';
import { Trusting } from './trusting.js';

/**
 * The identity and access management of a configuration. Policies are read here; AWS-managed ones when a request first
 * needs them.
 */
export function buildIam(configuration: Configuration, arns: Arns): Iam {
  const { accounts } = arns;
  const canonical = remembered(arns.canonical);
  const documents = documentsOf(canonical);
  const arnOf = (resource: Resource) => {
    const arn = arns.arnOf(resource);
    return arn && canonical(arn);
  };
  const principals = buildPrincipals({ configuration, documents, accounts, arnOf, canonical });
  const names = ownersOf(configuration, arnOf);
  const lookup: Lookup = { configuration, accounts, names, principals, canonical, arnOf };
  const located = <R extends Asked>(request: R, by: Principal | undefined) => locate(request, by, lookup);
  const grants = (request: Request) => {
    const known = located(request, request.principal);
    return grantsAcross(numbered(grantsOf(request.principal, known), known), known.place.account, request);
  };
  let tagKeys: ReadonlySet<string> | undefined;
  let trusting: Trusting | undefined;
  return {
    principals: principals.all,
    principal: (address) => principals.byAddress(address),
    roleOf: (value, of) => roleOf(value, of, lookup),
    roleOfInstanceProfile: (value) => roleOfInstanceProfile(value, lookup),
    grants,
    access(request) {
      const { principal } = request;
      const context = { ...located(request, principal), service: undefined };
      const granted = principal ? numbered(grantsOf(principal, context), context) : [];
      return accessOf(context, granted, request.admitted === true);
    },
    mayDo,
    administrator: administrationOf,
    trusts: trustsService,
    maybeTrusting: (principal) => (trusting ??= new Trusting(principals.all)).of(principal),
    assumable(role, by) {
      const request: Request = {
        principal: by,
        action: 'sts:AssumeRole',
        target: { arn: role.arn, resource: role.resource },
        admitted: true,
      };
      // Most roles trust somebody else: that is asked first.
      const assumption = assumptionOf(role, by, names, () => grants(request));
      return assumption && !isDenied(by, located(request, by)) ? assumption : undefined;
    },
    documentOf: (resource, attribute) => documents.of(resource, attribute),
    documentFrom: (resource, attribute, value) => documents.parse(resource, attribute, value),
    evaluateResourcePolicy(document, request) {
      const known = located(request, request.principal);
      const decision = evaluateResourcePolicy(document, known);
      return { ...decision, allows: allowsAcross(decision.allows, request.principal?.account, known.place.account) };
    },
    documents: documents.read,
    diagnostics: documents.diagnostics,
    get tagKeysInConditions() {
      return (tagKeys ??= collectTagKeys(principals.all));
    },
  };
}

/** Callers ask again and again with the same strings. */
function remembered(canonical: (text: SymbolicString) => SymbolicString): (text: SymbolicString) => SymbolicString {
  const known = new WeakMap<SymbolicString, SymbolicString>();
  return (text) => {
    let result = known.get(text);
    if (!result) {
      result = canonical(text);
      known.set(text, result);
      known.set(result, result);
    }
    return result;
  };
}

type Asked = Pick<Request, 'target' | 'context'>;

/** The request with where it is made, and the names in it as policies have them. */
function locate<R extends Asked>(request: R, by: Principal | undefined, lookup: Lookup) {
  const { accounts, names, canonical, arnOf } = lookup;
  const { target, context } = request;
  const place = placeOf(target, by, accounts);
  const arn = target.arn ?? (target.resource && arnOf(target.resource));
  return {
    ...request,
    place,
    names,
    target: { ...target, arn: arn && canonical(accounts.within(arn, place)) },
    context: context && new Map([...context].map(([key, values]) => [key, values.map(canonical)] as const)),
  };
}

/** A request on no resource of the configuration is made where the caller is, in a region of its choice. */
function placeOf({ resource, within }: RequestTarget, by: Principal | undefined, accounts: Accounts): Place {
  const where = resource ?? within;
  return where ? accounts.of(where) : { account: by?.account ?? accounts.own, region: REGION };
}

interface Lookup {
  readonly configuration: Configuration;
  readonly accounts: Accounts;
  readonly names: Names;
  readonly principals: Principals;
  readonly canonical: (text: SymbolicString) => SymbolicString;
  readonly arnOf: (resource: Resource) => SymbolicString | undefined;
}

/** An instance profile in the place of a role stands for the role in it. */
function roleOf(
  value: Value | undefined,
  of: Resource | undefined,
  { configuration, principals }: Lookup,
): Principal | undefined {
  const referred = value?.ref && configuration.resource(value.ref.address);
  if (referred?.type === 'aws_iam_instance_profile') return principals.find('role', profileRole(referred), referred);
  return principals.find('role', value, of);
}

function roleOfInstanceProfile(value: Value | undefined, lookup: Lookup): Principal | undefined {
  const { configuration, principals, canonical, arnOf } = lookup;
  const referred = value?.ref && configuration.resource(value.ref.address);
  if (referred?.type === 'aws_iam_instance_profile') return principals.find('role', profileRole(referred), referred);
  const text = symbolicOf(value);
  if (!text) return undefined;
  const wanted = canonical(text);
  const profile = configuration.ofType('aws_iam_instance_profile').find((each) => {
    const name = symbolicOf(each.attribute('name'));
    if (name && canonical(name).key === wanted.key) return true;
    const arn = arnOf(each);
    return arn !== undefined && matches(wanted, arn, { exact: true }) === 'yes';
  });
  return profile && principals.find('role', profileRole(profile), profile);
}

/** `roles` is what `role` was called in old configurations; a profile holds one role at most. */
function profileRole(profile: Resource): Value | undefined {
  const role = profile.attribute('role');
  if (role) return role;
  const roles = profile.attribute('roles');
  return roles?.kind === 'list' || roles?.kind === 'set' || roles?.kind === 'tuple' ? roles.elements[0] : roles;
}

function collectTagKeys(principals: readonly Principal[]): ReadonlySet<string> {
  const keys = new Set<string>();
  const documents = principals.flatMap(({ policies, boundary }) => [
    ...policies.map(({ document }) => document),
    ...(boundary ? [boundary] : []),
  ]);
  for (const document of new Set(documents)) {
    for (const { key } of document.statements.flatMap((statement) => statement.conditions)) {
      const tag = resourceTagKey(key);
      if (tag !== undefined) keys.add(tag);
    }
  }
  return keys;
}
