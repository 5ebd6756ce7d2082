import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { membersOf } from '#model/values/partly.js';
import type { Account } from '../accounts/account.js';
import type { Accounts } from '../accounts/accounts.js';
import { accountInArn, withAccount } from '../arn-parts.js';
import { hasNameless, holeFor, type SymbolicString, symbolic, symbolicOf } from '../symbolic.js';
import type { Documents } from './documents.js';
import { managedPolicy, managedPolicyArn, managedPolicyByName, managedPolicyName } from './managed.js';
import { matches } from './pattern.js';
import type { AttachedPolicy, PolicyDocument, Principal } from './policy.js';

/**
 * Roles, users and groups with the policies that any resource gives them.
 *
 * Resources refer to a principal or policy by a reference, which is exact, or by a name or ARN as text, which is compared
 * symbolically. What refers to nothing in this configuration is somebody else's and left out.
 */
export interface Principals {
  readonly all: readonly Principal[];
  /** The one that a value in a resource stands for; undefined: whatever resource of the own account. */
  find(kind: Principal['kind'], value: Value | undefined, of: Resource | undefined): Principal | undefined;
  byAddress(address: string): Principal | undefined;
}

export interface PrincipalSources {
  readonly configuration: Configuration;
  readonly documents: Documents;
  readonly accounts: Accounts;
  readonly arnOf: (resource: Resource) => SymbolicString | undefined;
  readonly canonical: (text: SymbolicString) => SymbolicString;
}

/** A principal while its policies are collected. */
interface Draft extends Principal {
  readonly policies: AttachedPolicy[];
  boundary: PolicyDocument | undefined;
  incomplete: boolean;
}

/** A principal that a value may mean; `maybe` is what decides it. */
interface Possible {
  readonly principal: Draft;
  readonly maybe?: Value;
}

type Attachable = Pick<AttachedPolicy, 'document' | 'managedArn' | 'maybe'>;

/** Where a policy is attached, and the value that names it where that is not the attribute's. */
interface Attaching {
  readonly resource: Resource;
  readonly attribute: string;
  readonly value?: Value;
}

const KINDS = ['role', 'user', 'group'] as const;

export function buildPrincipals(sources: PrincipalSources): Principals {
  const collector = new Collector(sources);
  collector.attachInline();
  collector.attachManaged();
  collector.setBoundaries();
  collector.joinGroups();
  return collector;
}

class Collector implements Principals {
  readonly all: Draft[] = [];
  readonly #sources: PrincipalSources;
  readonly #byAddress = new Map<string, Draft>();
  readonly #byName = new Map<string, Draft>();
  readonly #policies: readonly { readonly resource: Resource; readonly arn: SymbolicString | undefined }[];

  constructor(sources: PrincipalSources) {
    this.#sources = sources;
    const { configuration, arnOf } = sources;
    this.#policies = managed(configuration, 'aws_iam_policy').map((resource) => ({ resource, arn: arnOf(resource) }));
    for (const mode of ['managed', 'data'] as const) {
      for (const kind of KINDS) {
        for (const resource of configuration.ofType(`aws_iam_${kind}`))
          if (resource.mode === mode) this.#add(kind, resource);
      }
    }
  }

  #add(kind: Principal['kind'], resource: Resource): void {
    const { arnOf, documents, accounts } = this.#sources;
    const name = this.#nameOf(kind, resource);
    const { account } = accounts.of(resource);
    const key = `${account.key}|${kind}:${name.key}`;
    const same = this.#byName.get(key);
    // A data source that looks up a principal of this same configuration is that principal.
    if (same && resource.mode === 'data') {
      this.#byAddress.set(resource.address, same);
      return;
    }
    const draft: Draft = {
      kind,
      address: resource.address,
      resource,
      account,
      arn: arnOf(resource) ?? symbolic({ id: `${resource.address}.arn` }),
      name,
      policies: [],
      boundary: undefined,
      trust: kind === 'role' ? documents.of(resource, 'assume_role_policy') : undefined,
      incomplete: resource.mode === 'data',
    };
    this.all.push(draft);
    this.#byAddress.set(resource.address, draft);
    if (!same) this.#byName.set(key, draft);
  }

  #nameOf(kind: Principal['kind'], resource: Resource): SymbolicString {
    const attribute = resource.mode === 'data' && kind !== 'role' ? `${kind}_name` : 'name';
    const name = symbolicOf(resource.attribute(attribute));
    return this.#sources.canonical(name && !hasNameless(name) ? name : symbolic(holeFor(resource.address, 'name')));
  }

  byAddress(address: string): Draft | undefined {
    return this.#byAddress.get(address);
  }

  find(kind: Principal['kind'], value: Value | undefined, of: Resource | undefined): Draft | undefined {
    const referred = value?.ref && this.#byAddress.get(value.ref.address);
    if (referred?.kind === kind) return referred;
    const text = symbolicOf(value);
    if (!text || hasNameless(text)) return undefined;
    const wanted = this.#sources.canonical(text);
    const { accounts } = this.#sources;
    const account = of ? accounts.of(of).account : accounts.own;
    const named = this.#byName.get(`${account.key}|${kind}:${wanted.key}`);
    if (named) return named;
    if (!wanted.key.includes(':')) return undefined;
    const near = inAccount(wanted, account);
    return this.all.find((each) => each.kind === kind && matches(near, each.arn, { exact: true }) === 'yes');
  }

  /** The principal that the value names; where it is one of several, each of them perhaps. */
  #possible(kind: Principal['kind'], value: Value | undefined, of: Resource): readonly Possible[] {
    const named = this.find(kind, value, of);
    if (named) return [{ principal: named }];
    if (value?.kind !== 'unknown') return [];
    return (value.oneOf ?? []).flatMap((each) => {
      const principal = this.find(kind, each, of);
      return principal ? [{ principal, maybe: value }] : [];
    });
  }

  attachInline(): void {
    const { configuration, documents } = this.#sources;
    for (const kind of KINDS) {
      for (const resource of managed(configuration, `aws_iam_${kind}_policy`)) {
        const document = documents.of(resource, 'policy');
        for (const { principal, ...maybe } of document
          ? this.#possible(kind, resource.attribute(kind), resource)
          : []) {
          if (document) principal.policies.push({ document, attachment: attachment(resource, 'policy'), ...maybe });
        }
      }
    }
    for (const role of this.all.filter((each) => each.kind === 'role')) this.#attachBlocks(role);
  }

  #attachBlocks(role: Draft): void {
    for (const [index, block] of role.resource.blocks('inline_policy').entries()) {
      const attribute = `inline_policy[${index}].policy`;
      const value = block.attribute('policy');
      if (!value || value.kind === 'null') continue;
      const document = this.#sources.documents.parse(role.resource, attribute, value);
      role.policies.push({ document, attachment: { resource: role.resource, attribute, origin: block.origin } });
      if (block.maybe) role.incomplete = true;
    }
  }

  attachManaged(): void {
    const { configuration } = this.#sources;
    for (const kind of KINDS) {
      for (const resource of managed(configuration, `aws_iam_${kind}_policy_attachment`)) {
        this.#attach(this.#possible(kind, resource.attribute(kind), resource), { resource, attribute: 'policy_arn' });
      }
      for (const resource of managed(configuration, `aws_iam_${kind}_policy_attachments_exclusive`)) {
        this.#attachList(this.#possible(kind, resource.attribute(`${kind}_name`), resource), resource, 'policy_arns');
      }
      for (const resource of managed(configuration, 'aws_iam_policy_attachment')) {
        for (const value of elements(resource.attribute(`${kind}s`))) {
          this.#attach(this.#possible(kind, value, resource), { resource, attribute: 'policy_arn' });
        }
      }
    }
    for (const role of this.all) this.#attachList([{ principal: role }], role.resource, 'managed_policy_arns');
  }

  #attachList(principals: readonly Possible[], resource: Resource, attribute: string): void {
    for (const [index, value] of elements(resource.attribute(attribute)).entries()) {
      this.#attach(principals, { resource, attribute: `${attribute}[${index}]`, value });
    }
  }

  #attach(principals: readonly Possible[], place: Attaching): void {
    const { resource, attribute, value = resource.attribute(attribute) } = place;
    const policies = principals.length === 0 ? [] : this.#possiblePolicies(value, resource);
    const origin = value?.origin ?? resource.origin;
    for (const { principal, maybe } of principals) {
      for (const policy of policies) {
        const decides = maybe ?? policy.maybe;
        const given = { ...policy, attachment: { resource, attribute, origin } };
        principal.policies.push(decides ? { ...given, maybe: decides } : given);
      }
      if (policies.length === 0) principal.incomplete = true;
    }
  }

  /** The policy that a value names; where it is one of several, each of them perhaps. */
  #possiblePolicies(value: Value | undefined, of: Resource): readonly Attachable[] {
    const named = this.#policy(value, of);
    if (named) return [named];
    if (value?.kind !== 'unknown') return [];
    return (value.oneOf ?? []).flatMap((each) => {
      const policy = this.#policy(each, of);
      return policy ? [{ ...policy, maybe: value }] : [];
    });
  }

  /** The policy that an ARN stands for. */
  #policy(value: Value | undefined, of: Resource): Attachable | undefined {
    const { configuration, documents, canonical, accounts } = this.#sources;
    const referred = value?.ref && configuration.resource(value.ref.address);
    if (referred?.type === 'aws_iam_policy') {
      if (referred.mode === 'data') return this.#lookedUp(referred);
      const document = documents.of(referred, 'policy');
      return document && { document };
    }
    const given = symbolicOf(value);
    if (!given) return undefined;
    const text = canonical(given);
    const name = managedPolicyName(text);
    if (name !== undefined) return { document: managedPolicy(name), managedArn: managedPolicyArn(name) };
    const near = inAccount(text, accounts.of(of).account);
    const own = this.#policies.find(({ arn }) => arn && matches(near, arn, { exact: true }) === 'yes');
    const document = own && documents.of(own.resource, 'policy');
    return document && { document };
  }

  /** `data "aws_iam_policy"` finds a policy by ARN or by name. */
  #lookedUp(data: Resource): Attachable | undefined {
    const arn = data.attribute('arn');
    if (arn) return this.#policy(arn, data);
    const given = symbolicOf(data.attribute('name'));
    const name = managedPolicyByName(given);
    if (name !== undefined) return { document: managedPolicy(name), managedArn: managedPolicyArn(name) };
    const own = this.#policies.find(({ resource }) => symbolicOf(resource.attribute('name'))?.key === given?.key);
    const document = given && own && this.#sources.documents.of(own.resource, 'policy');
    return document && { document };
  }

  setBoundaries(): void {
    for (const principal of this.all) {
      const value = principal.resource.attribute('permissions_boundary');
      if (!value || value.kind === 'null' || (value.kind === 'string' && value.value === '')) continue;
      principal.boundary = this.#policy(value, principal.resource)?.document ?? this.#unknownBoundary(principal, value);
    }
  }

  #unknownBoundary({ resource }: Principal, value: Value): PolicyDocument {
    const attribute = 'permissions_boundary';
    return { id: `${resource.address}:${attribute}`, resource, attribute, statements: [], value, incomplete: true };
  }

  joinGroups(): void {
    const { configuration } = this.#sources;
    const joined = new Set<string>();
    const join = (user: Draft | undefined, group: Draft | undefined) => {
      const key = `${user?.address} ${group?.address}`;
      if (!user || !group || joined.has(key)) return;
      joined.add(key);
      for (const policy of group.policies) user.policies.push({ ...policy, through: group.address });
      if (group.incomplete) user.incomplete = true;
    };
    for (const resource of managed(configuration, 'aws_iam_user_group_membership')) {
      const user = this.find('user', resource.attribute('user'), resource);
      for (const group of elements(resource.attribute('groups'))) join(user, this.find('group', group, resource));
    }
    for (const resource of managed(configuration, 'aws_iam_group_membership')) {
      const group = this.find('group', resource.attribute('group'), resource);
      for (const user of elements(resource.attribute('users'))) join(this.find('user', user, resource), group);
    }
  }
}

/** What a resource is given by its ARN is in the account of that resource. */
function inAccount(arn: SymbolicString, { id, piece }: Account): SymbolicString {
  return id === undefined && accountInArn(arn) !== undefined ? withAccount(arn, piece) : arn;
}

function managed(configuration: Configuration, type: string): readonly Resource[] {
  return configuration.ofType(type).filter((resource) => resource.mode === 'managed');
}

/** The elements of a list; of a list that is known in part those that are known, perhaps; an unknown list is one unknown element. */
function elements(value: Value | undefined): readonly Value[] {
  if (value === undefined || value.kind === 'null') return [];
  if (value.kind !== 'unknown' || !(value.members || value.oneOf)) {
    return value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple' ? value.elements : [value];
  }
  const { entries, rest } = membersOf(value);
  return [
    ...entries.map((entry) => (entry.maybe ? { ...value, oneOf: [entry.value] } : entry.value)),
    ...(rest ? [rest.value] : []),
  ];
}

function attachment(resource: Resource, attribute: string): AttachedPolicy['attachment'] {
  return { resource, attribute, origin: resource.attribute(attribute)?.origin ?? resource.origin };
}
