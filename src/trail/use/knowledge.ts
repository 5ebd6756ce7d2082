/** Whether a permission is used: yes, not in this time, or: the trail can't tell. */
import { expandAction, isReading, servicePrefix } from '#aws/iam/actions.js';
import type { Principal } from '#aws/iam/policy.js';
import { literal, type SymbolicString } from '#aws/symbolic.js';
import type { AskedPermission, KnownUse, PermissionUse, UsedPermission } from '#harden/use.js';
import { ROLE_TAKERS } from '#aws/iam/role-takers.generated.js';
import { PASSING_EVENTS } from '../actions/fields.js';
import { mayCover } from './arns.js';
import { loggingOf } from '../actions/logging.js';
import { LEFT_OUT, type Coverage } from './coverage.js';
import type { ActionUse, Caller, Callers, Tally } from './callers.js';
import { accountOfCaller, callersWho, nameOf } from './principals.js';

/** A permission with what the trail shows of it. */
export interface Use extends PermissionUse {
  readonly allowed: Tally;
  readonly denied: Tally;
  /** ARNs that it was used on, as far as events tell. */
  readonly on: readonly string[];
}

const NOTHING: Tally = { count: 0, first: undefined, last: undefined, addresses: new Map(), sessions: new Map() };

export class Knowledge implements KnownUse {
  readonly #coverage: Coverage;
  readonly #callers: Callers;
  readonly #byPrincipal = new Map<string, readonly Caller[]>();
  /** Some principal of the configuration is in the trail: it is a trail of what the configuration makes. */
  readonly #isRelated: boolean;

  constructor(coverage: Coverage, callers: Callers, principals: readonly Principal[]) {
    this.#coverage = coverage;
    this.#callers = callers;
    this.#isRelated = principals.some((principal) => this.callersFor(principal).length > 0);
  }

  callersFor(principal: Principal): readonly Caller[] {
    const key = `${principal.kind} ${principal.account.key} ${principal.name.key}`;
    let known = this.#byPrincipal.get(key);
    if (!known) this.#byPrincipal.set(key, (known = callersWho(principal, this.#callers.all)));
    return known;
  }

  of(permission: AskedPermission): Use {
    const actions = /[*?]/.test(permission.action) ? expandAction(permission.action) : [permission.action];
    const found = actions.flatMap((action) => this.#usesOf({ ...permission, action }));
    const allowed = added(found.map((each) => each.allowed));
    const denied = added(found.map((each) => each.denied));
    const on = [
      ...new Set(
        found.flatMap(({ resource, allowed: { count } }) => (count > 0 && resource !== null ? [resource] : [])),
      ),
    ];
    const tallies = { allowed, denied, on: on.toSorted() };
    if (allowed.count > 0) return { answer: 'used', why: usedText(allowed), days: this.#coverage.days, ...tallies };
    const hidden = this.#whyNotKnown(permission, actions);
    if (hidden !== undefined) return { answer: 'not-known', why: hidden, days: 0, ...tallies };
    const days = this.#daysOf(permission.principal);
    return {
      answer: 'unused',
      why: `not used in ${days} ${days === 1 ? 'day' : 'days'} of trail, ${lastSeen(denied)}`,
      days,
      ...tallies,
    };
  }

  *uses(principals: readonly Principal[]): Generator<UsedPermission> {
    for (const principal of principals) {
      for (const { uses } of this.callersFor(principal)) {
        for (const { action, resource, allowed } of [...uses.values()].flat()) {
          if (allowed.count === 0) continue;
          yield { principal, action, on: resource ?? undefined, why: usedText(allowed) };
        }
      }
    }
  }

  #usesOf({ principal, action, on }: AskedPermission): readonly ActionUse[] {
    const all = this.callersFor(principal).flatMap(({ uses }) => uses.get(action.toLowerCase()) ?? []);
    return all.filter(({ resource }) => resource === null || on === undefined || mayCover(on, resource));
  }

  #whyNotKnown({ principal, on }: AskedPermission, actions: readonly string[]): string | undefined {
    if (actions.length === 0) return 'which actions it stands for is not documented';
    const unsure = this.#whyNotSeen(principal);
    if (unsure !== undefined) return unsure;
    const passing = this.#mayHavePassed(principal);
    const hidden = actions.flatMap((action) => {
      if (passing && loggingOf(action).kind === 'passed') return [{ action, why: PASSED_UNSEEN }];
      const why = this.#whyNotShown(action, on, this.#accountsOf(principal));
      return why === undefined ? [] : [{ action, why }];
    });
    const [first] = hidden;
    if (!first) return undefined;
    return actions.length === 1
      ? first.why
      : `of ${hidden.length} of the ${actions.length} actions that it stands for, such as ${first.action}, ${first.why}`;
  }

  #whyNotSeen(principal: Principal): string | undefined {
    if (principal.kind === 'group') return 'a group acts through its members';
    if (nameOf(principal) === undefined) return 'its name is known only after apply; with --plan it is';
    if (this.#coverage.events === 0) return 'the trail has no events';
    if (!this.#isRelated)
      return 'no role or user of the configuration is in the trail: it may be that of another account';
    const accounts = this.#accountsOf(principal);
    if (accounts.length === 0) return `the trail has no events of account ${principal.account.id ?? ''}`;
    return undefined;
  }

  /** The accounts in which it may be: its own, those in which it was seen, or all of the trail. */
  #accountsOf(principal: Principal): readonly string[] {
    const { id } = principal.account;
    const { accounts } = this.#coverage;
    if (id !== undefined) return accounts.filter((account) => account === id);
    const seen = [...new Set(this.callersFor(principal).map(accountOfCaller))].filter((account) =>
      accounts.includes(account),
    );
    return seen.length > 0 ? seen : accounts;
  }

  /** Calls that hand on a role are known of some services; of a principal that writes in others that take roles, they are not. */
  #mayHavePassed(principal: Principal): boolean {
    return this.callersFor(principal).some(({ uses }) =>
      [...uses].some(([action, all]) => mayPassUnseen(action) && all.some(({ allowed: { count } }) => count > 0)),
    );
  }

  #whyNotShown(action: string, on: SymbolicString | undefined, accounts: readonly string[]): string | undefined {
    const { kind } = loggingOf(action);
    if (kind === 'none') return 'CloudTrail records no event of it';
    if (kind === 'unknown') return 'it is not known that CloudTrail records it under its own name';
    const coverage = this.#coverage;
    if (kind === 'data') {
      const isOn = (arn: string): boolean => on === undefined || mayCover(on, arn);
      return coverage.showsData(action, isOn) && isOneResource(on)
        ? undefined
        : 'it is a data event, and the trail has none of it from anybody: they may be off';
    }
    const prefix = servicePrefix(action);
    const wanted = kind === 'management' && isReading(action) ? 'read' : 'write';
    for (const account of accounts) {
      if (LEFT_OUT.has(prefix) && !coverage.hasService(account, prefix))
        return `the trail has no events of ${prefix}: it may leave them out`;
      if (!coverage.hasKind(account, wanted))
        return `the trail has no calls that ${wanted} in account ${account}: it may leave them out`;
      const region = regionOf(prefix, on);
      if (region !== undefined && !coverage.has(account, region))
        return `the trail has no events of ${region} in account ${account}`;
    }
    return undefined;
  }

  /** A role that is younger than the trail had less time. */
  #daysOf(principal: Principal): number {
    const created = this.#accountsOf(principal)
      .map((account) => this.#callers.created.get(`${account} ${principal.kind}/${nameOf(principal) ?? ''}`))
      .filter((time) => time !== undefined)
      .toSorted()
      .at(-1);
    const { days, last } = this.#coverage;
    if (created === undefined || last === undefined) return days;
    return Math.min(days, Math.max(0, Math.ceil((Date.parse(last) - Date.parse(created)) / DAY)));
  }
}

const DAY = 86_400_000;

/** Of data events nobody's on one bucket says anything of another. */
function isOneResource(on: SymbolicString | undefined): boolean {
  if (on === undefined) return false;
  const [, , , , , ...rest] = on.key.split(':');
  const resource = rest.join(':').replace(/\/\*$/, '');
  return resource !== '' && !/[*?]/.test(resource);
}

const PASSED_UNSEEN = 'it made calls that may pass a role, and whose events do not tell';
const TAKERS = new Set(ROLE_TAKERS.map(servicePrefix));
/** Of these every call that takes a role is among the events in which roles are looked for. */
const PASSED_SEEN = new Set(['ecs', 'lambda', 'iam']);
const PASSING = new Set(PASSING_EVENTS.map((event) => event.toLowerCase()));

function mayPassUnseen(action: string): boolean {
  const prefix = servicePrefix(action);
  if (!TAKERS.has(prefix) || PASSED_SEEN.has(prefix) || isReading(action)) return false;
  return !PASSING.has(action.slice(prefix.length + 1));
}

/** Services whose events are all in one Region: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html */
const GLOBAL = new Map([
  ['iam', 'us-east-1'],
  ['organizations', 'us-east-1'],
  ['cloudfront', 'us-east-1'],
]);

function regionOf(prefix: string, on: SymbolicString | undefined): string | undefined {
  const region = GLOBAL.get(prefix);
  if (region !== undefined) return region;
  const text = on && literal(on);
  const named = text?.split(':')[3];
  return named !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(named) ? named : undefined;
}

function added(tallies: readonly Tally[]): Tally {
  return tallies.reduce<Tally>((sum, each) => {
    return {
      count: sum.count + each.count,
      first: earlier(sum.first, each.first),
      last: later(sum.last, each.last),
      addresses: joined(sum.addresses, each.addresses),
      sessions: joined(sum.sessions, each.sessions),
    };
  }, NOTHING);
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other < one) ? other : one;
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}

function joined(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const all = new Map(one);
  for (const [key, count] of other) all.set(key, (all.get(key) ?? 0) + count);
  return all;
}

function usedText({ count, last }: Tally): string {
  const times = count === 1 ? 'once' : `${count.toLocaleString('en-US')} times`;
  return `used ${times}, last on ${dayIn(last)}`;
}

function lastSeen({ count, last }: Tally): string {
  return count === 0
    ? 'last seen never'
    : `and refused ${count === 1 ? 'once' : `${count} times`}, last on ${dayIn(last)}`;
}

function dayIn(time: string | undefined): string {
  return time?.slice(0, 10) ?? '';
}
