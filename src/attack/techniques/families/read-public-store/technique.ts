import type { Estate } from '#aws/estate.js';
import type { DataStore } from '#aws/storage/store.js';
import { reads } from '../../../fact.js';
import { mayDecrypt, mayRead, strangersWays } from '../../../premises/store.js';
import { defineTechnique } from '../../../technique.js';

export const readPublicStore = defineTechnique({
  id: 'read-public-store',
  title: 'Read a store that is open to everyone',
  description:
    'A policy with Principal = "*", or an access control list that grants access to everyone, allows anyone to read a bucket, receive the messages of a queue or search a domain. A secret or a table is read from an attacker-controlled account, where its key allows it. A public-access block, or a condition that an outsider does not meet, closes it.',
  mitre: [{ id: 'T1530', name: 'Data from Cloud Storage' }],
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html',
  ],
  limits:
    'A bucket that is a website, a CloudFront origin without an origin identity, or named public, static, assets or the like is meant for everyone to read: that is listed as intended. So is an object that is public on its own, and a part of a bucket that a statement selects. Other accounts that a policy names are not modelled.',
  on: ['calls'],
  *derive(_calls, context) {
    const { estate } = context;
    for (const store of estate.stores) {
      for (const list of store.publicLists) {
        // What an AWS KMS key protects is read by signed requests only.
        if (store.key) continue;
        yield {
          gains: reads(store),
          premises: list,
          explanation: `Reads objects of ${store.address}, whose access control list grants access to everyone.`,
          intended: store.isForPublic || list.some(({ resource }) => resource.type.endsWith('_object')),
        };
      }
      const decrypts = store.policy ? mayDecrypt(store, undefined, context) : 'closed';
      if (decrypts === 'closed') continue;
      for (const { needs, action } of mayRead(store, undefined, context)) {
        yield {
          gains: reads(store),
          needs: [...needs, ...decrypts],
          explanation: `Reads ${store.address} with ${action}: its policy allows everyone.`,
          intended: isMeant(store, estate),
        };
      }
    }
  },
});

/** A statement that selects a part of the store, and asks no more of the reader, was written for that part. */
function isMeant(store: DataStore, estate: Estate): boolean {
  return store.isForPublic || strangersWays(estate, store).every(({ picksPart }) => picksPart);
}
