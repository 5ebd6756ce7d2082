import type { Kind } from './way.js';
import { OF_STORES } from './ways-to-stores.js';

const REFERENCE = 'https://docs.aws.amazon.com/service-authorization/latest/reference';
const IAM = 'https://docs.aws.amazon.com/IAM/latest/APIReference';

const ACCOUNT: Kind = {
  service: 'iam',
  own: ['group', 'policy', 'role', 'user'],
  suffixes: [],
  ways: [
    {
      actions: ['iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile'],
      does: 'makes credentials of another user',
      source: `${IAM}/API_CreateAccessKey.html`,
    },
    {
      actions: ['iam:AddUserToGroup'],
      does: 'gives a user what a group may',
      source: `${IAM}/API_AddUserToGroup.html`,
    },
    {
      actions: ['iam:PassRole'],
      does: 'hands a role to a service that works for the caller',
      source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    },
    {
      actions: ['iam:UpdateSAMLProvider'],
      does: 'has the roles that trust the identity provider believe what the caller signs',
      source: `${IAM}/API_UpdateSAMLProvider.html`,
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
      does: 'gives people of IAM Identity Center more in the account',
      source: `${REFERENCE}/list_awsiamidentitycenter.html`,
    },
  ],
};

const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/api';

/** Each puts other code in a function: its package; its layers, handler and environment variables. */
export const CODE_OF_FUNCTION: readonly string[] = ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'];

const FUNCTION: Kind = {
  service: 'lambda',
  own: ['durable execution', 'function', 'function alias', 'function version'],
  suffixes: ['', ':*'],
  ways: [
    {
      actions: CODE_OF_FUNCTION,
      does: 'has other code run with the role of the function',
      source: `${LAMBDA}/API_UpdateFunctionConfiguration.html`,
    },
    {
      actions: [
        'lambda:CreateEventSourceMapping',
        'lambda:CreateFunctionUrlConfig',
        'lambda:UpdateEventSourceMapping',
        'lambda:UpdateFunctionUrlConfig',
      ],
      does: 'has the function work on what others send it',
      source: `${LAMBDA}/API_CreateEventSourceMapping.html`,
      helps: true,
    },
    {
      actions: [
        'lambda:DeleteFunctionCodeSigningConfig',
        'lambda:PutFunctionCodeSigningConfig',
        'lambda:PutFunctionEventInvokeConfig',
        'lambda:UpdateAlias',
        'lambda:UpdateCodeSigningConfig',
        'lambda:UpdateFunctionCodeSigningConfig',
        'lambda:UpdateFunctionEventInvokeConfig',
      ],
      does: 'changes which code runs, or where its results go',
      source: `${LAMBDA}/API_UpdateAlias.html`,
      helps: true,
    },
  ],
};

const SSM = 'https://docs.aws.amazon.com/systems-manager/latest';

/** What is asked about documents, windows and associations too, so that no ARN of the instance stops it. */
const MANAGED_HOST: Kind = {
  service: 'ssm',
  own: [],
  suffixes: [],
  ways: [
    {
      actions: ['ssm:SendCommand', 'ssm:StartSession'],
      does: 'runs commands on the instance as root',
      source: `${SSM}/userguide/run-command-setting-up.html`,
    },
    {
      actions: ['ssm:CreateAssociation', 'ssm:CreateAssociationBatch', 'ssm:UpdateAssociation'],
      does: 'has State Manager run a document on the instance',
      source: `${SSM}/APIReference/API_CreateAssociation.html`,
    },
    {
      actions: [
        'ssm:RegisterTaskWithMaintenanceWindow',
        'ssm:ResumeSession',
        'ssm:StartAccessRequest',
        'ssm:StartAutomationExecution',
        'ssm:StartChangeRequestExecution',
        'ssm:UpdateDocument',
        'ssm:UpdateDocumentDefaultVersion',
        'ssm:UpdateMaintenanceWindowTask',
      ],
      does: 'changes what runs on the instance by way of something that is there',
      source: `${SSM}/APIReference/API_RegisterTaskWithMaintenanceWindow.html`,
      helps: true,
    },
  ],
};

const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference';

const HOST: Kind = {
  service: 'ec2',
  own: [],
  suffixes: [],
  ways: [
    {
      actions: ['ec2:CreateReplaceRootVolumeTask'],
      does: 'has the instance boot from an image of the caller, with the role that it has',
      source: `${EC2}/API_CreateReplaceRootVolumeTask.html`,
    },
    {
      actions: [
        'ec2:AssociateIamInstanceProfile',
        'ec2:ModifyInstanceAttribute',
        'ec2:ReplaceIamInstanceProfileAssociation',
      ],
      does: 'changes what the instance runs when it starts, or its role',
      source: `${EC2}/API_ModifyInstanceAttribute.html`,
      helps: true,
    },
  ],
};

/** By Terraform type; `account`: its administration, and the principals of it; `host`: an instance, by Amazon EC2, `managed-host`: by Systems Manager. */
export const KINDS: ReadonlyMap<string, Kind> = new Map([
  ...OF_STORES,
  ['account', ACCOUNT],
  ['aws_lambda_function', FUNCTION],
  ['host', HOST],
  ['managed-host', MANAGED_HOST],
]);
