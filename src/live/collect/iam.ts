import {
  type GetAccountAuthorizationDetailsResponse,
  GetLoginProfileCommand,
  type GroupDetail,
  IAMClient,
  type InstanceProfile,
  type ManagedPolicyDetail,
  paginateGetAccountAuthorizationDetails,
  paginateListAccessKeys,
  paginateListInstanceProfiles,
  type RoleDetail,
  type UserDetail,
} from '@aws-sdk/client-iam';
import type { Collector } from '../collector.js';
import { type Reader, rowsOf } from '../reader.js';
import { documentOf, lastPiece, sorted, tagsOf } from '../values.js';

type At = Reader<IAMClient, 'iam'>;
const row = rowsOf<IAMClient, 'iam'>();

export const iam: Collector<IAMClient, 'iam'> = {
  service: 'iam',
  connect: (settings) => new IAMClient(settings),
  rows: [
    row({
      call: 'GetAccountAuthorizationDetails',
      pages: (client) =>
        paginateGetAccountAuthorizationDetails(
          { client, pageSize: 1000 },
          // Policies of AWS are known without asking.
          { Filter: ['User', 'Role', 'Group', 'LocalManagedPolicy'] },
        ),
      // The lists are spread over the pages, each as it comes.
      items: (page) => [page],
      each: addDetails,
    }),
    row({
      call: 'ListInstanceProfiles',
      pages: (client) => paginateListInstanceProfiles({ client, pageSize: 1000 }, {}),
      items: (page) => page.InstanceProfiles,
      each: addInstanceProfile,
    }),
  ],
};

async function addDetails(details: GetAccountAuthorizationDetailsResponse, at: At): Promise<void> {
  for (const policy of details.Policies ?? []) addPolicy(policy, at);
  for (const role of details.RoleDetailList ?? []) addRole(role, at);
  for (const group of details.GroupDetailList ?? []) addGroup(group, at);
  await Promise.all((details.UserDetailList ?? []).map((user) => addUser(user, at)));
}

function addRole(role: RoleDetail, at: At): void {
  const { RoleName: name = '', Arn: arn } = role;
  at.add({
    type: 'aws_iam_role',
    id: name,
    arn,
    values: {
      name,
      path: role.Path,
      unique_id: role.RoleId,
      create_date: role.CreateDate,
      assume_role_policy: documentOf(role.AssumeRolePolicyDocument),
      permissions_boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
      tags: tagsOf(role.Tags),
    },
  });
  addPolicies('role', name, { inline: role.RolePolicyList, attached: role.AttachedManagedPolicies }, at);
}

function addGroup(group: GroupDetail, at: At): void {
  const { GroupName: name = '', Arn: arn, Path: path, GroupId: unique_id } = group;
  at.add({ type: 'aws_iam_group', id: name, arn, values: { name, path, unique_id } });
  addPolicies('group', name, { inline: group.GroupPolicyList, attached: group.AttachedManagedPolicies }, at);
}

async function addUser(user: UserDetail, at: At): Promise<void> {
  const { UserName: name = '', Arn: arn } = user;
  at.add({
    type: 'aws_iam_user',
    id: name,
    arn,
    values: {
      name,
      path: user.Path,
      unique_id: user.UserId,
      permissions_boundary: user.PermissionsBoundary?.PermissionsBoundaryArn,
      tags: tagsOf(user.Tags),
    },
  });
  addPolicies('user', name, { inline: user.UserPolicyList, attached: user.AttachedManagedPolicies }, at);
  const groups = sorted(user.GroupList);
  if (groups.length > 0) at.add({ type: 'aws_iam_user_group_membership', id: name, values: { user: name, groups } });
  await Promise.all([at.read(accessKeysOf(name)), addLoginProfile(name, at)]);
}

interface Policies {
  readonly inline: RoleDetail['RolePolicyList'];
  readonly attached: RoleDetail['AttachedManagedPolicies'];
}

function addPolicies(kind: 'role' | 'user' | 'group', owner: string, { inline, attached }: Policies, at: At): void {
  for (const { PolicyName: name = '', PolicyDocument } of inline ?? []) {
    const values = { [kind]: owner, name, policy: documentOf(PolicyDocument) };
    at.add({ type: `aws_iam_${kind}_policy`, id: `${owner}:${name}`, values });
  }
  for (const { PolicyArn: policy_arn = '' } of attached ?? []) {
    const values = { [kind]: owner, policy_arn };
    at.add({ type: `aws_iam_${kind}_policy_attachment`, id: `${owner}/${policy_arn}`, values });
  }
}

function addPolicy(policy: ManagedPolicyDetail, at: At): void {
  const { Arn: arn = '' } = policy;
  const current = policy.PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion);
  at.add({
    type: 'aws_iam_policy',
    id: arn,
    arn,
    values: {
      name: policy.PolicyName ?? lastPiece(arn),
      path: policy.Path,
      policy_id: policy.PolicyId,
      attachment_count: policy.AttachmentCount,
      policy: documentOf(current?.Document),
    },
    ...(current?.Document === undefined ? { unread: ['policy'] } : {}),
  });
}

function addInstanceProfile(profile: InstanceProfile, at: At): void {
  const { InstanceProfileName: name = '', Arn: arn, Path: path, InstanceProfileId: unique_id } = profile;
  const role = profile.Roles?.[0]?.RoleName;
  at.add({ type: 'aws_iam_instance_profile', id: name, arn, values: { name, path, unique_id, role } });
}

function accessKeysOf(user: string) {
  return row({
    call: 'ListAccessKeys',
    about: { type: 'aws_iam_user', id: user },
    pages: (client) => paginateListAccessKeys({ client }, { UserName: user }),
    items: (page) => page.AccessKeyMetadata,
    each: ({ AccessKeyId: id = '', Status: status, CreateDate: create_date }, at) =>
      at.add({ type: 'aws_iam_access_key', id, values: { user, status, create_date } }),
  });
}

async function addLoginProfile(user: string, at: At): Promise<void> {
  const about = { type: 'aws_iam_user', id: user };
  const answer = await at.ask(
    { call: 'GetLoginProfile', about, absent: ['NoSuchEntity', 'NoSuchEntityException'] },
    () => at.client.send(new GetLoginProfileCommand({ UserName: user })),
  );
  if (answer.is === 'read') at.add({ type: 'aws_iam_user_login_profile', id: user, values: { user } });
}
