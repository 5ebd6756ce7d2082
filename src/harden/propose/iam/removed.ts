/** What an edit that takes something from a principal says of itself, and what a person does where none can be made. */
import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import { type Premise, subjectOf } from '#aws/premise.js';
import { display } from '#aws/symbolic.js';
import type { Change } from '../../change.js';
import type { Proposal } from '../../control.js';
import { type Aim, isSame } from '../edit/aim.js';
import { edit, manual } from '../edit/proposal.js';
import { sharedNotes } from '../edit/shared.js';

export interface Removal {
  readonly control: string;
  readonly grant: Grant;
  readonly estate: Estate;
  /** What the grant is one way to. */
  readonly aim?: Aim | undefined;
}

export interface Made {
  readonly id: string;
  readonly changes: readonly Change[];
  /** Behind "Take". */
  readonly what: string;
  /** Behind the principal. */
  readonly why?: string;
  /** Behind "Whatever". */
  readonly uses?: string;
  falsifies(other: Grant): boolean;
  readonly notes?: readonly string[];
  readonly width?: number;
  /** In a policy of the principal's own. */
  readonly onPrincipal?: boolean;
}

export function made(removal: Removal, parts: Made): Proposal {
  const { grant, estate, aim } = removal;
  const { id, changes, what, falsifies, notes = [], onPrincipal = false } = parts;
  const { principal, statement, action } = grant;
  const who = principal.resource.address;
  const resource = onPrincipal ? principal.resource : (statement.document.resource ?? principal.resource);
  const why = parts.why ?? aim?.why ?? `can no longer do ${named(action)}, which attacks use.`;
  return edit({
    id,
    resource,
    changes,
    falsifies: onGrants(falsifies),
    summary: `Remove ${what} from ${resource.address}`,
    reason: `${who} ${why}`,
    applyEffect: onPrincipal && changes.some(({ kind }) => kind === 'append') ? 'new-resource' : 'in-place',
    mayBreak: [
      `Anything that ${parts.uses ?? `uses ${what}`} as ${who} is refused, including in existing sessions: look for it in CloudTrail first.`,
      ...(onPrincipal ? [] : sharedNotes(grant, estate)),
      ...agentNotes(action),
      ...notes,
    ],
    width: parts.width ?? widthOf(action, onPrincipal),
  });
}

export function onGrants(falsifies: (grant: Grant) => boolean): (premise: Premise) => boolean {
  return (premise) => {
    const grant = subjectOf(premise, 'iam.grant');
    return grant !== undefined && falsifies(grant);
  };
}

/** An action for people. */
export function named(action: string): string {
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
  // Operators stop and start instances every day.
  if (/^ec2:(Start|Stop)Instances$/i.test(action)) return denied ? 4 : 3;
  // Without it a task can still be registered or started, as long as it has no role to hand over.
  if (/^iam:PassRole$/i.test(action) && !denied) return 1.5;
  return denied ? 3 : 2;
}

export function needsAgent(control: string, grant: Grant): Proposal {
  const { principal, action } = grant;
  return manual({
    id: `${control}:agent:${principal.address}:${action}`,
    address: principal.address,
    reason: `${action} is what the ECS agent itself needs: without it the nodes with this role leave their cluster.`,
    instruction: `Give the nodes that run exposed workloads a separate role and cluster, and limit ${action} in each role to its cluster with the condition ArnEquals ecs:cluster.`,
    falsifies: onGrants(isOf(grant)),
  });
}

export function byHand({ control, grant }: Removal): Proposal {
  const { principal, policy, statement, action } = grant;
  const where = policy.managedArn ?? statement.document.resource?.address ?? policy.attachment.resource.address;
  const who = principal.resource.address;
  const computed =
    statement.notActions.length > 0
      ? 'it allows every action that it does not name (NotAction)'
      : 'it is in a module that does not belong to this project, or is computed';
  return manual({
    id: `${control}:manual:${statement.id}:${principal.address}:${action}`,
    address: statement.document.resource?.address ?? policy.attachment.resource.address,
    reason: `The statement of ${where} that grants ${named(action)} can't be edited: ${computed}.`,
    instruction:
      statement.notActions.length > 0
        ? `Remove ${named(action)} from ${who}: name the actions that it needs instead of those that it must not use.`
        : `Remove ${named(action)} from ${who}: edit the policy where it is written, or attach one that denies the action.`,
    falsifies: onGrants(isOf(grant)),
  });
}

/** The wildcard covers more than edits can tell apart: who knows the uses names them. */
export function byNaming({ control, grant, aim }: Removal): Proposal {
  const { principal, policy, statement, action, resourcePattern } = grant;
  const who = principal.resource.address;
  const where = policy.managedArn ?? statement.document.resource?.address ?? policy.attachment.resource.address;
  const written = policy.managedArn === undefined;
  return manual({
    id: `${control}:naming:${statement.id}:${principal.address}:${aim?.kind ?? ''}`,
    address: statement.document.resource?.address ?? policy.attachment.resource.address,
    reason: `${where} allows ${named(action)} on ${resourcePattern ? display(resourcePattern.text) : 'everything except what it names'}, which covers many resources of the type ${aim?.kind ?? ''}: the configuration does not show which of them ${who} uses.`,
    instruction: written
      ? `Name in the Resource of the statement what ${who} uses.`
      : `Give ${who} a dedicated policy that names what it uses, and detach ${where}; if the attachment is shared with others, detach it from this one only.`,
    narrows: true,
    falsifies: onGrants(
      (other) =>
        other.principal.address === principal.address &&
        other.statement.id === statement.id &&
        other.target.resource?.type === aim?.kind,
    ),
  });
}

/** The grant of the action to the principal; of every action, whatever that statement grants. */
function isOf({ principal, action, statement }: Grant): (other: Grant) => boolean {
  return (other) =>
    other.principal.address === principal.address &&
    (isSame(other.action, action) || (action === '*' && other.statement.id === statement.id));
}
