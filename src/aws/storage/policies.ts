/** The policies that resources have of their own, wherever Terraform writes them. */
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { object, string, tuple } from '#model/values/make.js';
import { supplyFor } from '../assumption.js';
import type { Gate, Iam, ResourcePolicy, UnknownPolicy } from '../iam/decision.js';
import type { PolicyDocument } from '../iam/policy.js';
import { evidenceOf } from '../premise.js';
import { flagOf, isSet, itemsOf, textOf } from '../reading.js';
import { SERVICES } from '../services/registry.generated.js';
import type { ResourcePolicyType } from '../services/service.js';
import { bucketGates } from './public-access.js';
import type { Settings } from './settings.js';

export interface ResourcePolicies {
  /** `undefined` for one without a policy. */
  of(resource: Resource): ResourcePolicy | undefined;
}

export const POLICY_TYPES: readonly ResourcePolicyType[] = SERVICES.flatMap(
  ({ resourcePolicies = [] }) => resourcePolicies,
);

const TYPES: ReadonlyMap<string, ResourcePolicyType> = new Map(
  POLICY_TYPES.flatMap((type) => type.of.map((of): [string, ResourcePolicyType] => [of, type])),
);

/** What AWS says of the policies of resources of that type; `undefined` where they have none, or none is known here. */
export function policyTypeOf(type: string): ResourcePolicyType | undefined {
  return TYPES.get(type);
}

export function resourcePoliciesOf(settings: Settings, iam: Iam): ResourcePolicies {
  const known = new Map<string, ResourcePolicy | undefined>();
  return {
    of(resource) {
      if (!known.has(resource.address)) known.set(resource.address, read(resource, settings, iam));
      return known.get(resource.address);
    },
  };
}

interface Written {
  readonly resource: Resource;
  readonly attribute: string;
  readonly document: PolicyDocument;
}

function read(owner: Resource, settings: Settings, iam: Iam): ResourcePolicy | undefined {
  const type = TYPES.get(owner.type);
  if (!type) return undefined;
  const written = writtenPolicies(owner, type, settings).flatMap((place): Written[] => {
    const document = iam.documentOf(place.resource, place.attribute);
    return document ? [{ ...place, document }] : [];
  });
  if (written.length === 0 && type.decides === 'beside-identity') return undefined;
  const unread = written.find(({ document }) => document.incomplete && document.statements.length === 0);
  return {
    type,
    documents: [...written.map(({ document }) => document), ...grantsBeside(owner, type, settings, iam)],
    byDefault: written.length === 0,
    everybody: gatesOf(owner, type, settings),
    ...(unread ? { unknown: unknownPolicy(owner, unread) } : {}),
  };
}

function writtenPolicies(owner: Resource, type: ResourcePolicyType, settings: Settings): Omit<Written, 'document'>[] {
  return type.written.flatMap(({ type: written, attribute, owner: names }) => {
    if (names === undefined) return written === owner.type ? [{ resource: owner, attribute }] : [];
    return settings.of(owner, written, names).map((resource) => ({ resource, attribute }));
  });
}

function unknownPolicy(owner: Resource, { resource, attribute }: Written): UnknownPolicy {
  const value = resource.attribute(attribute);
  return {
    resource,
    name: owner.address,
    evidence: evidenceOf(resource, attribute, value),
    supply: supplyFor(value),
  };
}

/** Each as a policy that lets its principal do what it lists. */
function grantsBeside(
  owner: Resource,
  { grants }: ResourcePolicyType,
  settings: Settings,
  iam: Iam,
): readonly PolicyDocument[] {
  if (!grants) return [];
  const prefix = SERVICES.find(({ resourcePolicies }) =>
    resourcePolicies?.some((each) => each.grants === grants),
  )?.prefix;
  return settings.of(owner, grants.type, grants.owner).flatMap((resource) => {
    const principal = resource.attribute(grants.principal);
    const actions = itemsOf(resource.attribute(grants.actions)).flatMap((item) => textOf(item) ?? []);
    if (!isSet(principal) || actions.length === 0) return [];
    const statement: [string, Value][] = [
      ['Effect', string('Allow')],
      ['Principal', object([['AWS', principal]])],
      ['Action', tuple(actions.map((action) => string(`${prefix}:${action}`)))],
      ['Resource', string('*')],
    ];
    // What the limits come to is not followed: an operator that nobody knows keeps it undecided.
    if (resource.blocks(grants.limits).length > 0) {
      statement.push(['Condition', object([[grants.limits, object([[grants.limits, string('')]])]])]);
    }
    return [iam.documentFrom(resource, grants.actions, object([['Statement', tuple([object(statement)])]]))];
  });
}

function gatesOf(owner: Resource, type: ResourcePolicyType, settings: Settings): ResourcePolicy['everybody'] {
  const { publicAccess } = type;
  if (publicAccess === 'bucket-settings') return bucketGates(owner, settings);
  const gate: Gate = isBlocked(owner, type, settings) ? 'closed' : 'open';
  return { stranger: gate, account: gate };
}

/** AWS refuses a policy for everybody. */
function isBlocked(owner: Resource, type: ResourcePolicyType, settings: Settings): boolean {
  const { publicAccess } = type;
  if (typeof publicAccess === 'string') return publicAccess === 'always-blocked';
  return writtenPolicies(owner, type, settings).some(
    ({ resource }) => flagOf(resource.attribute(publicAccess.blockedBy)) === true,
  );
}
