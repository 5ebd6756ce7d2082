import { subjectOf } from '#aws/premise.js';
/** A file-system policy that admits everybody, and what it becomes. */
import { type AllowedMount, mountsByPolicy } from '#attack/premises/file-system.js';
import type { FileSystem } from '#aws/storage/file-system.js';
import type { Estate } from '#aws/estate.js';
import type { Statement } from '#aws/iam/policy.js';
import type { Change } from '../../change.js';
import type { Proposal } from '../../control.js';
import { arnTexts } from '../iam/arn-text.js';
import { addCondition } from '../iam/condition.js';
import { type Client, clientsOf } from './efs.js';
import { isSyntaxFile, placeOf } from '../edit/place.js';
import { edit, manual } from '../edit/proposal.js';
import { referenceTo } from '../edit/reference.js';
import { isEditableDocument, replacePattern } from '../iam/statement.js';

/** The statements of the policy that let clients mount who don't say who they are. */
export function anonymousStatements(fileSystem: FileSystem, estate: Estate): readonly Statement[] {
  const ways = [...mountsByPolicy(estate, fileSystem, undefined)].filter(({ anonymous }) => anonymous);
  const subjects = ways.flatMap(({ premises }) => premises.map((premise) => subjectOf(premise, 'efs.policy-allows')));
  return [...new Set(subjects.flatMap((each) => (each ? [each.statement] : [])))];
}

/** Anonymous requests have no aws:PrincipalArn: reference_policies_condition-keys.html#condition-keys-principalarn */
const SIGNED = { operator: 'Null', key: 'aws:PrincipalArn', value: 'false' };

/** Names the roles that use the file system in the policy that is there; where none is known, asks for credentials. */
export function refuseAnonymous(control: string, { fileSystem, statement }: AllowedMount, estate: Estate): Proposal {
  const resource = statement.document.resource ?? fileSystem.resource;
  const clients = clientsOf(fileSystem, estate);
  const id = `${control}:${statement.id}`;
  const falsifies: Proposal['falsifies'] = (premise) => {
    const other = subjectOf(premise, 'efs.policy-allows');
    return other?.statement.id === statement.id && other.fileSystem.address === fileSystem.address;
  };
  const editable = isEditableDocument(statement.document);
  const named = editable ? namePrincipals(statement, clients, estate) : undefined;
  const change = named ?? (editable ? addCondition(statement, SIGNED) : undefined);
  if (!change) {
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: `The statement that allows everyone is in a place that can't be edited.`,
      instruction: `Name in it the roles that use ${fileSystem.address}, or add the condition Null aws:PrincipalArn = false.`,
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    changes: [change],
    summary: `Require credentials to mount ${fileSystem.address}`,
    reason: named
      ? 'With these roles as its principals, reaching the mount target is no longer enough to mount.'
      : 'Reaching the mount target is no longer enough to mount: a client has to sign with AWS credentials.',
    applyEffect: 'in-place',
    mayBreak: [
      'Plain NFS mounts stop working: clients mount with amazon-efs-utils, `mount -t efs -o tls,iam`, and the credentials of a role.',
      ...unsignedNotes(clients),
    ],
    width: clients.some((each) => !each.signed) ? 3 : 1,
  });
}

/** Only where every client that the configuration shows has a role that can be written there. */
function namePrincipals(statement: Statement, clients: readonly Client[], estate: Estate): Change | undefined {
  const [everybody, other] = statement.principals ?? [];
  const place = placeOf(everybody?.id.origin);
  const module = statement.document.resource?.module;
  if (!everybody || other || everybody.type !== 'AWS' || !place || module === undefined) return undefined;
  const roles = clients.flatMap(({ role }) => (role ? [role] : []));
  if (roles.length === 0 || roles.length < clients.length || !isSyntaxFile(place.file)) return undefined;
  // A principal knows no wildcards: only a reference gives its account.
  const visible = roles.every(({ resource }) => referenceTo(resource, module, 'arn') !== undefined);
  const texts = roles.flatMap(({ resource }) => arnTexts(resource, { place, module, estate }) ?? []);
  return visible ? replacePattern(everybody.id, [...new Set(texts)].toSorted()) : undefined;
}

/** What has to change in the clients that the configuration shows to mount without saying who they are. */
function unsignedNotes(clients: readonly Client[]): readonly string[] {
  const notes = clients.flatMap((client) => {
    if (!client.role) return [`${client.address} has no role to mount with: give it one, and name it in the policy.`];
    if (client.signed) return [];
    return [
      `${client.address} has to mount with \`-o tls,iam\`; a task definition needs transit_encryption = "ENABLED" and authorization_config { iam = "ENABLED" }.`,
    ];
  });
  return [...new Set(notes)];
}

/** What a first policy breaks. */
export function mountNotes(clients: readonly Client[]): readonly string[] {
  const notes = [
    'Plain NFS mounts stop working. Clients mount with amazon-efs-utils, `mount -t efs -o tls,iam`, and no longer act as root (ClientRootAccess is not given).',
  ];
  if (clients.length === 0) {
    notes.push(
      'The configuration shows no client. Clients that mount the file system need elasticfilesystem:ClientMount from a policy of their role.',
    );
  }
  return [...notes, ...unsignedNotes(clients)];
}
