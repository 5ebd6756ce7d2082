import { opens, reads } from '../../../fact.js';
import { isNoLoss, isRewritable, mayDecrypt, mayRead } from '../../../premises/store.js';
import { defineTechnique } from '../../../technique.js';

export const readDataStore = defineTechnique({
  id: 'read-data-store',
  title: 'Read a data store or a secret with an IAM permission',
  description:
    'Buckets, tables, secrets, parameters, queues and streams are read by calls to AWS that need a permission and no network path. A policy of the caller or the policy of the store grants it, and neither may deny it. Data that is encrypted with a customer-managed key also requires permission to use the key. An attacker who has credentials with these permissions reads the store, from anywhere.',
  mitre: [
    { id: 'T1530', name: 'Data from Cloud Storage' },
    { id: 'T1555.006', name: 'Credentials from Password Stores: Cloud Secrets Management Stores' },
  ],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access.html',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/security-iam.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/control-access.html',
  ],
  limits:
    'A policy of a VPC endpoint is not modelled: it restricts calls through the endpoint, and credentials work from elsewhere too. Policies of S3 access points, and exports, snapshots and backups of a store, are not modelled. Assumed: objects are encrypted as the bucket says.',
  on: ['controls'],
  *derive({ principal }, context) {
    const { estate } = context;
    for (const store of estate.stores) {
      // Reading what everyone is meant to read is no loss.
      if (isNoLoss(estate, store)) continue;
      for (const { needs, action } of mayRead(store, principal, context)) {
        const decrypts = mayDecrypt(store, principal, context);
        const explanation = `Reads ${store.address} with ${action}`;
        // Access to the store is intended only if a grant names it, which the engine checks.
        if (decrypts !== 'closed') {
          yield { gains: reads(store), needs: [...needs, ...decrypts], explanation: `${explanation}.`, intended: true };
          continue;
        }
        const resource = store.key?.target.resource;
        if (resource && isRewritable(resource, estate)) {
          yield {
            gains: reads(store),
            needs: [...needs, opens(resource)],
            explanation: `${explanation}, once ${resource.address} lets it be decrypted.`,
          };
        }
      }
    }
  },
});
