/**
 * Taking an action away from a principal: the edits that fit how it was granted. Where a wildcard grants it, all that comes
 * to the same goes with it; a list of denials beside the wildcard would leave the rest.
 */
import type { Estate } from '#aws/estate.js';
import { expandAction } from '#aws/iam/actions.js';
import type { Grant } from '#aws/iam/decision.js';
import { namesTarget } from '#aws/iam/names-target.js';
import { matches } from '#aws/iam/pattern.js';
import type { Located } from '#aws/iam/policy.js';
import { literal } from '#aws/symbolic.js';
import type { Change } from '../../change.js';
import type { Proposal } from '../../control.js';
import { isAgentAction } from './agent-actions.js';
import { aimOf, isSame } from '../edit/aim.js';
import { byDenialInDocument, byDenialOfPrincipal, byDenyOfService, byInlineDenyOfService } from './by-denial.js';
import { isDetachable } from './detach.js';
import { coveringPatterns, narrowingOf, isWild } from './wildcard.js';
import { denyInline } from './principal.js';
import { quoted } from '../edit/render.js';
import { byHand, byNaming, made, named, needsAgent, type Removal } from './removed.js';
import { addStatement, isEditableDocument, removeAction, replacePattern } from './statement.js';
import { clustersOfNode } from '../containers/workload.js';

/** How many actions may take a wildcard's place before the list says less than a deny. */
const MAX_EXPANDED = 20;

/** The first choice. */
export function proposeRemoval(control: string, grant: Grant, estate: Estate): Proposal {
  const [first] = proposeRemovals(control, grant, estate);
  return first ?? byHand({ control, grant, estate, aim: undefined });
}

export function proposeRemovals(control: string, grant: Grant, estate: Estate): readonly Proposal[] {
  const { action, principal } = grant;
  if (isAgentAction(action) && clustersOfNode(principal, estate).length > 0) return [needsAgent(control, grant)];
  const whole = administering(grant, estate);
  // A deny of single actions is no limit to an administrator; one of everything is no limit but the end of the principal.
  if (whole) return [byName({ control, grant: whole, estate, aim: undefined }) ?? byHand({ control, grant, estate })];
  const removal: Removal = { control, grant, estate, aim: aimOf(grant, estate) };
  const offers = offersFor(removal).filter((offer) => offer !== undefined);
  return offers.length > 0 ? offers : [byHand(removal)];
}

/** The grant by which the statement makes the principal an administrator, if it does. */
function administering({ principal, statement }: Grant, estate: Estate): Grant | undefined {
  return estate.iam.administrator(principal).find((each) => each.statement.id === statement.id);
}

function offersFor(removal: Removal): readonly (Proposal | undefined)[] {
  const { grant, aim, estate } = removal;
  const name = byName(removal);
  if (name) return [name];
  if (!aim) return [byOthers(removal) ?? byDeny(removal) ?? byInlineDeny(removal)];
  const narrowed = byNarrowing(removal);
  if (aim.target) {
    const own = byOwnStatement(removal) ?? narrowed;
    if (isOneOfMany(removal)) return [own ?? byNaming(removal)];
    return [own, byDenialInDocument(removal) ?? byDenialOfPrincipal(removal)];
  }
  // A policy that is there for IAM is better detached than denied all that it allows.
  const inline = aim.kind === 'account' && isDetachable(grant, estate) ? undefined : byInlineDenyOfService;
  return [narrowed ?? byDenyOfService(removal) ?? inline?.(removal)];
}

/** The statement names the action: it goes from its list, with those that do the same. */
function byName(removal: Removal): Proposal | undefined {
  const { control, grant, aim } = removal;
  const { statement, actionPattern, action } = grant;
  const { document } = statement;
  const own = actionPattern && literal(actionPattern.text);
  if (!actionPattern || own === undefined || !isSame(own, action) || !isEditableDocument(document)) return undefined;
  const alike = aim?.alike ?? [action];
  const patterns = statement.actions.filter(({ text }) => alike.some((each) => isSame(each, literal(text) ?? '')));
  const changes = patterns.map((pattern) => removeAction(statement, pattern));
  const complete = changes.filter((change): change is Change => change !== undefined);
  if (complete.length < changes.length) return undefined;
  const paths = new Set(patterns.map(({ path }) => path));
  return made(removal, {
    id: `${control}:${statement.id}:${[...paths].join(',')}:${patterns.length > 1 ? '' : action}`,
    changes: complete,
    what: patterns.map(({ text }) => named(literal(text) ?? '')).join(', '),
    falsifies: (other) => other.statement.id === statement.id && paths.has(other.actionPattern?.path),
  });
}

/** The statement is for the target and nothing else: what it grants of the service goes. */
function byOwnStatement(removal: Removal): Proposal | undefined {
  const { control, grant, aim, estate } = removal;
  const { statement } = grant;
  const arn = aim?.target && estate.arnOf(aim.target);
  if (!aim || !arn || statement.notResources.length > 0 || !isEditableDocument(statement.document)) return undefined;
  const isItsOwn = ({ text }: Located): boolean => text.key === arn.key || /^[/:]/.test(behind(text.key, arn.key));
  const covering = statement.resources.every(isItsOwn) ? coveringPatterns(statement, aim) : undefined;
  const changes = covering?.map((pattern) => removeAction(statement, pattern)) ?? [];
  const complete = changes.filter((change) => change !== undefined);
  if (!covering || changes.length === 0 || complete.length < changes.length) return undefined;
  const paths = new Set(covering.map(({ path }) => path));
  return made(removal, {
    id: `${control}:own:${statement.id}:${[...paths].join(',')}`,
    changes: complete,
    what: `${covering.map(({ text }) => literal(text)).join(', ')} on ${aim.target?.address}`,
    why: aim.why,
    falsifies: (other) => other.statement.id === statement.id && paths.has(other.actionPattern?.path),
    width: 3,
  });
}

/** More than these are not denied one by one: what comes tomorrow would be open again, and nobody reads such a list. */
const MOST_DENIED = 5;

/** The wildcard covers many things of the kind. */
function isOneOfMany({ grant, aim, estate }: Removal): boolean {
  const { resources } = grant.statement;
  const covered = estate.stores.filter(
    ({ resource, arn }) =>
      resource.type === aim?.target?.type &&
      resources.some(({ text }) => matches(text, arn) === 'yes' && !namesTarget(text, arn)),
  );
  return covered.length > MOST_DENIED;
}

function behind(text: string, beginning: string): string {
  return text.startsWith(beginning) ? text.slice(beginning.length) : '';
}

/** The wildcards of the statement become what they grant beside the ways to the target. */
function byNarrowing(removal: Removal): Proposal | undefined {
  const { control, grant, aim } = removal;
  const { statement } = grant;
  const narrowing = aim && isEditableDocument(statement.document) ? narrowingOf(statement, aim) : undefined;
  if (!aim || !narrowing || narrowing.allows(grant.action)) return undefined;
  const { changes, wildcards, lost, onlyReading } = narrowing;
  return made(removal, {
    id: `${control}:narrow:${statement.id}:${aim.kind}:${aim.service}`,
    changes,
    what: aim.target ? `${aim.what} and all others` : aim.what,
    why: aim.why,
    uses: aim.target ? `uses ${wildcards.join(', ')} for more than what remains of it` : aim.uses,
    falsifies: (other) => other.statement.id === statement.id && !narrowing.allows(other.action),
    notes: [
      `What remains of ${wildcards.join(', ')}: ${aim.target ? (onlyReading ? 'actions that read settings' : 'the other actions') : 'actions that read IAM'}. No longer granted: ${lostText(lost, narrowing.granted)}.`,
    ],
    width: onlyReading ? 6 : widthOfLoss(lost.length) + (aim.target ? 1 : 0),
  });
}

const MOST_NAMED = 12;

function lostText(lost: readonly string[], granted: number): string {
  if (lost.length <= MOST_NAMED) return lost.join(', ');
  const shown = lost.slice(0, MOST_NAMED).join(', ');
  return `${lost.length} of ${granted} actions, including ${shown}`;
}

function widthOfLoss(count: number): number {
  if (count <= 1) return 2;
  if (count <= 5) return 3;
  return count <= 20 ? 4 : 5;
}

/** Puts the other actions in the place of a wildcard. */
function byOthers(removal: Removal): Proposal | undefined {
  const { control, grant } = removal;
  const { statement, actionPattern, action } = grant;
  const { document } = statement;
  const pattern = actionPattern && literal(actionPattern.text);
  if (!actionPattern || pattern === undefined || !isWild(pattern) || !isEditableDocument(document)) return undefined;
  const rest = expandAction(pattern).filter((each) => !isSame(each, action));
  if (rest.length === 0 || rest.length > MAX_EXPANDED) return undefined;
  const change = replacePattern(actionPattern, rest.map(quoted));
  if (!change) return undefined;
  return made(removal, {
    id: `${control}:${statement.id}:${actionPattern.path ?? ''}:${action}`,
    changes: [change],
    what: named(action),
    falsifies: (other) =>
      other.statement.id === statement.id &&
      isSame(other.action, action) &&
      other.actionPattern?.path === actionPattern.path,
    notes: [
      `The wildcard ${pattern} becomes the list of the other actions that it stands for today; actions that AWS adds later are not granted.`,
    ],
  });
}

/** An explicit deny beside the statement: it outweighs every other grant of whoever has the document. */
function byDeny(removal: Removal): Proposal | undefined {
  const { control, grant } = removal;
  const { statement, action } = grant;
  const { document } = statement;
  if (!isEditableDocument(document)) return undefined;
  const change = addStatement(statement, { effect: 'Deny', actions: [action], resources: ['"*"'] });
  return (
    change &&
    made(removal, {
      id: `${control}:deny:${document.id}:${action}`,
      changes: [change],
      what: named(action),
      falsifies: (other) =>
        isSame(other.action, action) && other.principal.policies.some((policy) => policy.document.id === document.id),
      notes: [denyNote(action)],
    })
  );
}

function byInlineDeny(removal: Removal): Proposal | undefined {
  const { control, grant, estate } = removal;
  const { principal, action } = grant;
  const change = denyInline({ principal, actions: [action], name: 'deny_unneeded_actions' }, estate.configuration);
  return (
    change &&
    made(removal, {
      id: `${control}:deny:${principal.address}:${action}`,
      changes: [change],
      what: named(action),
      falsifies: (other) => isSame(other.action, action) && other.principal.address === principal.address,
      notes: [denyNote(action)],
      onPrincipal: true,
    })
  );
}

function denyNote(action: string): string {
  return `An explicit deny outweighs every other policy: nothing else can grant ${action} to the same principal.`;
}
