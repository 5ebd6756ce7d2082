/**
 * Denying a service on one target: beside a wildcard that can't be taken apart, or that is there for other targets too. It
 * denies what the document grants, wildcards as wildcards, wherever the target is reached, so that nothing stays of it.
 */
import type { Estate } from '#aws/estate.js';
import { expandAction } from '#aws/iam/actions.js';
import type { PolicyDocument, Statement } from '#aws/iam/policy.js';
import { reachOf } from '#aws/iam/reach.js';
import { matchActionPattern } from '#aws/iam/statement.js';
import { literal, symbolic } from '#aws/symbolic.js';
import type { Resource } from '#model/resource.js';
import type { Aim } from '../edit/aim.js';
import { arnTexts } from './arn-text.js';
import type { Place } from '../edit/place.js';
import { quoted } from '../edit/render.js';
import { isWild } from './wildcard.js';

export interface Denial {
  /** Denied on the target. */
  readonly actions: readonly string[];
  /** Denied altogether: what leads to the target and is asked about something else. */
  readonly beside: readonly string[];
  /** Behind the target's ARN, and instead of it. */
  readonly suffixes: readonly string[];
  readonly doors: readonly string[];
  denies(action: string): boolean;
}

/** What of the document is to be denied. */
export function denialOf({ statements }: PolicyDocument, aim: Aim): Denial {
  const granting = statements.filter(({ effect }) => effect === 'Allow').flatMap((each) => patternsOf(each, aim));
  const everything = `${aim.service}:*`;
  const actions = granting.includes(everything) ? [everything] : [...new Set(granting)].toSorted();
  const covers = (action: string) =>
    actions.some((pattern) => matchActionPattern(symbolic(pattern), symbolic(action)) === 'yes');
  return { actions, ...reachOf(aim.kind, covers), denies: covers };
}

function patternsOf(statement: Statement, aim: Aim): readonly string[] {
  const everything = `${aim.service}:*`;
  if (statement.notActions.length > 0) return [everything];
  return statement.actions.flatMap(({ text }) => {
    const pattern = literal(text);
    if (pattern === undefined) return text.key.includes(':') ? [] : [everything];
    if (!isWild(pattern)) return aim.takes(pattern) ? [pattern] : [];
    if (!expandAction(pattern).some(aim.takes)) return [];
    return pattern.toLowerCase().startsWith(`${aim.service}:`) ? [pattern] : [everything];
  });
}

/** The ARNs of the target, its parts and what leads to it, as they are written there; `undefined` where they can't be. */
export function deniedTexts(
  { suffixes, doors }: Denial,
  target: Resource,
  where: { readonly place: Place; readonly module: string; readonly estate: Estate },
): readonly string[] | undefined {
  const own = arnTexts(target, where, suffixes);
  return own && [...own, ...doors.map(quoted)];
}
