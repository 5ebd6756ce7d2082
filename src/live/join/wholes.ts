/**
 * Resources of Terraform that stand for several of an account: the attachments of a policy to many, the policies that stand
 * inside a role, the members of a group.
 */
import { itemsOf, textOf } from '#aws/reading.js';
import type { Resource } from '#model/resource.js';
import type { Value } from '#model/value.js';
import { sameness, type Resolve } from './same.js';

export interface AccountSide {
  ofType(type: string): readonly Resource[];
  readonly resolve: Resolve;
}

/** What of the account the resource stands for, besides one that it is itself. */
export function standsFor(source: Resource, account: AccountSide): readonly Resource[] {
  switch (source.type) {
    case 'aws_iam_policy_attachment':
      return attachmentsOf(source, account);
    case 'aws_iam_role':
    case 'aws_iam_user':
    case 'aws_iam_group':
      return insideOf(source, account);
    case 'aws_iam_group_membership':
      return itemsOf(source.attribute('users')).flatMap((user) =>
        account.ofType('aws_iam_user_group_membership').filter((live) => is(user, live.attribute('user'), account)),
      );
    default:
      return [];
  }
}

const HOLDERS = ['role', 'user', 'group'] as const;

function attachmentsOf(source: Resource, account: AccountSide): readonly Resource[] {
  return HOLDERS.flatMap((holder) => {
    const names = itemsOf(source.attribute(`${holder}s`));
    return account
      .ofType(`aws_iam_${holder}_policy_attachment`)
      .filter(
        (live) =>
          is(source.attribute('policy_arn'), live.attribute('policy_arn'), account) &&
          names.some((name) => is(name, live.attribute(holder), account)),
      );
  });
}

/** https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/iam_role#inline_policy */
function insideOf(source: Resource, account: AccountSide): readonly Resource[] {
  const holder = source.type.slice('aws_iam_'.length);
  const isHeld = (live: Resource): boolean => is(source.attribute('name'), live.attribute(holder), account);
  const written = source.blocks('inline_policy').map((block) => block.attribute('name'));
  const arns = itemsOf(source.attribute('managed_policy_arns'));
  const inline = account
    .ofType(`aws_iam_${holder}_policy`)
    .filter((live) => isHeld(live) && written.some((name) => is(name, live.attribute('name'), account)));
  const attached = account
    .ofType(`aws_iam_${holder}_policy_attachment`)
    .filter((live) => isHeld(live) && arns.some((arn) => is(arn, live.attribute('policy_arn'), account)));
  return [...inline, ...attached];
}

function is(said: Value | undefined, has: Value | undefined, { resolve }: AccountSide): boolean {
  return textOf(has) !== undefined && said !== undefined && sameness(said, has, resolve) === 'same';
}
