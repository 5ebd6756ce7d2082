import type { Estate } from '#aws/estate.js';
import type { DataStore } from '#aws/storage/store.js';
import type { RequestTarget } from '#aws/iam/decision.js';
import type { Principal } from '#aws/iam/policy.js';
import { POLICY_TYPES } from '#aws/storage/policies.js';
import type { Resource } from '#model/resource.js';
import { opens, reads, type Fact, type May } from '../../../fact.js';
import { escalationsOf } from '../../../premises/escalation.js';
import { isOpenToStrangers, isRewritable, mayDecrypt } from '../../../premises/store.js';
import { defineTechnique, type DeriveContext, type Step } from '../../../technique.js';

export const rewriteResourcePolicy = defineTechnique({
  id: 'rewrite-resource-policy',
  title: 'Rewrite the policy of a resource to gain access',
  description:
    'A bucket, a secret, a queue, a key or a file system has a resource policy, and an attacker who can write it can make it allow any principal: the compromised one, or an attacker-controlled account. No permission to read is needed then, and any Deny in the old policy is gone. Blocked public access stays blocked, but a principal that the policy names is not the public.',
  mitre: [
    { id: 'T1098', name: 'Account Manipulation' },
    { id: 'T1530', name: 'Data from Cloud Storage' },
  ],
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html',
    'https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html',
    'https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  limits:
    'S3 access control lists, access points, images in Amazon ECR, Amazon SNS topics and opening functions to invocation are not modelled.',
  instead: 'read-data-store',
  actions: POLICY_TYPES.flatMap(({ rewrites }) => rewrites),
  on: ['controls'],
  *derive({ principal }, context) {
    const { estate } = context;
    const writer = writerOf(principal, estate);
    if (!writer) return;
    for (const store of estate.stores) {
      if (writer.actions.has(store.resource.type) && !isOpenToStrangers(estate, store)) {
        yield* openStore(writer, store, context);
      }
    }
    for (const resource of means(estate)) {
      const rewrites = mayRewrite(writer, resource, context);
      if (rewrites)
        yield { gains: opens(resource), needs: [rewrites], explanation: `${describe(rewrites, resource)}.` };
    }
  },
});

interface Writer {
  readonly principal: Principal;
  /** The actions with which it could write policies, by the type of resource. */
  readonly actions: ReadonlyMap<string, readonly string[]>;
  /** Leaves out what only an administrator's access allows. */
  readonly escalations: ReturnType<typeof escalationsOf>;
}

/** `undefined` for a principal that cannot write a policy of any kind. */
function writerOf(principal: Principal, estate: Estate): Writer | undefined {
  const actions = new Map<string, readonly string[]>();
  for (const { of, rewrites } of POLICY_TYPES) {
    const possible = rewrites.filter((action) => estate.iam.mayDo(principal, action));
    if (possible.length > 0) for (const type of of) actions.set(type, possible);
  }
  return actions.size === 0 ? undefined : { principal, actions, escalations: escalationsOf(principal, estate) };
}

/** Keys of stores, and file systems: opening one is a step on the way to something else. */
function means({ stores, fileSystems }: Estate): ReadonlySet<Resource> {
  const keys = stores.flatMap(({ key }) => key?.target.resource ?? []);
  return new Set([...keys, ...fileSystems.filter(({ policy }) => policy).map(({ resource }) => resource)]);
}

function mayRewrite(
  { principal, actions, escalations }: Writer,
  resource: Resource,
  { estate, mayAny }: DeriveContext,
): May | undefined {
  const possible = actions.get(resource.type);
  if (!possible) return undefined;
  const policy = estate.resourcePolicies.of(resource);
  const target: RequestTarget = { arn: estate.arnOf(resource), resource, policy };
  return mayAny(escalations(possible.map((action) => ({ principal, action, target }))));
}

function* openStore(writer: Writer, store: DataStore, context: DeriveContext): Generator<Step> {
  const { resource, key } = store;
  const rewrites = mayRewrite(writer, resource, context);
  if (!rewrites) return;
  const decrypts = mayDecrypt(store, writer.principal, context);
  const keyResource = key?.target.resource;
  const byKey: Fact[] = keyResource && isRewritable(keyResource, context.estate) ? [opens(keyResource)] : [];
  if (decrypts === 'closed' && byKey.length === 0) return;
  yield {
    gains: reads(store),
    needs: [rewrites, ...(decrypts === 'closed' ? byKey : decrypts)],
    explanation: `${describe(rewrites, resource)}, and reads it.`,
  };
}

function describe({ action }: May, { address }: Resource): string {
  return `Rewrites the policy of ${address} to allow any principal, with ${action}`;
}
