/** Taking a whole managed policy from a principal: the element of a list, or the attachment. */
import { findAttribute, literalKey } from '#hcl/edit/locate.js';
import type { Estate } from '#aws/estate.js';
import type { Grant } from '#aws/iam/decision.js';
import type { AttachedPolicy, Principal } from '#aws/iam/policy.js';
import { isSet, itemsOf } from '#aws/reading.js';
import { symbolicOf } from '#aws/symbolic.js';
import type { Configuration } from '#model/configuration.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import type { Change } from '../../change.js';
import { isAgents } from './agent-actions.js';
import { keyOf } from '../../merge.js';
import { removeMember } from '../edit/member.js';
import { removeResource } from '../edit/reference.js';
import { isEditableDocument } from './statement.js';

const PRINCIPALS = ['roles', 'users', 'groups'] as const;

/**
 * The policy stands elsewhere than its attachment and can't be edited. The administrator policies have nothing else to them;
 * others serve a purpose, as those that AWS writes for a service.
 */
export function isOthers(grant: Grant, estate: Estate): boolean {
  const { policy, principal } = grant;
  const { document, attachment } = policy;
  const elsewhere = attachment.resource.address !== document.resource?.address;
  if (!elsewhere || isServices(grant) || isAgents(document, principal, estate)) return false;
  return !document.resource || (!isEditableDocument(document) && !isAttachedElsewhere(grant, estate));
}

/** An edit takes the policy of the grant from the principal as a whole. */
export function isDetachable(grant: Grant, estate: Estate): boolean {
  return isOthers(grant, estate) && detach(grant.policy, grant.principal, estate) !== undefined;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html#aws-managed-policies */
function isServices({ policy }: Grant): boolean {
  return policy.managedArn?.includes(':policy/service-role/') === true;
}

/** Premises of a customer's policy are the same for everybody who has it: one attachment less leaves them. */
function isAttachedElsewhere({ policy }: Grant, estate: Estate): boolean {
  const attachments = estate.iam.principals.flatMap((principal) =>
    principal.policies.filter(({ document }) => document.id === policy.document.id),
  );
  return attachments.length > 1;
}

/** `undefined` where the attachment can't be taken away by an edit. */
export function detach(policy: AttachedPolicy, principal: Principal, estate: Estate): Change | undefined {
  const { resource, attribute } = policy.attachment;
  const { configuration } = estate;
  const own = resource.readOnly ? undefined : resource.file;
  const listed = /^(\w+)\[(\d+)\]$/.exec(attribute);
  if (listed) return removeMember(itemsOf(resource.attribute(listed[1] ?? ''))[Number(listed[2])], { own })?.change;
  if (resource.type === 'aws_iam_policy_attachment') {
    const holders = PRINCIPALS.flatMap((name) => itemsOf(resource.attribute(name)).filter(isSet));
    if (holders.length > 1) return removeMember(holders.find((each) => isOf(each, principal, policy)))?.change;
  }
  if (!isOneOfMany(resource)) return removeResource(resource, configuration);
  const one = removeMember(resource.attribute(attribute), { own })?.change ?? removeInstance(resource);
  if (one || !areAlike(resource, attribute, configuration)) return one;
  return removeResource(resource, configuration);
}

/** The item of the map that `for_each` is written as: what it holds is of this instance alone. */
function removeInstance({ block, file, key, readOnly }: Resource): Change | undefined {
  const map = block && findAttribute(block.body, 'for_each')?.value;
  if (!file || readOnly || map?.kind !== 'object' || typeof key !== 'string') return undefined;
  if (!map.items.some((item) => literalKey(item.key) === key)) return undefined;
  return { kind: 'remove-item', file, container: { start: map.start, end: map.end }, key };
}

/** All instances of the block attach the same policy: with the block nothing else goes. */
function areAlike(resource: Resource, attribute: string, configuration: Configuration): boolean {
  const written = (each: Resource): string | undefined => symbolicOf(each.attribute(attribute))?.key;
  const ofBlock = configuration.ofType(resource.type).filter(({ block }) => block === resource.block);
  return ofBlock.every((each) => written(each) === written(resource));
}

function isOf(value: Value, principal: Principal, { through }: AttachedPolicy): boolean {
  const address = through ?? principal.address;
  if (value.ref) return value.ref.address === address;
  return value.kind === 'string' && value.value === literalName(principal);
}

function literalName({ resource }: Principal): string | undefined {
  const name = resource.attribute('name');
  return name?.kind === 'string' ? name.value : undefined;
}

function isOneOfMany({ key, block }: Resource): boolean {
  if (key === undefined || !block) return false;
  return ['for_each', 'count'].some((name) => findAttribute(block.body, name) !== undefined);
}

/** Others who lose the policy by the same change. */
export function alsoDetached(
  change: Change,
  { policy, principal }: { readonly policy: AttachedPolicy; readonly principal: Principal },
  estate: Estate,
): readonly string[] {
  const others = estate.iam.principals.filter((other) => {
    if (other.address === principal.address) return false;
    return other.policies.some((each) => {
      if (each.document.id !== policy.document.id) return false;
      const same = detach(each, other, estate);
      return same !== undefined && keyOf(same) === keyOf(change);
    });
  });
  return others.map(({ address }) => address);
}
