import { defineService } from './service.js';

export const iam = defineService({
  name: 'AWS Identity and Access Management',
  prefix: 'iam',
  resources: {
    aws_iam_role: { arn: 'iam::{A}:role{path|/}{name}', id: 'name', generated: 'name' },
    aws_iam_user: { arn: 'iam::{A}:user{path|/}{name}', id: 'name', lookups: { name: 'user_name' } },
    aws_iam_group: { arn: 'iam::{A}:group{path|/}{name}', id: 'name', lookups: { name: 'group_name' } },
    aws_iam_policy: { arn: 'iam::{A}:policy{path|/}{name}', id: 'arn', generated: 'name' },
    aws_iam_instance_profile: { arn: 'iam::{A}:instance-profile{path|/}{name}', id: 'name', generated: 'name' },
    aws_iam_saml_provider: { arn: 'iam::{A}:saml-provider/{name}', id: 'arn' },
    aws_iam_virtual_mfa_device: { arn: 'iam::{A}:mfa{path|/}{virtual_mfa_device_name}' },
  },
  targets: [
    {
      of: ['account'],
      own: ['group', 'policy', 'role', 'user'],
      suffixes: [],
      ways: [
        {
          actions: ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'],
          does: 'creates credentials for another user',
          source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html',
        },
        {
          actions: ['iam:AddUserToGroup'],
          does: 'gives a user the permissions of a group',
          source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html',
        },
        {
          actions: ['iam:PassRole'],
          does: 'passes a role to a service that works for the caller',
          source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
        },
        {
          actions: ['iam:UpdateSAMLProvider'],
          does: 'makes the roles that trust the identity provider accept what the caller signs',
          source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSAMLProvider.html',
        },
        {
          actions: ['sts:AssumeRoot'],
          does: 'acts as the root user of a member account',
          source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html',
        },
        {
          actions: [
            'identitystore:CreateGroupMembership',
            'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
            'sso:AttachManagedPolicyToPermissionSet',
            'sso:CreateAccountAssignment',
            'sso:PutInlinePolicyToPermissionSet',
          ],
          does: 'gives IAM Identity Center users more permissions in the account',
          source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamidentitycenter.html',
        },
      ],
      noWay: ['iam:DeleteAccountPasswordPolicy'],
    },
  ],
  identities: {
    create: { user: 'iam:CreateUser', group: 'iam:CreateGroup', role: 'iam:CreateRole' },
    givesPolicy: {
      role: ['iam:AttachRolePolicy', 'iam:PutRolePolicy'],
      user: ['iam:AttachUserPolicy', 'iam:PutUserPolicy'],
      group: ['iam:AttachGroupPolicy', 'iam:PutGroupPolicy'],
    },
    takesInlinePolicy: { role: 'iam:DeleteRolePolicy', user: 'iam:DeleteUserPolicy', group: 'iam:DeleteGroupPolicy' },
    takesManagedPolicy: { role: 'iam:DetachRolePolicy', user: 'iam:DetachUserPolicy', group: 'iam:DetachGroupPolicy' },
    boundary: {
      role: {
        remove: 'iam:DeleteRolePermissionsBoundary',
        replace: 'iam:PutRolePermissionsBoundary',
        source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html',
      },
      user: {
        remove: 'iam:DeleteUserPermissionsBoundary',
        replace: 'iam:PutUserPermissionsBoundary',
        source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html',
      },
    },
    rewritesPolicy: { create: 'iam:CreatePolicyVersion', revert: 'iam:SetDefaultPolicyVersion' },
    credentials: {
      first: ['iam:CreateAccessKey', 'iam:CreateLoginProfile'],
      replace: ['iam:UpdateLoginProfile'],
    },
    rewrites: [
      {
        id: 'user-credentials',
        of: 'user',
        actions: ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'],
        source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html',
      },
      {
        id: 'trust-policy',
        of: 'role',
        actions: ['iam:UpdateAssumeRolePolicy'],
        source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html',
      },
    ],
  },
  reconnaissance: {
    reads: ['iam:Get*', 'iam:List*', 'iam:Simulate*'],
    harmless: ['iam:GetInstanceProfile', 'iam:GetRole', 'iam:GetUser', 'iam:ListAccountAliases'],
  },
});
