import type { Configuration, Resource } from '#terraform/resource.js';
import type { Value } from '#terraform/value.js';
import { arnsOf } from '../arn.js';
import { type SymbolicString, symbolicOf } from '../symbolic.js';
import { resourceTagKey } from './condition.js';
import type { Iam, Request, RequestTarget } from './decision.js';
import { documentsOf } from './documents.js';
import { administrationOf, grantsOf, isDenied, mayDo } from './grants.js';
import type { Principal } from './policy.js';
import { ownersOf } from './owners.js';
import { matches } from './pattern.js';
import { buildPrincipals, type Principals } from './principals.js';
import { assumptionOf, evaluateResourcePolicy, trustsService } from './resource-policy.js';

/**
 * The identity and access management of a configuration. Policies are read here; AWS-managed ones when a request first
 * needs them.
 */
export function buildIam(
  configuration: Configuration,
  arns: { arnOf(resource: Resource): SymbolicString | undefined },
): Iam {
  const canonical = remembered(arnsOf(configuration).canonical);
  const documents = documentsOf(canonical);
  const arnOf = (resource: Resource) => {
    const arn = arns.arnOf(resource);
    return arn && canonical(arn);
  };
  const principals = buildPrincipals({ configuration, documents, arnOf, canonical });
  const names = ownersOf(configuration, arnOf);
  const targetOf = (target: RequestTarget): RequestTarget => {
    const arn = target.arn ?? (target.resource && arnOf(target.resource));
    return { ...target, arn: arn && canonical(arn) };
  };
  const known = <R extends Pick<Request, 'target' | 'context'>>(request: R) => ({
    ...request,
    target: targetOf(request.target),
    names,
    context:
      request.context && new Map([...request.context].map(([key, values]) => [key, values.map(canonical)] as const)),
  });
  const grants = (request: Request) => grantsOf(request.principal, known(request));
  let tagKeys: ReadonlySet<string> | undefined;
  return {
    principals: principals.all,
    principal: (address) => principals.byAddress(address),
    roleOf: (value) => roleOf(value, configuration, principals),
    roleOfInstanceProfile: (value) => roleOfInstanceProfile(value, { configuration, principals, canonical, arnOf }),
    grants,
    mayDo,
    administrator: administrationOf,
    trusts: trustsService,
    assumable(role, by) {
      const request: Request = {
        principal: by,
        action: 'sts:AssumeRole',
        target: { arn: role.arn, resource: role.resource },
      };
      // Most roles trust somebody else: that is asked first.
      const assumption = assumptionOf(role, by, names, () => grants(request));
      return assumption && !isDenied(by, known(request)) ? assumption : undefined;
    },
    documentOf: (resource, attribute) => documents.of(resource, attribute),
    evaluateResourcePolicy: (document, request) => evaluateResourcePolicy(document, known(request)),
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

/** An instance profile in the place of a role stands for the role in it. */
function roleOf(value: Value | undefined, configuration: Configuration, principals: Principals): Principal | undefined {
  const referred = value?.ref && configuration.resource(value.ref.address);
  if (referred?.type === 'aws_iam_instance_profile') return principals.find('role', profileRole(referred));
  return principals.find('role', value);
}

interface Lookup {
  readonly configuration: Configuration;
  readonly principals: Principals;
  readonly canonical: (text: SymbolicString) => SymbolicString;
  readonly arnOf: (resource: Resource) => SymbolicString | undefined;
}

function roleOfInstanceProfile(value: Value | undefined, lookup: Lookup): Principal | undefined {
  const { configuration, principals, canonical, arnOf } = lookup;
  const referred = value?.ref && configuration.resource(value.ref.address);
  if (referred?.type === 'aws_iam_instance_profile') return principals.find('role', profileRole(referred));
  const text = symbolicOf(value);
  if (!text) return undefined;
  const wanted = canonical(text);
  const profile = configuration.ofType('aws_iam_instance_profile').find((each) => {
    const name = symbolicOf(each.attribute('name'));
    if (name && canonical(name).key === wanted.key) return true;
    const arn = arnOf(each);
    return arn !== undefined && matches(wanted, arn, { exact: true }) === 'yes';
  });
  return profile && principals.find('role', profileRole(profile));
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
