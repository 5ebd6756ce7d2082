/** A snapshot out of what `terraform show -json` prints of a state: values have the same shape. */
import type { Json, JsonObject, LiveResource, NotRead, Observation, Snapshot } from '#live/snapshot.js';

export const ACCOUNT = '123456789012';

interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly values: JsonObject;
}

/** Types that are a part of another resource, or nothing, in an account. */
const NOT_THERE = /^(random_|null_|local_|aws_(security_group_rule|vpc_security_group_\w+_rule|route)$)/;
/** User data is not read, and a state has only its hash. */
const LEFT_OUT = ['user_data', 'user_data_base64'];
/** A state repeats in a role what are resources of their own. */
const REPEATED = ['inline_policy', 'managed_policy_arns'];

export function snapshotFrom(
  state: string,
  region: string,
  more: { readonly observations?: readonly Observation[]; readonly notRead?: readonly NotRead[] } = {},
): Snapshot {
  const { values } = JSON.parse(state) as { values: { root_module: { resources: readonly StateResource[] } } };
  const resources = values.root_module.resources
    .filter(({ mode, type }) => mode === 'managed' && !NOT_THERE.test(type))
    .flatMap(attachmentsOf)
    .map(({ type, values }): LiveResource => {
      const own: Record<string, Json> = { ...values };
      const unread = LEFT_OUT.filter((name) => typeof own[name] === 'string');
      for (const name of [...LEFT_OUT, ...REPEATED]) delete own[name];
      const { id, arn } = own;
      const place = { account: ACCOUNT, region: type.startsWith('aws_iam_') ? 'global' : region };
      const named = typeof arn === 'string' ? { arn } : {};
      return { type, id: String(id), ...named, ...place, values: own, ...(unread.length > 0 ? { unread } : {}) };
    });
  return {
    takenAt: '2026-11-25T03:00:00.000Z',
    accounts: [{ id: ACCOUNT, partition: 'aws', regions: [region], caller: `arn:aws:iam::${ACCOUNT}:user/audit` }],
    resources,
    observations: more.observations ?? [],
    notRead: more.notRead ?? [],
  };
}

/** An account has an attachment for each holder of the policy. */
function attachmentsOf(resource: StateResource): readonly StateResource[] {
  if (resource.type !== 'aws_iam_policy_attachment') return [resource];
  const { policy_arn = null, ...lists } = resource.values;
  return ['role', 'user', 'group'].flatMap((holder) => {
    const names = lists[`${holder}s`];
    return (Array.isArray(names) ? names : []).map((name): StateResource => {
      const id = `${String(name)}/${String(policy_arn)}`;
      return {
        mode: 'managed',
        type: `aws_iam_${holder}_policy_attachment`,
        values: { id, policy_arn, [holder]: name },
      };
    });
  });
}
