/** Denials of a whole service: on one target, or of what can't be taken apart where it is written. */
import { servicePrefix } from '#aws/iam/actions.js';
import type { Grant } from '#aws/iam/decision.js';
import type { PolicyDocument, Statement } from '#aws/iam/policy.js';
import type { Change } from '../../change.js';
import type { Proposal } from '../../control.js';
import { type Aim, isSame } from '../edit/aim.js';
import { type Denial, deniedTexts, denialOf } from './denial.js';
import { type Place, placeOf, spanOf } from '../edit/place.js';
import { denyInline } from './principal.js';
import { nameOf } from '../edit/reference.js';
import { made as madeOf, type Removal } from './removed.js';
import { seatOfResource } from '../edit/scalar.js';
import { addStatement, isEditableDocument, statementBlock } from './statement.js';

/** Beside the statement: the wildcard stays for other targets. */
export function byDenialInDocument(removal: Removal): Proposal | undefined {
  const { control, grant, estate, aim } = removal;
  const { statement } = grant;
  const { document } = statement;
  const place = placeBeside(statement);
  if (!aim?.target || !place || !document.resource || !isEditableDocument(document)) return undefined;
  const denial = denialOf(document, aim);
  const resources = deniedTexts(denial, aim.target, { place, module: document.resource.module, estate });
  if (!resources || !denial.denies(grant.action)) return undefined;
  const { actions, beside } = denial;
  const changes = [
    addStatement(statement, { effect: 'Deny', actions, resources, meet: 'resources' }),
    ...(beside.length > 0 ? [addStatement(statement, { effect: 'Deny', actions: beside, resources: ['"*"'] })] : []),
  ];
  return denied(
    removal,
    { aim, denial, changes, id: `${control}:target:${document.id}:${aim.target.address}` },
    (other) => hasDocument(other, document),
  );
}

/** Where another statement would stand. */
function placeBeside(statement: Statement): Place | undefined {
  const written = statementBlock(statement);
  return written ? { file: written.file, span: spanOf(written.block) } : placeOf(statement.origin);
}

/** In a policy of the principal's own: what grants it stands elsewhere. */
export function byDenialOfPrincipal(removal: Removal): Proposal | undefined {
  const { control, grant, estate, aim } = removal;
  const { principal, statement } = grant;
  const seat = seatOfResource(principal.resource);
  const place: Place | undefined = seat && { file: seat.file, span: seat.body };
  const { target } = aim ?? {};
  const denial = aim && denialOf(statement.document, aim);
  if (!aim || !target || !place || !denial?.denies(grant.action)) return undefined;
  const resources = deniedTexts(denial, target, { place, module: principal.resource.module, estate });
  if (!resources) return undefined;
  const { actions, beside } = denial;
  const name = `deny_access_to_${nameOf(target)}`;
  const { configuration } = estate;
  const changes = [
    denyInline({ principal, actions, name, resources }, configuration),
    ...(beside.length > 0
      ? [denyInline({ principal, actions: beside, name: 'deny_unneeded_actions' }, configuration)]
      : []),
  ];
  return denied(
    removal,
    { aim, denial, changes, id: `${control}:target:${principal.address}:${target.address}`, onPrincipal: true },
    (other) => other.principal.address === principal.address,
  );
}

interface Denied {
  readonly id: string;
  readonly aim: Aim;
  readonly denial: Denial;
  readonly changes: readonly (Change | undefined)[];
  readonly onPrincipal?: boolean;
}

function denied(
  removal: Removal,
  { id, aim, denial, changes, onPrincipal = false }: Denied,
  concerns: (other: Grant) => boolean,
): Proposal | undefined {
  const complete = changes.filter((change) => change !== undefined);
  if (complete.length < changes.length) return undefined;
  const { actions, beside } = denial;
  const wide = actions.some((action) => action.includes('*'));
  return madeOf(removal, {
    id,
    changes: complete,
    what: aim.what,
    why: aim.why,
    uses: aim.uses,
    falsifies: (other) =>
      other.target.resource?.address === aim.target?.address && denial.denies(other.action) && concerns(other),
    notes: [
      ...(wide
        ? [`${actions.join(', ')} is denied on all of ${aim.target?.address}, whatever else it is used for there.`]
        : []),
      ...(beside.length > 0
        ? [
            `${beside.join(', ')} ${beside.length > 1 ? 'are' : 'is'} denied on every resource: no ARN of the target covers them.`,
          ]
        : []),
    ],
    onPrincipal,
    width: wide ? 3 : 2,
  });
}

function hasDocument(other: Grant, document: PolicyDocument): boolean {
  return other.principal.policies.some((policy) => policy.document.id === document.id);
}

/** What can't be limited to one target: in the document, of IAM as a whole. */
export function byDenyOfService(removal: Removal): Proposal | undefined {
  const { control, grant, aim } = removal;
  const { statement } = grant;
  const { document } = statement;
  if (!aim || !isEditableDocument(document)) return undefined;
  const actions = deniedOf(aim, document);
  const change = addStatement(statement, { effect: 'Deny', actions, resources: ['"*"'] });
  const id = `${control}:deny:${document.id}:${aim.kind}`;
  return change && deniedAltogether(removal, aim, { id, change, actions }, (other) => hasDocument(other, document));
}

export function byInlineDenyOfService(removal: Removal): Proposal | undefined {
  const { control, grant, estate, aim } = removal;
  const { principal, statement } = grant;
  if (!aim) return undefined;
  const actions = deniedOf(aim, statement.document);
  const change = denyInline({ principal, actions, name: 'deny_unneeded_actions' }, estate.configuration);
  const id = `${control}:deny:${principal.address}:${aim.kind}`;
  const made = { id, change, actions, onPrincipal: true };
  return deniedAltogether(removal, aim, made, (other) => other.principal.address === principal.address);
}

function deniedOf(aim: Aim, document: PolicyDocument): readonly string[] {
  return aim.kind === 'account' ? [`${aim.service}:*`] : denialOf(document, aim).beside;
}

function deniedAltogether(
  removal: Removal,
  aim: Aim,
  made: { id: string; change: Change | undefined; actions: readonly string[]; onPrincipal?: boolean },
  concerns: (other: Grant) => boolean,
): Proposal | undefined {
  const { id, change, actions, onPrincipal = false } = made;
  if (!change || actions.length === 0) return undefined;
  const account = aim.kind === 'account';
  return madeOf(removal, {
    id,
    changes: [change],
    what: aim.what,
    why: aim.why,
    uses: aim.uses,
    falsifies: (other) =>
      concerns(other) &&
      (account ? servicePrefix(other.action) === aim.service : actions.some((each) => isSame(each, other.action))),
    notes: account
      ? [`Reading is denied as well: what grants it is not a wildcard of ${aim.service} that could be narrowed.`]
      : [],
    onPrincipal,
    width: account ? 5 : 3,
  });
}
