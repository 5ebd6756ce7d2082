/**
 * Whether the public gets at a bucket: what blocks it, and the access control lists that let it in.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 *
 * Buckets made since April 2023 block public access and have no lists, unless something says otherwise; those that are
 * older do neither. A configuration does not tell how old a bucket is.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
 */
import type { BodyView, Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { supplyFor } from '../assumption.js';
import type { Gate, ResourcePolicy } from '../iam/decision.js';
import { evidenceOf, type Premise, remark } from '../premise.js';
import { flagOf, textOf } from '../reading.js';
import type { Settings } from './settings.js';

declare module '#aws/premise.js' {
  interface Subjects {
    readonly 's3.public-access-open': Resource;
    readonly 's3.older-bucket': Resource;
    readonly 's3.public-list': PublicList;
  }
}

const BLOCK = 'aws_s3_bucket_public_access_block';
const ACCOUNT_BLOCK = 'aws_s3_account_public_access_block';

/** Whether a policy that admits everybody does. */
export function bucketGates(bucket: Resource, settings: Settings): ResourcePolicy['everybody'] {
  return {
    stranger: blockGate(bucket, settings, ['block_public_policy', 'restrict_public_buckets']),
    // Principals of the account are no public, but the policy would be refused as a whole.
    account: blockGate(bucket, settings, ['block_public_policy']),
  };
}

/** Closed where one of the flags is set, for the bucket or for the account as a whole. */
function blockGate(bucket: Resource, settings: Settings, flags: readonly string[]): Gate {
  const own = settings.of(bucket, BLOCK, 'bucket');
  const found = [...own, ...settings.all(ACCOUNT_BLOCK)].flatMap((resource) =>
    flags.map((flag) => ({ resource, flag, is: flagOf(resource.attribute(flag)) ?? false })),
  );
  if (found.some(({ resource, is }) => is === true && !resource.maybe)) return 'closed';
  const doubtful = found.find(({ is }) => is !== false);
  if (doubtful)
    return openIf(
      bucket,
      doubtful.resource,
      doubtful.flag,
      `${doubtful.resource.address} does not set ${doubtful.flag}`,
    );
  const [block] = own;
  if (!block) return olderBucket(bucket);
  const evidence = flags.map((flag) => evidenceOf(block, flag, block.attribute(flag)));
  return { ...openBy(bucket, block, flags[0] ?? ''), evidence };
}

/** Whether access control lists count at all. */
function listGate(bucket: Resource, settings: Settings): Gate {
  const [controls] = settings.of(bucket, 'aws_s3_bucket_ownership_controls', 'bucket');
  if (!controls) return olderBucket(bucket);
  const value = controls.blocks('rule')[0]?.attribute('object_ownership');
  const ownership = textOf(value);
  if (ownership === undefined)
    return openIf(bucket, controls, 'rule.object_ownership', `${controls.address} leaves access control lists enabled`);
  return ownership === 'BucketOwnerEnforced' ? 'closed' : openBy(bucket, controls, 'rule.object_ownership', value);
}

function openBy(bucket: Resource, by: Resource, attribute: string, value?: Value): Premise {
  return {
    property: 's3.public-access-open',
    key: `s3.public-access-open|${bucket.address}|${attribute}`,
    resource: by,
    evidence: [evidenceOf(by, attribute, value ?? by.attribute(attribute))],
    certainty: 'certain',
    subject: bucket,
  };
}

function openIf(bucket: Resource, by: Resource, attribute: string, what: string): Premise {
  const premise = openBy(bucket, by, attribute);
  const assumes = { what, origin: by.origin, supply: supplyFor(by.attribute(attribute)) };
  return { ...premise, certainty: 'assumed', assumes };
}

function olderBucket(bucket: Resource): Premise {
  return {
    property: 's3.older-bucket',
    key: `s3.older-bucket|${bucket.address}`,
    resource: bucket,
    evidence: [remark(bucket, BLOCK, 'absent')],
    certainty: 'assumed',
    assumes: {
      what: `${bucket.address} was created before April 2023, when AWS began to block public access to new buckets`,
      origin: bucket.origin,
      supply: `Add an ${BLOCK} and aws_s3_bucket_ownership_controls for it that state its real settings.`,
    },
    subject: bucket,
  };
}

/** A public access control list. */
export interface PublicList {
  readonly bucket: Resource;
  /** Where it is written. */
  readonly resource: Resource;
  readonly attribute: string;
}

/** Ways in which access control lists allow everyone to read objects, each as the premises that it depends on. */
export function publicLists(bucket: Resource, settings: Settings): readonly (readonly Premise[])[] {
  const gates = [blockGate(bucket, settings, ['ignore_public_acls', 'block_public_acls']), listGate(bucket, settings)];
  if (gates.includes('closed')) return [];
  const open = gates.flatMap((gate) => (typeof gate === 'string' ? [] : [gate]));
  const unique = [...new Map(open.map((premise) => [premise.key, premise])).values()];
  return [...objectLists(bucket, settings), ...bucketLists(bucket, settings)].map((premise) => [premise, ...unique]);
}

const CANNED = /^(public-read|public-read-write|authenticated-read)$/;

function* objectLists(bucket: Resource, settings: Settings): Generator<Premise> {
  for (const type of ['aws_s3_object', 'aws_s3_bucket_object']) {
    for (const resource of settings.of(bucket, type, 'bucket')) {
      if (isCanned(resource)) yield listPremise({ bucket, resource, attribute: 'acl' });
    }
  }
}

/**
 * The access control list of the bucket lets its keys be listed, not its objects read: they have their own lists.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#permissions
 */
function* bucketLists(bucket: Resource, settings: Settings): Generator<Premise> {
  for (const resource of [bucket, ...settings.of(bucket, 'aws_s3_bucket_acl', 'bucket')]) {
    const attribute = isCanned(resource) ? 'acl' : publicGrant(resource);
    if (attribute === undefined) continue;
    const assumes = {
      what: `access control lists of objects in ${bucket.address} allow everyone to read them, as that of the bucket allows everyone to list them`,
      origin: resource.origin,
      supply: 'Check the access control lists of its objects.',
    };
    yield { ...listPremise({ bucket, resource, attribute }), certainty: 'assumed', assumes };
  }
}

function isCanned(resource: Resource): boolean {
  return CANNED.test(textOf(resource.attribute('acl')) ?? '');
}

const GROUPS = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;
const READING = ['READ', 'FULL_CONTROL'];

/** Public grants in the bucket or in an `aws_s3_bucket_acl`. */
function publicGrant(resource: Resource): string | undefined {
  const inline = resource.blocks('grant');
  if (inline.some((grant) => isPublicGrant(grant, grant.attribute('permissions')))) return 'grant';
  const grants = resource.blocks('access_control_policy').flatMap((policy) => policy.blocks('grant'));
  return grants.some((grant) =>
    grant.blocks('grantee').some((grantee) => isPublicGrant(grantee, grant.attribute('permission'))),
  )
    ? 'access_control_policy'
    : undefined;
}

function isPublicGrant(grantee: BodyView, permissions: Value | undefined): boolean {
  if (!GROUPS.test(textOf(grantee.attribute('uri')) ?? '')) return false;
  const given = permissions && 'elements' in permissions ? permissions.elements : [permissions];
  return given.some((each) => READING.includes(textOf(each) ?? ''));
}

function listPremise(list: PublicList): Premise {
  const { bucket, resource, attribute } = list;
  return {
    property: 's3.public-list',
    key: `s3.public-list|${bucket.address}|${resource.address}`,
    resource,
    evidence: [evidenceOf(resource, attribute, resource.attribute(attribute))],
    certainty: resource.maybe ? 'assumed' : 'certain',
    subject: list,
  };
}
