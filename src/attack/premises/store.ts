/** Who can read a store: what the policies allow, and whether its key can be used. */
import type { Estate } from '#aws/estate.js';
import type { DataStore, StoreReading } from '#aws/storage/store.js';
import type { Access, AccessRequest, RequestTarget } from '#aws/iam/decision.js';
import { coverageOf } from '#aws/iam/part.js';
import type { Principal, Statement } from '#aws/iam/policy.js';
import { policyTypeOf } from '#aws/storage/policies.js';
import type { Resource } from '#model/resource.js';
import type { Fact, May } from '../fact.js';
import type { DeriveContext } from '../technique.js';
import { callersOf } from './caller.js';

const DECRYPT = 'kms:Decrypt';

/** What it takes to read a store. */
export interface MayRead {
  readonly needs: readonly Fact[];
  readonly action: string;
}

/** Ways in which a principal, or an anonymous caller, is allowed to read the store; its key is a separate question. */
export function* mayRead(
  store: DataStore,
  principal: Principal | undefined,
  context: DeriveContext,
): Generator<MayRead> {
  const plain = store.readings.filter((reading) => reading.with.length === 0);
  const any = context.mayAny(plain.flatMap((reading) => requests(store, reading, principal, context.estate)));
  if (any) yield { needs: [any], action: any.action };
  for (const reading of store.readings.filter((each) => each.with.length > 0)) {
    const all = together(store, reading, principal, context);
    const [first] = all ?? [];
    if (all && first) yield { needs: all, action: [reading.actions[0], ...reading.with].join(', ') };
  }
}

function together(
  store: DataStore,
  reading: StoreReading,
  principal: Principal | undefined,
  context: DeriveContext,
): readonly May[] | undefined {
  const first = context.mayAny(requests(store, reading, principal, context.estate));
  if (!first) return undefined;
  const target = targetOf(store, reading, context.estate);
  const others = reading.with.map((action) => context.may({ principal, action, target }));
  return others.includes(undefined) ? undefined : [first, ...others.filter((may) => may !== undefined)];
}

function requests(
  store: DataStore,
  reading: StoreReading,
  principal: Principal | undefined,
  estate: Estate,
): readonly AccessRequest[] {
  const target = targetOf(store, reading, estate);
  const possible = (action: string) =>
    target.policy !== undefined || (principal && estate.iam.mayDo(principal, action));
  return reading.actions.filter(possible).map((action) => ({ principal, action, target }));
}

/** Where anonymous callers read the store or are meant to, a policy that allows everyone gives principals of the account nothing more. */
function targetOf(store: DataStore, { target }: StoreReading, estate: Estate): RequestTarget {
  const { policy } = target;
  if (!policy || !(store.isForPublic || isOpenToStrangers(estate, store))) return target;
  return { ...target, policy: { ...policy, everybody: { ...policy.everybody, account: 'closed' } } };
}

/** The permission to use the key of the store; `closed` where there is none, empty where none is needed. */
export function mayDecrypt(
  { key }: DataStore,
  principal: Principal | undefined,
  { may }: DeriveContext,
): readonly May[] | 'closed' {
  if (!key || (key.kind === 'account' && principal)) return [];
  if (key.kind === 'account') return 'closed';
  const allowed = may({ principal, action: DECRYPT, target: key.target, context: key.context });
  return allowed ? [allowed] : 'closed';
}

/** Some principal could rewrite the policy of the resource. */
export function isRewritable({ type }: Resource, estate: Estate): boolean {
  return policyTypeOf(type)?.rewrites.some((action) => callersOf(estate, action).length > 0) ?? false;
}

const open = new WeakMap<DataStore, boolean>();

/** Whether anyone without credentials for the account can read the store, as far as is known. */
export function isOpenToStrangers(estate: Estate, store: DataStore): boolean {
  let known = open.get(store);
  if (known === undefined)
    open.set(store, (known = store.publicLists.length > 0 || strangersWays(estate, store).length > 0));
  return known;
}

/** It is meant to be public, and no part of it is kept from the public: reading it gains nothing. */
export function isNoLoss(estate: Estate, store: DataStore): boolean {
  if (!store.isForPublic || !isOpenToStrangers(estate, store)) return false;
  const statements = store.policy?.documents.flatMap((document) => document.statements) ?? [];
  return !statements.some((statement) => statement.effect === 'Deny' && keepsPart(statement, store));
}

/** The Deny covers part of what the store holds. */
function keepsPart({ conditions, resources }: Statement, { readings }: DataStore): boolean {
  if (conditions.some(({ key }) => key.toLowerCase().startsWith('s3:existingobjecttag/'))) return true;
  return readings.some(({ target }) => resources.some(({ text }) => coverageOf(text, target) === 'within'));
}

/** The ways in which the policies of the store and its key allow anyone to read it. */
export function strangersWays({ iam }: Estate, { policy, key, readings }: DataStore): readonly Access[] {
  if (!policy || key?.kind === 'account') return [];
  const ask = (action: string, target: RequestTarget, context?: AccessRequest['context']) =>
    iam.access({ principal: undefined, action, target, ...(context ? { context } : {}) });
  if (key && ask(DECRYPT, key.target, key.context).length === 0) return [];
  return readings.flatMap((reading) => {
    const allowed = reading.actions.flatMap((action) => ask(action, reading.target));
    return reading.with.every((action) => ask(action, reading.target).length > 0) ? allowed : [];
  });
}
