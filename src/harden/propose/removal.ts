/** Taking an action away from a principal: the edit that fits how it was granted. */
import type { Estate } from '#aws/estate.js';
import { expandAction } from '#aws/iam/actions.js';
import type { Grant } from '#aws/iam/decision.js';
import { literal } from '#aws/symbolic.js';
import type { Premise } from '#aws/premise.js';
import type { Change } from '../change.js';
import type { EditProposal, Proposal } from '../control.js';
import { isAgentAction } from './agent-actions.js';
import { denyInline } from './principal.js';
import { edit, manual } from './proposal.js';
import { proposeNotReading, storeOf } from './reading.js';
import { quoted } from './render.js';
import { sharedNotes } from './shared.js';
import { addStatement, isEditableDocument, removeAction, replacePattern } from './statement.js';
import { subjectOf } from './subject.js';
import { clustersOfNode } from './workload.js';

/** How many actions may take a wildcard's place before the list says less than a deny. */
const MAX_EXPANDED = 20;

export function proposeRemoval(control: string, grant: Grant, estate: Estate): Proposal {
  const { action } = grant;
  if (isAgentAction(action) && clustersOfNode(grant.principal, estate).length > 0) {
    return needsAgent(control, grant, action);
  }
  const removal: Removal = { control, grant, action, estate };
  const store = storeOf(grant, estate);
  const reading = store && proposeNotReading({ control, grant, store, estate });
  if (reading) return reading;
  // A deny of everything, or of a service, is no limit but the end of the principal.
  if (action.includes('*')) return byStatement(removal) ?? byHand(control, grant, action);
  return byStatement(removal) ?? byDenyInDocument(removal) ?? byInlineDeny(removal) ?? byHand(control, grant, action);
}

interface Removal {
  readonly control: string;
  readonly grant: Grant;
  readonly action: string;
  readonly estate: Estate;
}

function sameAction(grant: Grant, action: string): boolean {
  return grant.action.toLowerCase() === action.toLowerCase();
}

/** Removes the action from its list, or puts the other actions in the place of a wildcard. */
function byStatement(removal: Removal): Proposal | undefined {
  const { control, grant, action } = removal;
  const { statement, actionPattern } = grant;
  const { document } = statement;
  const pattern = actionPattern && literal(actionPattern.text);
  if (!actionPattern || pattern === undefined || !document.resource || !isEditableDocument(document)) return undefined;
  const whole = pattern.toLowerCase() === action.toLowerCase();
  const change = whole ? removeAction(statement, actionPattern) : expanded(grant, pattern, action);
  if (!change) return undefined;
  return made(removal, {
    id: `${control}:${statement.id}:${actionPattern.path ?? ''}:${action}`,
    change,
    falsifies: (premise) => {
      const other = subjectOf(premise, 'iam.grant');
      if (!other || other.statement.id !== statement.id || !sameAction(other, action)) return false;
      return other.actionPattern?.path === actionPattern.path;
    },
    notes: whole
      ? []
      : [
          `The wildcard ${pattern} becomes the list of the other actions that it stands for today; actions that AWS adds later are not granted.`,
        ],
  });
}

function expanded(grant: Grant, pattern: string, action: string): Change | undefined {
  if (!grant.actionPattern) return undefined;
  const rest = expandAction(pattern).filter((each) => each.toLowerCase() !== action.toLowerCase());
  if (rest.length === 0 || rest.length > MAX_EXPANDED) return undefined;
  return replacePattern(grant.actionPattern, rest.map(quoted));
}

/** An explicit deny beside the statement: it outweighs every other grant of whoever has the document. */
function byDenyInDocument(removal: Removal): Proposal | undefined {
  const { control, grant, action } = removal;
  const { statement } = grant;
  const { document } = statement;
  if (!document.resource || !isEditableDocument(document)) return undefined;
  const change = addStatement(statement, { effect: 'Deny', actions: [action], resources: ['"*"'] });
  if (!change) return undefined;
  return made(removal, {
    id: `${control}:deny:${document.id}:${action}`,
    change,
    falsifies: (premise) => {
      const other = subjectOf(premise, 'iam.grant');
      if (!other || !sameAction(other, action)) return false;
      return other.principal.policies.some((policy) => policy.document.id === document.id);
    },
    notes: [denyNote(action)],
  });
}

function byInlineDeny(removal: Removal): Proposal | undefined {
  const { control, grant, action, estate } = removal;
  const { principal } = grant;
  const change = denyInline({ principal, actions: [action], name: 'deny_unneeded_actions' }, estate.configuration);
  if (!change) return undefined;
  return made(removal, {
    id: `${control}:deny:${principal.address}:${action}`,
    change,
    falsifies: (premise) => {
      const other = subjectOf(premise, 'iam.grant');
      return other !== undefined && sameAction(other, action) && other.principal.address === principal.address;
    },
    notes: [denyNote(action)],
    onPrincipal: true,
  });
}

function denyNote(action: string): string {
  return `An explicit deny outweighs every other policy: nothing else can grant ${action} to the same principal.`;
}

interface Made {
  readonly id: string;
  readonly change: Change;
  readonly falsifies: EditProposal['falsifies'];
  readonly notes: readonly string[];
  readonly onPrincipal?: boolean;
}

function made(removal: Removal, { id, change, falsifies, notes, onPrincipal }: Made): Proposal {
  const { grant, action, estate } = removal;
  const { principal, statement } = grant;
  const resource = onPrincipal ? principal.resource : (statement.document.resource ?? principal.resource);
  return edit({
    id,
    resource,
    falsifies,
    changes: [change],
    summary: `Take ${named(action)} from ${onPrincipal ? principal.address : resource.address}`,
    reason: `${principal.address} can no longer do ${named(action)}, which attacks use.`,
    applyEffect: onPrincipal && change.kind === 'append' ? 'new-resource' : 'in-place',
    mayBreak: [
      `Whatever uses ${named(action)} as ${principal.address} is refused, existing sessions included: look for it in CloudTrail first.`,
      ...(onPrincipal ? [] : sharedNotes(grant, estate)),
      ...agentNotes(action),
      ...notes,
    ],
    width: widthOf(action, onPrincipal === true),
  });
}

/** An action for people. */
function named(action: string): string {
  return action === '*' ? 'every action' : action;
}

/** What else of AWS's own software uses these. */
const USES: ReadonlyMap<string, string> = new Map([
  [
    'ecs:updatecontainerinstancesstate',
    'The ECS agent uses it to drain its own Spot instance (ECS_ENABLE_SPOT_INSTANCE_DRAINING).',
  ],
  ['ecs:deregistercontainerinstance', 'Scripts that take a node out of its cluster when it shuts down use it.'],
]);

function agentNotes(action: string): readonly string[] {
  const use = USES.get(action.toLowerCase());
  return use === undefined ? [] : [use];
}

const SYSTEMS_MANAGER = /^(ssmmessages|ec2messages):|^ssm:UpdateInstanceInformation$/i;

function widthOf(action: string, denied: boolean): number {
  if (action.includes('*')) return 8;
  if (SYSTEMS_MANAGER.test(action)) return 6;
  // Without it a task can still be registered or started, as long as it has no role to hand over.
  if (/^iam:PassRole$/i.test(action) && !denied) return 1.5;
  return denied ? 3 : 2;
}

function needsAgent(control: string, grant: Grant, action: string): Proposal {
  const { principal } = grant;
  return manual({
    id: `${control}:agent:${principal.address}:${action}`,
    address: principal.address,
    reason: `${action} is what the ECS agent itself needs: without it the nodes with this role leave their cluster.`,
    instruction: `Give the nodes that run exposed workloads a role and a cluster of their own, and limit ${action} in each role to its cluster with the condition ArnEquals ecs:cluster.`,
    falsifies: falsifiesFor(principal.address, action),
  });
}

function byHand(control: string, grant: Grant, action: string): Proposal {
  const { principal, policy, statement } = grant;
  const where = policy.managedArn ?? statement.document.resource?.address ?? policy.attachment.resource.address;
  return manual({
    id: `${control}:manual:${statement.id}:${principal.address}:${action}`,
    address: statement.document.resource?.address ?? policy.attachment.resource.address,
    reason: `The statement of ${where} that grants ${named(action)} can't be edited here: it stands in a module that is not this project's own, or is computed.`,
    instruction: `Take ${named(action)} from ${principal.address}: edit the policy where it is written, or attach one that denies the action.`,
    falsifies: falsifiesFor(principal.address, action),
  });
}

function falsifiesFor(principal: string, action: string): (premise: Premise) => boolean {
  return (premise) => {
    const other = subjectOf(premise, 'iam.grant');
    return other !== undefined && other.principal.address === principal && sameAction(other, action);
  };
}
