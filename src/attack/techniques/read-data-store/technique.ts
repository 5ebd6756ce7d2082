import { reads } from '../../fact.js';
import { defineTechnique } from '../../technique.js';

export const readDataStore = defineTechnique({
  id: 'read-data-store',
  title: 'Read a data store or a secret with an IAM permission',
  description:
    'Buckets, tables, secrets and parameters are read by calls to AWS that need a permission and no network path. Whoever has credentials with that permission reads them, from anywhere.',
  mitre: [
    { id: 'T1530', name: 'Data from Cloud Storage' },
    { id: 'T1555.006', name: 'Credentials from Password Stores: Cloud Secrets Management Stores' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access.html',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/security-iam.html',
  ],
  limits:
    'Policies of the store itself (bucket policies), VPC endpoint policies, and permissions on a KMS key of its own are not evaluated.',
  on: ['controls'],
  *derive(fact, { estate, mayAny }) {
    if (fact.kind !== 'controls') return;
    const { principal } = fact;
    const actions = new Set(estate.stores.flatMap(({ readActions }) => readActions));
    for (const action of actions) if (!estate.iam.mayDo(principal, action)) actions.delete(action);
    for (const store of estate.stores) {
      const { arn, resource, tags } = store;
      const target = { arn, resource, tags };
      const able = store.readActions.filter((action) => actions.has(action));
      const allowed = mayAny(able.map((action) => ({ principal, action, target })));
      if (!allowed) continue;
      yield {
        gains: reads(store),
        needs: [allowed],
        explanation: `Reads ${store.address} with ${allowed.action}.`,
        // The store is what the workload is there for only if a grant names it, which the engine asks.
        intended: true,
      };
    }
  },
});
