/** The key of AWS KMS that whoever reads a store has to be allowed to use. */
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Arns } from '../arn.js';
import { supplyFor } from '../assumption.js';
import type { RequestTarget } from '../iam/decision.js';
import type { Links } from '../link.js';
import { evidenceOf } from '../premise.js';
import { shown, tagsOf, textOf } from '../reading.js';
import type { ResourcePolicyType, Service, StoreType } from '../services/service.js';
import { DNS_SUFFIX, REGION, type SymbolicString, symbolic, symbolicOf } from '../symbolic.js';
import { policyTypeOf, type ResourcePolicies } from './policies.js';
import type { Found, Settings } from './settings.js';

export interface StoreKey {
  /** `account`: the service's own key there, which lets the principals of the account use it and nobody else. */
  readonly kind: 'account' | 'customer';
  readonly target: RequestTarget;
  /** What a request to decrypt carries that a service makes for the reader. */
  readonly context: ReadonlyMap<string, readonly SymbolicString[]>;
}

export interface KeyContext {
  readonly links: Links;
  readonly arns: Arns;
  readonly settings: Settings;
  readonly policies: ResourcePolicies;
}

/** `undefined` where nobody is asked about a key. */
export function storeKey(
  store: Resource,
  { encryption }: StoreType,
  { prefix }: Service,
  context: KeyContext,
): StoreKey | undefined {
  if (!encryption) return undefined;
  const { settings } = context;
  const through = new Map([['kms:viaservice', [symbolic(prefix, '.', REGION, '.', DNS_SUFFIX)]]]);
  const own: StoreKey = { kind: 'account', target: { arn: undefined }, context: through };
  const named = settings.first(store, encryption.key);
  if (!named) {
    const algorithm = encryption.managedIf && settings.first(store, encryption.managedIf.settings);
    const managed = algorithm && encryption.managedIf?.is.test(textOf(algorithm.value) ?? '');
    return managed || encryption.unset === 'aws-managed' ? own : undefined;
  }
  const key = keyOf(named.value, context);
  if (key === 'account') return own;
  return { kind: 'customer', target: key ? targetOf(key, context) : unknownKey(named), context: through };
}

const ALIAS = 'aws_kms_alias';
const KEYS = policyTypeOf('aws_kms_key')?.of ?? [];
const MAX_HOPS = 4;

/** The key that a value stands for: by reference, through an alias, through a data source that looks one up. */
function keyOf(value: Value | undefined, context: KeyContext, hops = MAX_HOPS): Resource | 'account' | undefined {
  if (!value || hops === 0) return undefined;
  const { links } = context;
  if (/(^|:)alias\/aws\//.test(textOf(value) ?? '')) return 'account';
  const key = links.to(value, ...KEYS);
  if (key?.mode === 'managed') return key;
  if (key) return keyOf(key.attribute('key_id'), context, hops - 1);
  const alias = links.to(value, ALIAS);
  return alias && keyOf(alias.attribute(alias.mode === 'data' ? 'name' : 'target_key_id'), context, hops - 1);
}

function targetOf(key: Resource, { arns, policies }: KeyContext): RequestTarget {
  return { arn: arns.arnOf(key), resource: key, policy: policies.of(key), tags: tagsOf(key) };
}

/** A key known only by its name. */
function unknownKey({ value, resource, path }: Found): RequestTarget {
  const type: ResourcePolicyType | undefined = policyTypeOf('aws_kms_key');
  const arn = symbolicOf(value);
  if (!type) return { arn };
  const name = `the key ${shown(value)}`;
  const unknown = { resource, name, evidence: evidenceOf(resource, path, value), supply: supplyFor(value) };
  const everybody = { stranger: 'closed', account: 'open' } as const;
  return { arn, policy: { type, documents: [], byDefault: false, everybody, unknown } };
}
