/** What principals did, as far as a trail shows it. */
import { servicePrefix } from '#aws/iam/actions.js';
import { actionsOf } from '../actions/events.js';
import type { Trail } from '../answers.js';
import type { Answer, Question } from '../sql/query.js';
import { resourceOf } from './arns.js';

/** One caller, by the ARN of the role or the user, and what it did by action in lower case. */
export interface Caller {
  readonly arn: string;
  readonly account: string;
  readonly uses: ReadonlyMap<string, readonly ActionUse[]>;
}

/** Calls of one action on one resource; null where the event does not tell which. */
export interface ActionUse {
  readonly action: string;
  readonly resource: string | null;
  /** Calls that were not refused. Those that failed otherwise were allowed, as far as IAM goes. */
  readonly allowed: Tally;
  readonly denied: Tally;
}

export interface Tally {
  readonly count: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** The addresses that the calls came from, and the sessions that made them, with how many each. */
  readonly addresses: ReadonlyMap<string, number>;
  readonly sessions: ReadonlyMap<string, number>;
}

export interface Callers {
  readonly all: readonly Caller[];
  /** When a role or user was created, by `ACCOUNT role/NAME`, where the trail shows it. */
  readonly created: ReadonlyMap<string, string>;
}

interface Counting {
  count: number;
  first: string | undefined;
  last: string | undefined;
  readonly addresses: Map<string, number>;
  readonly sessions: Map<string, number>;
}

interface Using extends ActionUse {
  readonly allowed: Counting;
  readonly denied: Counting;
}

export async function callersOf(trail: Trail, question: Question): Promise<Callers> {
  const byArn = new Map<string, { arn: string; account: string; uses: Map<string, Using[]> }>();
  const created = new Map<string, string>();
  for await (const answer of trail.ask(question)) {
    const { caller, account, source, event } = answer.dimensions;
    if (typeof source !== 'string' || typeof event !== 'string') continue;
    noteCreation(answer, created);
    if (typeof caller !== 'string') continue;
    const known = byArn.get(caller) ?? { arn: caller, account: account ?? '', uses: new Map() };
    byArn.set(caller, known);
    for (const use of usesIn(answer, source, event)) addTo(known.uses, use, answer);
  }
  return { all: [...byArn.values()], created };
}

function noteCreation({ dimensions, first }: Answer, created: Map<string, string>): void {
  const { source, event, outcome, account, resource } = dimensions;
  if (source !== 'iam.amazonaws.com' || (event !== 'CreateRole' && event !== 'CreateUser') || outcome !== 'allowed')
    return;
  const key = `${account ?? ''} ${resource ?? ''}`;
  if ((created.get(key) ?? '') < first) created.set(key, first);
}

interface Use {
  readonly action: string;
  readonly resource: string | null;
}

/** A refused call took the action that its message names; one that was allowed took all that it needs, and those to pass roles. */
function usesIn({ dimensions }: Answer, source: string, event: string): Use[] {
  const { outcome, refused, resource, passed } = dimensions;
  const on = (action: string): string | null =>
    typeof resource === 'string' ? resourceOf(servicePrefix(action), resource, dimensions) : null;
  if (outcome === 'denied') {
    const action = refused ?? actionsOf(source, event)[0] ?? '';
    return [{ action, resource: on(action) }];
  }
  const roles = typeof passed === 'string' ? passed.split(' ') : [];
  return [
    ...actionsOf(source, event).map((action) => ({ action, resource: on(action) })),
    ...roles.map((role) => ({
      action: 'iam:PassRole',
      resource: /^arn:[^:]+:iam::\d*:role\//.test(role) ? role : null,
    })),
  ];
}

function addTo(uses: Map<string, Using[]>, { action, resource }: Use, answer: Answer): void {
  const key = action.toLowerCase();
  const ofAction = uses.get(key) ?? [];
  uses.set(key, ofAction);
  let use = ofAction.find((each) => each.resource === resource);
  if (!use && ofAction.length >= MOST_RESOURCES) use = ofAction.find((each) => each.resource === null);
  if (!use)
    ofAction.push(
      (use = {
        action,
        resource: ofAction.length >= MOST_RESOURCES ? null : resource,
        allowed: none(),
        denied: none(),
      }),
    );
  count(answer.dimensions['outcome'] === 'denied' ? use.denied : use.allowed, answer);
}

/** Beyond these, what a call was on is no longer kept apart. */
const MOST_RESOURCES = 1_000;
const MOST_PLACES = 1_000;

function none(): Counting {
  return { count: 0, first: undefined, last: undefined, addresses: new Map(), sessions: new Map() };
}

function count(tally: Counting, { dimensions, count: more, first, last }: Answer): void {
  tally.count += more;
  if (tally.first === undefined || first < tally.first) tally.first = first;
  if (tally.last === undefined || last > tally.last) tally.last = last;
  addIn(tally.addresses, dimensions['address'], more);
  addIn(tally.sessions, dimensions['session'], more);
}

function addIn(counts: Map<string, number>, of: string | null | undefined, more: number): void {
  if (typeof of !== 'string' || (counts.size >= MOST_PLACES && !counts.has(of))) return;
  counts.set(of, (counts.get(of) ?? 0) + more);
}
