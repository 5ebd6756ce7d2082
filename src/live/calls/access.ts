import type { ServiceInfo } from './call.js';

/** Who there is, and who may do what. */
export const ACCESS = {
  sts: {
    prefix: 'sts',
    global: true,
    calls: {
      // It needs no permission. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
      GetCallerIdentity: { actions: [], without: 'the account is not known' },
    },
  },
  iam: {
    prefix: 'iam',
    global: true,
    calls: {
      GetAccountAuthorizationDetails: {
        lists: [
          'aws_iam_role',
          'aws_iam_role_policy',
          'aws_iam_role_policy_attachment',
          'aws_iam_user',
          'aws_iam_user_policy',
          'aws_iam_user_policy_attachment',
          'aws_iam_user_group_membership',
          'aws_iam_group',
          'aws_iam_group_policy',
          'aws_iam_group_policy_attachment',
          'aws_iam_policy',
        ],
        without: 'no principal and no policy of the account is known, and so no attack path through permissions',
      },
      ListInstanceProfiles: {
        lists: ['aws_iam_instance_profile'],
        without: 'it is not known which roles instances have',
      },
      ListAccessKeys: {
        lists: ['aws_iam_access_key'],
        without: 'it is not known which users have access keys that could leak',
      },
      GetLoginProfile: {
        lists: ['aws_iam_user_login_profile'],
        without: 'it is not known which users log in with a password',
      },
    },
  },
  organizations: {
    prefix: 'organizations',
    global: true,
    calls: {
      DescribeOrganization: { without: 'whether the account belongs to an organization is not known' },
      ListParents: { without: 'it is not known which service control policies limit the account' },
      ListPoliciesForTarget: {
        lists: ['aws_organizations_policy', 'aws_organizations_policy_attachment'],
        without: 'it is not known which service control policies limit the account',
      },
      DescribePolicy: { without: 'it is not known what the service control policy denies' },
    },
  },
} as const satisfies Readonly<Record<string, ServiceInfo>>;
