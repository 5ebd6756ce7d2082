import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Estate } from '#aws/estate.js';
import { matches } from '#aws/iam/pattern.js';
import { symbolic } from '#aws/symbolic.js';
import { takenOf, type Taking } from '#harden/needs/loss.js';
import { lossesBetween } from '#harden/needs/taking.js';
import { estateOf } from './control-folder.js';
import { leaked } from './plan-of.js';

const ARN = 'arn:aws:dynamodb:eu-west-1:111111111111:table/';
const TABLES = ['orders', 'other', 'ledger', 'zone'];
const ACTIONS = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'];

const RUNS = { numRuns: 100 };

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: string;
}

const statement: fc.Arbitrary<Statement> = fc.record({
  Effect: fc.constantFrom<('Allow' | 'Deny')[]>('Allow', 'Allow', 'Allow', 'Deny'),
  Action: fc.uniqueArray(fc.constantFrom(...ACTIONS, 'dynamodb:*', 'dynamodb:*Item'), { minLength: 1, maxLength: 3 }),
  Resource: fc.constantFrom(...TABLES.map((table) => ARN + table), '*'),
});

/** A policy, and what may become of it: statements that go, that stand on less, or deny. */
const policies = fc
  .array(fc.tuple(statement, fc.constantFrom('kept', 'gone', 'fewer', 'narrow', 'denied')), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all) => ({ before: all.map(([each]) => each), after: all.flatMap(([each, fate]) => becomes(each, fate)) }));

function becomes(each: Statement, fate: string): Statement[] {
  // What denies stays: an edit takes, it gives nothing.
  if (each.Effect === 'Deny' || fate === 'kept') return [each];
  if (fate === 'gone') return [];
  if (fate === 'fewer') return each.Action.length > 1 ? [{ ...each, Action: each.Action.slice(1) }] : [];
  if (fate === 'narrow') return [{ ...each, Resource: `${ARN}orders` }].filter(() => each.Resource !== `${ARN}ledger`);
  return [each, { ...each, Effect: 'Deny' }];
}

function estate(statements: readonly Statement[]): Estate {
  return estateOf({ 'main.tf': leaked('ci', ...statements.map((each) => JSON.stringify(each))) });
}

function isAllowed({ iam }: Estate, action: string, table: string): boolean {
  const principal = iam.principal('aws_iam_user.ci');
  if (!principal) throw new Error('invariant: the user is there');
  return iam.grants({ principal, action, target: { arn: symbolic(ARN + table) } }).length > 0;
}

/** The taking speaks of the action on the table, and it is not among what stays. */
function says(
  { principal, action, resource, keeps = [], keepsActions = [] }: Taking,
  asked: string,
  table: string,
): boolean {
  const covers = (pattern: string, text: string): boolean =>
    matches(symbolic(pattern), symbolic(text), { ignoreCase: true }) === 'yes';
  return (
    principal === 'aws_iam_user.ci' &&
    covers(action, asked) &&
    !keepsActions.includes(asked) &&
    covers(resource, ARN + table) &&
    !keeps.some((kept) => covers(kept, ARN + table))
  );
}

/** Each action on each table, with whether it was allowed, is, and is said to be taken. */
function asked(first: readonly Statement[], second: readonly Statement[]) {
  const [before, after] = [estate(first), estate(second)];
  const { takes } = takenOf(lossesBetween(before, after));
  const all = ACTIONS.flatMap((action) =>
    TABLES.map((table) => ({
      what: `${action} ${table}`,
      was: isAllowed(before, action, table),
      is: isAllowed(after, action, table),
      by: takes.filter((taking) => says(taking, action, table)),
    })),
  );
  return { takes, all };
}

test('what was allowed and is not is said to be taken', () => {
  fc.assert(
    fc.property(policies, ({ before, after }) => {
      const { all } = asked(before, after);
      expect(all.filter(({ was, is, by }) => was && !is && by.length === 0)).toEqual([]);
    }),
    RUNS,
  );
});

test('an action that is said to be taken is not allowed any more, and each taking is of something that was', () => {
  fc.assert(
    fc.property(policies, ({ before, after }) => {
      const { all, takes } = asked(before, after);
      // Of a pattern, other statements may still allow parts.
      const wrong = all.filter(({ is, by }) => is && by.some(({ action }) => !action.includes('*')));
      expect(wrong).toEqual([]);
      const known = takes.filter(({ action }) => ACTIONS.includes(action));
      const idle = known.filter((taking) => !all.some(({ was, is, by }) => was && !is && by.includes(taking)));
      expect(idle).toEqual([]);
    }),
    RUNS,
  );
});

test.each([
  ['containers/remove-docker-socket', ['/var/run/docker.sock', '/sock']],
  ['containers/disable-privileged', []],
])('%s takes the mounts at %s', (control, paths) => {
  const [before, after] = ['before.tf', 'after.tf'].map((name) =>
    estateOf({ 'main.tf': readFileSync(`src/harden/controls/${control}/${name}`, 'utf8') }),
  );
  const { mounts } = takenOf(lossesBetween(before!, after!));
  expect([...new Set(mounts.map(({ path }) => path))]).toEqual(paths);
});
