import { subjectOf } from '#aws/premise.js';
import type { AccessPoint, FileSystem } from '#aws/storage/file-system.js';
import type { Statement } from '#aws/iam/policy.js';
import type { Estate } from '#aws/estate.js';
import type { Resource } from '#model/resource.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import { anonymousStatements, mountNotes, refuseAnonymous } from '../../../propose/data/efs-policy.js';
import { type Client, clientsOf } from '../../../propose/data/efs.js';
import { edit, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { freeName, nameOf, referenceTo } from '../../../propose/edit/reference.js';
import { type Entries, type Rendered, object, quoted, renderBlock } from '../../../propose/edit/render.js';
import { seatOfResource } from '../../../propose/edit/scalar.js';

const ID = 'require-efs-file-system-policy';
const TYPE = 'aws_efs_file_system_policy';

export const requireEfsFileSystemPolicy = defineControl({
  id: ID,
  title: 'Restrict mounting of the file system to the roles that use it',
  description:
    'Without a file system policy, every client that reaches a mount target on port 2049 mounts the file system as root, without credentials. The policy refuses unencrypted connections and allows only the roles that the configuration shows to use the file system, through their access points where they have them. An existing policy that allows everyone gets these roles as its principals; where none is known, it requires credentials. This, not encryption at rest, is what closes the mount.',
  references: [
    'https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html',
    'https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/efs_file_system_policy',
  ],
  closesPaths: true,

  *findings(estate): Generator<Finding> {
    for (const fileSystem of estate.fileSystems) {
      yield* anonymousStatements(fileSystem, estate).map((statement) => admitting(fileSystem, statement, estate));
      if (fileSystem.policy || hasPolicy(fileSystem, estate)) continue;
      yield {
        address: fileSystem.address,
        attribute: 'policy',
        severity: 'medium',
        resource: fileSystem.resource,
        message: `${fileSystem.address} has no file system policy: every client that reaches a mount target mounts it as root, without credentials.`,
        origin: fileSystem.resource.origin,
        remedy: propose(fileSystem, estate),
      };
    }
  },

  *cut(premise, estate): Generator<Proposal> {
    const fileSystem = subjectOf(premise, 'efs.no-file-system-policy');
    if (fileSystem) yield propose(fileSystem, estate);
    const allowed = subjectOf(premise, 'efs.policy-allows');
    if (allowed && anonymousStatements(allowed.fileSystem, estate).includes(allowed.statement)) {
      yield refuseAnonymous(ID, allowed, estate);
    }
  },
});

function admitting(fileSystem: FileSystem, statement: Statement, estate: Estate): Finding {
  const resource = statement.document.resource ?? fileSystem.resource;
  return {
    address: resource.address,
    attribute: `${statement.document.attribute}.Statement[${statement.index}]`,
    severity: 'medium',
    resource,
    message: `The policy of ${fileSystem.address} allows clients without credentials to mount.`,
    origin: statement.origin ?? resource.origin,
    remedy: refuseAnonymous(ID, { fileSystem, statement }, estate),
  };
}

function hasPolicy(fileSystem: FileSystem, estate: Estate): boolean {
  return estate.configuration
    .ofType(TYPE)
    .some((each) => each.attribute('file_system_id')?.ref?.address === fileSystem.address);
}

function propose(fileSystem: FileSystem, estate: Estate): Proposal {
  const { resource } = fileSystem;
  const id = `${ID}:${resource.address}`;
  const falsifies: Proposal['falsifies'] = (premise) =>
    subjectOf(premise, 'efs.no-file-system-policy')?.address === resource.address;
  const seat = seatOfResource(resource);
  const self = referenceTo(resource, resource.module);
  const clients = clientsOf(fileSystem, estate);
  const statements = self === undefined ? undefined : statementsFor(self, resource, clients);
  if (!seat || self === undefined || !statements || hasPolicy(fileSystem, estate)) {
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: reasonFor(resource, clients),
      instruction: `Add an aws_efs_file_system_policy that denies aws:SecureTransport = false and allows elasticfilesystem:ClientMount only to ${clients.map((each) => each.role?.address ?? each.address).join(', ') || 'the roles that use the file system'}.`,
    });
  }
  const name = freeName(estate.configuration, TYPE, resource.module, nameOf(resource));
  const block = renderBlock({
    header: `resource "${TYPE}" ${quoted(name)}`,
    items: [['file_system_id', `${self}.id`], 'blank', ['policy', policyText(statements)]],
  });
  return edit({
    id,
    resource,
    falsifies,
    changes: [{ kind: 'append', file: seat.file, block }],
    summary: `Restrict mounting of ${resource.address} to the roles that use it`,
    reason: 'With a policy that allows only these roles, reaching the mount target is no longer enough to mount.',
    applyEffect: 'new-resource',
    mayBreak: mountNotes(clients),
    width: clients.some((each) => !each.signed) ? 3 : 1,
  });
}

function reasonFor(resource: Resource, clients: readonly Client[]): string {
  const elsewhere = clients.find((each) => each.role && referenceTo(each.role.resource, resource.module) === undefined);
  if (elsewhere)
    return `${elsewhere.role?.address} uses the file system from another module, where its policy can't refer to it.`;
  return whyNotEditable(resource);
}

function statementsFor(self: string, resource: Resource, clients: readonly Client[]): readonly Entries[] | undefined {
  const deny = object(
    ['Sid', '"DenyUnencryptedTransport"'],
    ['Effect', '"Deny"'],
    ['Principal', object(['AWS', '"*"'])],
    ['Action', '"*"'],
    ['Resource', `${self}.arn`],
    ['Condition', object(['Bool', object(['aws:SecureTransport', '"false"'])])],
  );
  const statements: Entries[] = [deny];
  for (const writes of [true, false]) {
    for (const through of [true, false]) {
      const group = clients.filter(
        (each) => each.role && each.writes === writes && Boolean(each.accessPoint) === through,
      );
      if (group.length === 0) continue;
      const allowed = allow(self, resource, group);
      if (!allowed) return undefined;
      statements.push(allowed);
    }
  }
  return statements;
}

/** `undefined` where a role or an access point can't be referred to. */
function allow(self: string, resource: Resource, clients: readonly Client[]): Entries | undefined {
  const roles = new Set(clients.map((each) => each.role && referenceTo(each.role.resource, resource.module, 'arn')));
  const points = new Set(
    clients
      .map((each) => each.accessPoint)
      .filter((point): point is AccessPoint => point !== undefined)
      .map((point) => referenceTo(point.resource, resource.module, 'arn')),
  );
  if (roles.has(undefined) || points.has(undefined)) return undefined;
  const writes = clients.some((each) => each.writes);
  const conditions: (readonly [string, Rendered])[] = [
    ['Bool', object(['elasticfilesystem:AccessedViaMountTarget', '"true"'])],
  ];
  if (points.size > 0)
    conditions.push(['StringEquals', object(['elasticfilesystem:AccessPointArn', oneOrMany(points)])]);
  const sid = `Allow${writes ? 'Write' : 'Read'}${points.size > 0 ? 'ThroughAccessPoints' : ''}`;
  const actions = ['"elasticfilesystem:ClientMount"', ...(writes ? ['"elasticfilesystem:ClientWrite"'] : [])];
  return object(
    ['Sid', quoted(sid)],
    ['Effect', '"Allow"'],
    ['Principal', object(['AWS', oneOrMany(roles)])],
    ['Action', actions],
    ['Resource', `${self}.arn`],
    ['Condition', object(...conditions)],
  );
}

function oneOrMany(texts: ReadonlySet<string | undefined>): Rendered {
  const known = [...texts].filter((text) => text !== undefined).sort();
  return known.length === 1 && known[0] !== undefined ? known[0] : known;
}

function policyText(statements: readonly Entries[]): Rendered {
  return { call: 'jsonencode', argument: object(['Version', '"2012-10-17"'], ['Statement', statements]) };
}
