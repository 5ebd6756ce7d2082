/** Narrowing what a grant is for: the resources that the configuration shows it to be for. */
import type { DataStore, Estate } from '#aws/estate.js';
import { actionInfo, expandAction } from '#aws/iam/actions.js';
import type { Grant } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { literal } from '#aws/symbolic.js';
import type { Resource } from '#terraform/resource.js';
import type { Change } from '../change.js';
import { referenceTo } from './reference.js';
import { addStatement, removeAction, replacePattern } from './statement.js';
import { placeOf } from './place.js';
import { storesOf } from './workload.js';

/** What the grant is for; ARNs as expressions of the module that the policy stands in. */
export interface Purpose {
  readonly resources: readonly Resource[];
  readonly arns: readonly string[];
}

export function purposeOf(grant: Grant, estate: Estate): Purpose | undefined {
  const module = grant.statement.document.resource?.module;
  if (module === undefined) return undefined;
  const resources =
    grant.action.toLowerCase() === 'iam:passrole'
      ? rolesToPass(grant.principal, estate).map((role) => role.resource)
      : storesFor(grant, estate).map((store) => store.resource);
  const arns = resources.map((resource) => arnsOf(resource, module));
  if (arns.length === 0 || arns.some((each) => each === undefined)) return undefined;
  return { resources, arns: arns.flatMap((each) => each ?? []) };
}

/** Roles of workloads of the kinds that the principal may make. */
export function rolesToPass(principal: Principal, estate: Estate): readonly Principal[] {
  const { iam } = estate;
  const roles = [
    ...(iam.mayDo(principal, 'ecs:RegisterTaskDefinition')
      ? estate.tasks.flatMap((task) => [task.taskRole, task.executionRole])
      : []),
    ...(iam.mayDo(principal, 'lambda:CreateFunction') ? estate.functions.map((each) => each.role) : []),
    ...(iam.mayDo(principal, 'ec2:RunInstances') ? estate.hosts.map((host) => host.role) : []),
  ].filter((role) => role !== undefined);
  return [...new Map(roles.map((role) => [role.address, role])).values()];
}

function storesFor(grant: Grant, estate: Estate): readonly DataStore[] {
  const service = serviceOf(grant.action);
  return storesOf(grant.principal, estate).filter((store) =>
    store.readActions.some((action) => serviceOf(action) === service),
  );
}

function serviceOf(action: string): string {
  return action.slice(0, Math.max(0, action.indexOf(':'))).toLowerCase();
}

function arnsOf(resource: Resource, module: string): readonly string[] | undefined {
  const arn = referenceTo(resource, module, 'arn');
  if (arn === undefined) return undefined;
  return resource.type === 'aws_s3_bucket' ? [arn, `"\${${arn}}/*"`] : [arn];
}

/**
 * Names the resources in the statement, or, where the statement grants actions that work on other things, moves the action
 * to a statement of its own. `undefined` where neither can be done.
 */
export function narrowed(grant: Grant, arns: readonly string[]): readonly Change[] | undefined {
  const { statement, resourcePattern, actionPattern } = grant;
  if (!resourcePattern || !actionPattern) return undefined;
  const json = placeOf(resourcePattern.origin)?.json !== undefined;
  if (json) return undefined;
  const service = serviceOf(grant.action);
  const together = statement.actions.every((each) => {
    const pattern = literal(each.text);
    if (pattern === undefined || serviceOf(pattern) !== service) return false;
    return expandAction(pattern).every((action) => (actionInfo(action)?.resourceTypes.length ?? 0) > 0);
  });
  const passesOnly = statement.actions.length === 1;
  if (passesOnly || (together && service !== 'iam')) {
    const change = replacePattern(resourcePattern, arns);
    return change && [change];
  }
  const named = literal(actionPattern.text)?.toLowerCase() === grant.action.toLowerCase();
  if (!named || statement.conditions.length > 0) return undefined;
  const removed = removeAction(statement, actionPattern);
  const added = addStatement(statement, {
    effect: 'Allow',
    actions: [literal(actionPattern.text) ?? grant.action],
    resources: arns,
  });
  return removed && added && [removed, added];
}
