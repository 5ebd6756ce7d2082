import type { Estate } from '#aws/estate.js';
import { flagOf } from '#aws/reading.js';
import { type Premise, subjectOf } from '#aws/premise.js';
import type { Resource } from '#model/resource.js';
import { type Finding, type Proposal, defineControl } from '../../../control.js';
import type { Change } from '../../../change.js';
import { edit, manual, whyNotEditable } from '../../../propose/edit/proposal.js';
import { freeName, nameOf, referenceTo } from '../../../propose/edit/reference.js';
import { quoted, renderBlock } from '../../../propose/edit/render.js';
import { seatOfResource, setScalar } from '../../../propose/edit/scalar.js';

const ID = 'block-public-bucket-access';
const TYPE = 'aws_s3_bucket_public_access_block';
const FLAGS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'] as const;

export const blockPublicBucketAccess = defineControl({
  id: ID,
  title: 'Block public access to a bucket',
  description:
    'Sets all four flags of the public access block of a bucket, or adds one. Public access control lists no longer count, and a policy that allows everyone admits only principals of the account and AWS services. AWS rejects such a policy when it is next written, so it has to be narrowed too.',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_public_access_block',
  ],
  closesPaths: true,

  *findings(): Generator<Finding> {
    // New buckets block public access by themselves; where something is open, the policy or the list is the finding.
  },

  *cut(premise, estate): Generator<Proposal> {
    const bucket = bucketOf(premise);
    if (bucket) yield propose(bucket, estate);
  },
});

/** The bucket that is open, if the premise says so. */
function bucketOf(premise: Premise): Resource | undefined {
  return (
    subjectOf(premise, 's3.public-access-open') ??
    subjectOf(premise, 's3.older-bucket') ??
    subjectOf(premise, 's3.public-list')?.bucket
  );
}

function propose(bucket: Resource, estate: Estate): Proposal {
  const id = `${ID}:${bucket.address}`;
  const falsifies: Proposal['falsifies'] = (premise) => bucketOf(premise)?.address === bucket.address;
  const block = estate.configuration
    .ofType(TYPE)
    .find((each) => each.mode === 'managed' && each.attribute('bucket')?.ref?.address === bucket.address);
  const changes = block ? flagChanges(block) : newBlock(bucket, estate);
  const resource = block ?? bucket;
  if (!changes) {
    return manual({
      id,
      address: resource.address,
      falsifies,
      reason: whyNotEditable(resource),
      instruction: `Set the four flags of ${TYPE} for ${bucket.address}.`,
    });
  }
  return edit({
    id,
    resource,
    changes,
    falsifies,
    summary: `Block public access to ${bucket.address}`,
    reason: 'Neither a policy nor an access control list allows public access any more.',
    applyEffect: block ? 'in-place' : 'new-resource',
    mayBreak: [
      'Clients that read the bucket without credentials for the account are refused: browsers, downloads, other accounts.',
      'AWS rejects a public policy or access control list when it is next written: narrow it too.',
    ],
    width: 4,
  });
}

function flagChanges(block: Resource): readonly Change[] | undefined {
  const seat = seatOfResource(block);
  const unset = FLAGS.filter((flag) => flagOf(block.attribute(flag)) !== true);
  return seat && unset.flatMap((flag) => setScalar(seat, flag, 'true'));
}

function newBlock(bucket: Resource, { configuration }: Estate): readonly Change[] | undefined {
  const seat = seatOfResource(bucket);
  const reference = referenceTo(bucket, bucket.module, 'id');
  if (!seat || reference === undefined) return undefined;
  const name = freeName(configuration, TYPE, bucket.module, nameOf(bucket));
  const block = renderBlock({
    header: `resource "${TYPE}" ${quoted(name)}`,
    items: [['bucket', reference], 'blank', ...FLAGS.map((flag) => [flag, 'true'] as const)],
  });
  return [{ kind: 'append', file: seat.file, block }];
}
