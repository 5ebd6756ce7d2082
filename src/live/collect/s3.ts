import {
  type Bucket,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketWebsiteCommand,
  type Grant,
  GetPublicAccessBlockCommand,
  paginateListBuckets,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Collector } from '../collector.js';
import { ownEndpoint } from '../connection.js';
import { type Answer, type Reader, rowsOf } from '../reader.js';
import { block, blocks, tagsOf } from '../values.js';

/** Clients by region, since a bucket is asked where it is. */
interface Clients {
  readonly region: string;
  of(region: string): S3Client;
  destroy(): void;
}

type At = Reader<Clients, 's3'>;
const row = rowsOf<Clients, 's3'>();

export const s3: Collector<Clients, 's3'> = {
  service: 's3',
  connect(settings) {
    const clients = new Map<string, S3Client>();
    // An address of an emulator has no names of buckets in it.
    const forcePathStyle = ownEndpoint(settings, 'S3') !== undefined;
    return {
      region: settings.region,
      of(region) {
        const known = clients.get(region);
        if (known) return known;
        const client = new S3Client({ ...settings, region, forcePathStyle });
        clients.set(region, client);
        return client;
      },
      destroy: () => clients.forEach((client) => client.destroy()),
    };
  },
  rows: [
    row({
      call: 'ListBuckets',
      // Only where pages are asked for does the answer tell the regions of buckets.
      pages: (clients) => paginateListBuckets({ client: clients.of(clients.region), pageSize: 1000 }, {}),
      items: (page) => page.Buckets,
      each: addBucket,
    }),
  ],
};

async function addBucket({ Name: bucket = '', BucketRegion }: Bucket, at: At): Promise<void> {
  const about = { type: 'aws_s3_bucket', id: bucket };
  const arn = `arn:${at.place.partition}:s3:::${bucket}`;
  const region = BucketRegion ?? (await regionOf(bucket, at));
  if (region === undefined) {
    at.add({ ...about, arn, values: { bucket }, unread: ['tags'] });
    for (const type of SETTINGS) at.add({ type, id: bucket, values: { bucket }, unread: ['policy', 'acl'] });
    return;
  }
  const client = at.client.of(region);
  const tags = await at.ask({ call: 'GetBucketTagging', about, absent: ['NoSuchTagSet'] }, () =>
    client.send(new GetBucketTaggingCommand({ Bucket: bucket })),
  );
  at.add({
    ...about,
    arn,
    region,
    values: { bucket, tags: tags.is === 'read' ? tagsOf(tags.value.TagSet) : undefined },
    unread: tags.is === 'unread' ? ['tags'] : [],
  });
  await addSettings({ bucket, region, client }, at);
}

/** Of these, something is to be taken as there where nothing of a bucket can be read. */
const SETTINGS = ['aws_s3_bucket_policy', 'aws_s3_bucket_acl'] as const;

/** Of the first region the answer is empty. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
async function regionOf(bucket: string, at: At): Promise<string | undefined> {
  const about = { type: 'aws_s3_bucket', id: bucket };
  const answer = await at.ask({ call: 'GetBucketLocation', about }, () =>
    at.client.of(at.client.region).send(new GetBucketLocationCommand({ Bucket: bucket })),
  );
  if (answer.is !== 'read') return undefined;
  const { LocationConstraint: location } = answer.value;
  if (location === undefined) return 'us-east-1';
  return location === 'EU' ? 'eu-west-1' : location;
}

interface Placed {
  readonly bucket: string;
  readonly region: string;
  readonly client: S3Client;
}

async function addSettings({ bucket, region, client }: Placed, at: At): Promise<void> {
  const about = { type: 'aws_s3_bucket', id: bucket };
  const input = { Bucket: bucket };
  const found = (type: string) => ({ type, id: bucket, region, values: { bucket } });
  const [policy, access, acl, ownership, website, encryption] = await Promise.all([
    at.ask({ call: 'GetBucketPolicy', about, absent: ['NoSuchBucketPolicy'] }, () =>
      client.send(new GetBucketPolicyCommand(input)),
    ),
    at.ask({ call: 'GetPublicAccessBlock', about, absent: ['NoSuchPublicAccessBlockConfiguration'] }, () =>
      client.send(new GetPublicAccessBlockCommand(input)),
    ),
    at.ask({ call: 'GetBucketAcl', about }, () => client.send(new GetBucketAclCommand(input))),
    at.ask({ call: 'GetBucketOwnershipControls', about, absent: ['OwnershipControlsNotFoundError'] }, () =>
      client.send(new GetBucketOwnershipControlsCommand(input)),
    ),
    at.ask({ call: 'GetBucketWebsite', about, absent: ['NoSuchWebsiteConfiguration'] }, () =>
      client.send(new GetBucketWebsiteCommand(input)),
    ),
    at.ask({ call: 'GetBucketEncryption', about, absent: ['ServerSideEncryptionConfigurationNotFoundError'] }, () =>
      client.send(new GetBucketEncryptionCommand(input)),
    ),
  ]);
  at.addAnswered(found('aws_s3_bucket_policy'), policy, { policy: ({ Policy }) => Policy });
  at.addAnswered(found('aws_s3_bucket_public_access_block'), access, {
    block_public_acls: ({ PublicAccessBlockConfiguration: flags }) => flags?.BlockPublicAcls ?? false,
    block_public_policy: ({ PublicAccessBlockConfiguration: flags }) => flags?.BlockPublicPolicy ?? false,
    ignore_public_acls: ({ PublicAccessBlockConfiguration: flags }) => flags?.IgnorePublicAcls ?? false,
    restrict_public_buckets: ({ PublicAccessBlockConfiguration: flags }) => flags?.RestrictPublicBuckets ?? false,
  });
  at.addAnswered(found('aws_s3_bucket_acl'), acl, {
    access_control_policy: ({ Grants, Owner }) => [
      { owner: block(Owner && { id: Owner.ID }), grant: blocks(Grants, grantValues) },
    ],
  });
  at.addAnswered(found('aws_s3_bucket_ownership_controls'), ownership, {
    rule: ({ OwnershipControls }) =>
      blocks(OwnershipControls?.Rules, ({ ObjectOwnership: object_ownership }) => ({ object_ownership })),
  });
  at.addAnswered(found('aws_s3_bucket_server_side_encryption_configuration'), encryption, {
    rule: ({ ServerSideEncryptionConfiguration: configuration }) =>
      blocks(configuration?.Rules, ({ ApplyServerSideEncryptionByDefault: by, BucketKeyEnabled }) => ({
        apply_server_side_encryption_by_default: block(
          by && { sse_algorithm: by.SSEAlgorithm, kms_master_key_id: by.KMSMasterKeyID ?? '' },
        ),
        bucket_key_enabled: BucketKeyEnabled,
      })),
  });
  addWebsite(found('aws_s3_bucket_website_configuration'), website, at);
}

type Found = Parameters<At['add']>[0];

/** One that can't be read is not there: it makes what is public one that is meant to be. */
function addWebsite(
  found: Found,
  answer: Answer<{ readonly IndexDocument?: { Suffix: string | undefined } | undefined }>,
  at: At,
): void {
  if (answer.is !== 'read') return;
  const suffix = answer.value.IndexDocument?.Suffix;
  at.add({
    ...found,
    values: { ...found.values, index_document: block(suffix === undefined ? undefined : { suffix }) },
  });
}

function grantValues({ Grantee: grantee, Permission: permission }: Grant) {
  return {
    permission,
    grantee: block(grantee && { id: grantee.ID ?? '', type: grantee.Type, uri: grantee.URI ?? '' }),
  };
}
