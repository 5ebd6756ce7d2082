import type { Configuration } from '#model/configuration.js';
import type { Value } from '#model/value.js';
import { accountInArn, isAccountId } from '../arn-parts.js';
import { itemsOf } from '../reading.js';
import { isStable } from './identity.js';
import { type SymbolicString, symbolicOf } from '../symbolic.js';

/**
 * Attributes that name something in the account of the resource that has them. A role is passed to a service, and a
 * policy attached, only within the account: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 * ("You can only pass a role to a service in the same AWS account").
 * A plan or a state also knows ARNs of the resources themselves.
 */
const WITHIN_ACCOUNT: readonly (readonly [type: string, attribute: string])[] = [
  ['aws_iam_role', 'arn'],
  ['aws_iam_policy', 'arn'],
  ['aws_iam_user', 'arn'],
  ['aws_iam_role', 'permissions_boundary'],
  ['aws_iam_role', 'managed_policy_arns'],
  ['aws_iam_user', 'permissions_boundary'],
  ['aws_iam_role_policy_attachment', 'policy_arn'],
  ['aws_iam_user_policy_attachment', 'policy_arn'],
  ['aws_iam_group_policy_attachment', 'policy_arn'],
  ['aws_iam_policy_attachment', 'policy_arn'],
  ['aws_lambda_function', 'arn'],
  ['aws_lambda_function', 'role'],
  ['aws_ecs_task_definition', 'task_role_arn'],
  ['aws_ecs_task_definition', 'execution_role_arn'],
  ['aws_codebuild_project', 'service_role'],
  ['aws_codepipeline', 'role_arn'],
  ['aws_sfn_state_machine', 'role_arn'],
  ['aws_glue_job', 'role_arn'],
  ['aws_cloudwatch_event_target', 'role_arn'],
  ['aws_sns_topic', 'arn'],
  ['aws_sqs_queue', 'arn'],
  ['aws_dynamodb_table', 'arn'],
  ['aws_secretsmanager_secret', 'arn'],
];

/** What is known to be the id of the account of a provider configuration: digits, or ids of holes. */
export function idsInUse(configuration: Configuration): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const note = (provider: string, id: string | undefined) => {
    if (id === undefined) return;
    const ids = found.get(provider);
    if (ids) ids.add(id);
    else found.set(provider, new Set([id]));
  };
  for (const [type, attribute] of WITHIN_ACCOUNT) {
    for (const resource of configuration.ofType(type)) {
      if (resource.mode !== 'managed') continue;
      for (const value of itemsOf(resource.attribute(attribute))) note(resource.provider, idIn(value));
    }
  }
  for (const caller of configuration.ofType('data.aws_caller_identity')) {
    const value = caller.attribute('account_id');
    if (value?.kind === 'string' && isAccountId(value.value)) note(caller.provider, value.value);
  }
  return found;
}

function idIn(value: Value): string | undefined {
  const text = symbolicOf(value);
  return text && accountId(text);
}

/** The account in an ARN, as digits or the id of a hole. */
export function accountId(arn: SymbolicString): string | undefined {
  const piece = accountInArn(arn);
  if (typeof piece !== 'object') return piece;
  return isStable(piece) ? piece.id : undefined;
}
