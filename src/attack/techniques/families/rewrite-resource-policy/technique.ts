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
  title: 'Rewrite the policy of a resource to be let in',
  description:
    'A bucket, a secret, a queue, a key or a file system has a policy of its own, and whoever may write it has it admit whom they like: themselves, or an account of theirs. No permission to read is needed then, and a Deny that stood in the policy is gone. Public access that is blocked stays blocked, but a principal by its name is not the public.',
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
    'Access control lists of S3, access points, images in Amazon ECR, topics of Amazon SNS and functions that are opened to invocation are not followed.',
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
  /** With which it could write policies, by the type of resource. */
  readonly actions: ReadonlyMap<string, readonly string[]>;
  /** Leaves out what only an administrator's access allows. */
  readonly escalations: ReturnType<typeof escalationsOf>;
}

/** `undefined` for who writes no policy of any kind. */
function writerOf(principal: Principal, estate: Estate): Writer | undefined {
  const actions = new Map<string, readonly string[]>();
  for (const { of, rewrites } of POLICY_TYPES) {
    const possible = rewrites.filter((action) => estate.iam.mayDo(principal, action));
    if (possible.length > 0) for (const type of of) actions.set(type, possible);
  }
  return actions.size === 0 ? undefined : { principal, actions, escalations: escalationsOf(principal, estate) };
}

/** Keys of stores, and file systems: what is opened is a step on the way to something. */
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
  return `Has the policy of ${address} admit whom it likes, with ${action}`;
}
