/** Taking a wildcard apart: what it grants beside the ways to a target stays. */
import { expandAction, isReading } from '#aws/iam/actions.js';
import type { Located, Statement } from '#aws/iam/policy.js';
import { matchActionPattern } from '#aws/iam/statement.js';
import { patternsFor } from '#aws/iam/wildcard.js';
import { literal, symbolic } from '#aws/symbolic.js';
import type { Change } from '../../change.js';
import type { Aim } from '../edit/aim.js';
import { quoted } from '../edit/render.js';
import { removeAction, replacePattern } from './statement.js';

export interface Narrowing {
  readonly changes: readonly Change[];
  /** The wildcards as they are written. */
  readonly wildcards: readonly string[];
  /** What they no longer grant, and how much they did. */
  readonly lost: readonly string[];
  readonly granted: number;
  /** The list would have been too long: of the wildcards nothing but reading is left. */
  readonly onlyReading: boolean;
  /** The statement may still allow the action. */
  allows(action: string): boolean;
}

/** How many patterns may take a wildcard's place, before the list says less than it should. */
const MAX_PATTERNS = 20;
const MAX_READING_PATTERNS = 30;

/** `undefined` where a pattern that is not of the one service grants the same, or can't be edited. */
export function narrowingOf(statement: Statement, aim: Aim): Narrowing | undefined {
  const covering = coveringPatterns(statement, aim);
  const wild = covering?.filter((each) => isWild(literal(each.text))) ?? [];
  if (!covering || wild.length === 0) return undefined;
  const all = narrowed({ statement, aim, covering, wild }, false, MAX_PATTERNS);
  if (all || !aim.target) return all;
  return narrowed({ statement, aim, covering, wild }, true, MAX_READING_PATTERNS);
}

/** The patterns that grant a way to the target; `undefined` where one grants actions of other services too, or is not known. */
export function coveringPatterns(statement: Statement, aim: Aim): readonly Located[] | undefined {
  if (statement.notActions.length > 0) return undefined;
  const covering = statement.actions.filter((each) => coversOne(each, aim));
  return covering.every(({ text }) => isOfService(literal(text), aim)) ? covering : undefined;
}

interface Covering {
  readonly statement: Statement;
  readonly aim: Aim;
  /** Patterns that cover something that goes. */
  readonly covering: readonly Located[];
  readonly wild: readonly Located[];
}

function narrowed(
  { statement, aim, covering, wild }: Covering,
  onlyReading: boolean,
  most: number,
): Narrowing | undefined {
  const kept = new Map<Located, readonly string[]>();
  const all = new Set<string>();
  for (const pattern of wild) {
    const granted = expandAction(literal(pattern.text) ?? '');
    const rest = granted.filter((action) => !aim.takes(action) && (!onlyReading || isReading(action)));
    kept.set(pattern, patternsFor(rest));
    for (const action of granted) all.add(action);
  }
  if ([...kept.values()].flat().length > most) return undefined;
  // What is also named goes with the wildcard; what only a name grants is another grant.
  const names = covering.filter((each) => !kept.has(each) && wild.some((pattern) => coversName(pattern, each)));
  const changes = [...kept].map(([pattern, texts]) =>
    texts.length > 0 ? replacePattern(pattern, texts.map(quoted)) : removeAction(statement, pattern),
  );
  const removed = names.map((name) => removeAction(statement, name));
  const made = [...changes, ...removed].filter((change): change is Change => change !== undefined);
  if (made.length < changes.length + removed.length) return undefined;
  const untouched = statement.actions.filter((each) => !kept.has(each) && !names.includes(each));
  const left = [...untouched.map(({ text }) => text), ...[...kept.values()].flat().map((text) => symbolic(text))];
  const allows = (action: string) => left.some((text) => matchActionPattern(text, symbolic(action)) !== 'no');
  return {
    changes: made,
    wildcards: wild.map(({ text }) => literal(text) ?? ''),
    lost: [...all].filter((action) => !allows(action)).toSorted(),
    granted: all.size,
    onlyReading,
    allows,
  };
}

export function isWild(pattern: string | undefined): boolean {
  return pattern === undefined || /[*?]/.test(pattern);
}

/** A pattern that is not known may cover anything. */
function coversOne({ text }: Located, aim: Aim): boolean {
  const pattern = literal(text);
  if (pattern === undefined) return true;
  return isWild(pattern) ? expandAction(pattern).some(aim.takes) : aim.takes(pattern);
}

function isOfService(pattern: string | undefined, { service }: Aim): boolean {
  return pattern?.toLowerCase().startsWith(`${service}:`) === true;
}

function coversName(wild: Located, name: Located): boolean {
  return matchActionPattern(wild.text, name.text) === 'yes';
}
