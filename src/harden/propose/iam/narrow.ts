/** Narrowing what a grant is for: the resources that the configuration shows it to be for. */
import type { Estate } from '#aws/estate.js';
import type { DataStore } from '#aws/storage/store.js';
import { actionInfo, expandAction, servicePrefix } from '#aws/iam/actions.js';
import type { Grant } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { NEW_WORKLOADS } from '#aws/services/facts.js';
import { literal } from '#aws/symbolic.js';
import { rolesOfExisting } from '#aws/workload-roles.js';
import type { Resource } from '#model/resource.js';
import type { Change } from '../../change.js';
import { arnTexts } from './arn-text.js';
import { addStatement, removeAction, replacePattern } from './statement.js';
import { placeOf } from '../edit/place.js';
import { storesOf } from '../containers/workload.js';

/** What the grant is for. */
export interface Purpose {
  readonly resources: readonly Resource[];
  /** Their ARNs, as they are written where the policy stands. */
  readonly arns: readonly string[];
  /** They are stores to read, not roles to pass. */
  readonly stores: boolean;
}

export function purposeOf(grant: Grant, estate: Estate): Purpose | undefined {
  const place = placeOf(grant.resourcePattern?.origin);
  const { resource } = grant.statement.document;
  if (!place || !resource) return undefined;
  const stores = grant.action.toLowerCase() !== 'iam:passrole';
  const resources = stores
    ? storesFor(grant, estate).map((store) => store.resource)
    : rolesToPass(grant.principal, estate).map((role) => role.resource);
  const arns = resources.map((each) => arnTexts(each, { place, module: resource.module, estate }));
  if (arns.length === 0 || arns.some((each) => each === undefined)) return undefined;
  return { resources, stores, arns: arns.flatMap((each) => each ?? []) };
}

/** Roles of workloads of the kinds that the principal may make or start. */
export function rolesToPass(principal: Principal, estate: Estate): readonly Principal[] {
  const made = NEW_WORKLOADS.filter(({ needs: [makes = []], alsoPassing = [] }) =>
    [...makes, ...alsoPassing].some((action) => estate.iam.mayDo(principal, action)),
  );
  const roles = made.flatMap((workload) => rolesOfExisting(workload, estate));
  return [...new Map(roles.map((role) => [role.address, role])).values()];
}

function storesFor(grant: Grant, estate: Estate): readonly DataStore[] {
  const service = servicePrefix(grant.action);
  return storesOf(grant.principal, estate).filter((store) =>
    store.readActions.some((action) => servicePrefix(action) === service),
  );
}

export interface Narrowed {
  readonly changes: readonly Change[];
  /** The statement is narrowed as a whole, not only for the action. */
  readonly whole: boolean;
  /** A wildcard is narrowed with it, and actions that work on no resource go. */
  readonly loses: boolean;
}

/**
 * Names the resources in the statement, or, where the statement grants actions that work on other things, moves the action
 * to a statement of its own. `undefined` where neither can be done.
 */
export function narrowed(grant: Grant, arns: readonly string[]): Narrowed | undefined {
  const { statement, resourcePattern, actionPattern } = grant;
  if (!resourcePattern || !actionPattern) return undefined;
  const loses = asWhole(grant);
  if (loses !== undefined) {
    const change = replacePattern(resourcePattern, arns);
    return change && { changes: [change], whole: true, loses };
  }
  const named = literal(actionPattern.text);
  if (named?.toLowerCase() !== grant.action.toLowerCase() || statement.conditions.length > 0) return undefined;
  const removed = removeAction(statement, actionPattern);
  const added = addStatement(statement, { effect: 'Allow', actions: [named], resources: arns });
  return removed && added && { changes: [removed, added], whole: false, loses: false };
}

/** Whether the whole statement can be for these resources: then, if that takes actions that work on none. */
function asWhole({ statement, action }: Grant): boolean | undefined {
  const service = servicePrefix(action);
  const patterns = statement.actions.map((each) => literal(each.text));
  const known = patterns.filter((pattern) => pattern !== undefined);
  const wild = known.some((pattern) => pattern.includes('*'));
  if (known.length < patterns.length || known.some((pattern) => servicePrefix(pattern) !== service)) return undefined;
  // Users, policies and the rest of IAM are no roles to pass.
  if (service === 'iam') return patterns.length === 1 && !wild ? false : undefined;
  const loses = known.some(someWithoutResource);
  return loses && !wild && known.length > 1 ? undefined : loses;
}

function someWithoutResource(pattern: string): boolean {
  return expandAction(pattern).some((action) => (actionInfo(action)?.resourceTypes.length ?? 0) === 0);
}
