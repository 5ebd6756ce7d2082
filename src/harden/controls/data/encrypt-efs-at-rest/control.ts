import type { FileSystem } from '#aws/storage/file-system.js';
import type { Estate } from '#aws/estate.js';
import { flagOf } from '#aws/reading.js';
import type { Resource } from '#model/resource.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import type { Change } from '../../../change.js';
import { edit, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { freeName, referenceTo } from '../../../propose/edit/reference.js';
import { quoted, renderBlock } from '../../../propose/edit/render.js';
import { type Seat, seatOfResource, setScalar } from '../../../propose/edit/scalar.js';
import { findAttribute, findBlocks } from '#hcl/edit/locate.js';

const ID = 'encrypt-efs-at-rest';

export const encryptEfsAtRest = defineControl({
  id: ID,
  title: 'Encrypt the file system at rest',
  description:
    "Encrypts the data on AWS's disks with a customer managed key with rotation enabled. It closes no attack path: EFS decrypts for every client that can mount. The setting can't be changed on an existing file system, so Terraform replaces the file system and its data is lost.",
  references: [
    'https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/efs_file_system',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-1',
  ],
  closesPaths: false,

  *findings(estate): Generator<Finding> {
    for (const fileSystem of estate.fileSystems) {
      // Optional and computed: where it is not set the account's default may still encrypt.
      if (fileSystem.encrypted !== false && fileSystem.resource.attribute('encrypted') !== undefined) continue;
      const value = fileSystem.resource.attribute('encrypted');
      if (flagOf(value) === true) continue;
      yield {
        address: fileSystem.address,
        attribute: 'encrypted',
        severity: 'low',
        resource: fileSystem.resource,
        message: `${fileSystem.address} is not encrypted at rest.`,
        origin: value?.origin ?? fileSystem.resource.origin,
        remedy: propose(fileSystem, estate),
      };
    }
  },

  *cut(): Generator<Proposal> {
    // Encryption at rest makes no premise of an attack false.
  },
});

function propose({ resource }: FileSystem, estate: Estate): Proposal {
  const id = `${ID}:${resource.address}`;
  const falsifies: Proposal['falsifies'] = () => false;
  const seat = seatOfResource(resource);
  if (!seat) {
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction:
        'Pass encrypted = true to the module if it has that argument. This replaces the file system: copy the data first.',
    });
  }
  return edit({
    id,
    resource,
    falsifies,
    changes: changesFor(resource, seat, estate),
    summary: `Encrypt ${resource.address} at rest`,
    reason:
      "Hygiene: it protects the data on AWS's disks and closes no attack path, since EFS decrypts for every client that can mount.",
    applyEffect: 'replacement',
    dataLoss: true,
    mayBreak: [
      'Terraform deletes the file system with all its data and creates a new, empty one with another id; its mount targets and access points are replaced too.',
      'To keep the data: add an encrypted file system beside this one, copy with AWS DataSync, AWS Backup or aws_efs_replication_configuration, repoint the clients, then remove the old one.',
      ...guardNotes(seat),
    ],
    width: 5,
  });
}

function changesFor(resource: Resource, seat: Seat, estate: Estate): readonly Change[] {
  const changes: Change[] = [...setScalar(seat, 'encrypted', 'true')];
  if (findAttribute(seat.body, 'kms_key_id')) return changes;
  const existing = fittingKey(resource, estate);
  if (existing) return [...changes, ...setScalar(seat, 'kms_key_id', existing)];
  const name = freeName(estate.configuration, 'aws_kms_key', resource.module, resource.name);
  const block = renderBlock({
    header: `resource "aws_kms_key" ${quoted(name)}`,
    items: [
      ['description', quoted(`Encrypts ${resource.type}.${resource.name} at rest`)],
      ['enable_key_rotation', 'true'],
      ['deletion_window_in_days', '30'],
    ],
  });
  return [
    ...changes,
    ...setScalar(seat, 'kms_key_id', `aws_kms_key.${name}.arn`),
    { kind: 'append', file: seat.file, block },
  ];
}

/** A key of the module that rotates and that another file system is already encrypted with. */
function fittingKey(resource: Resource, estate: Estate): string | undefined {
  for (const other of estate.fileSystems) {
    const address = other.resource.attribute('kms_key_id')?.ref?.address;
    const key = address === undefined ? undefined : estate.configuration.resource(address);
    if (!key || key.type !== 'aws_kms_key' || flagOf(key.attribute('enable_key_rotation')) !== true) continue;
    const reference = referenceTo(key, resource.module, 'arn');
    if (reference !== undefined) return reference;
  }
  return undefined;
}

function guardNotes(seat: Seat): readonly string[] {
  const lifecycle = findBlocks(seat.body, 'lifecycle')[0];
  const guard = lifecycle && findAttribute(lifecycle.body, 'prevent_destroy')?.value;
  if (guard?.kind !== 'bool' || !guard.value) return [];
  return [
    'Its lifecycle block has prevent_destroy = true, so `terraform plan` stops with an error rather than delete the data.',
  ];
}
