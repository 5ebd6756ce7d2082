/**
 * What reaches a thing besides the action whose name says so: the facts, in one place, by kind of target. The access levels of
 * the service authorization reference add what rewrites permissions (reach.ts).
 */
export interface Way {
  readonly actions: readonly string[];
  /** What it does for the caller, as a clause: `hands back the item that it overwrites`. */
  readonly does: string;
  readonly source: string;
  /** It is not enough by itself; it goes where a wildcard that covers it is taken apart. */
  readonly helps?: true;
}

/** A kind of target. */
export interface Kind {
  /** Whose actions a statement is searched for. */
  readonly service: string;
  /** Resource types of the service that are the target or a part of it: their ARNs are the target's with one of `suffixes`. */
  readonly own: readonly string[];
  readonly suffixes: readonly string[];
  /** Further resource types on which permissions are rewritten that lead to the target. */
  readonly near?: readonly string[];
  /** ARNs of other resources by which the same is reached. */
  readonly doors?: readonly string[];
  /** Patterns that stand for what they cover of the actions that no ARN stops. */
  readonly families?: readonly string[];
  /** Asked about something else than the target, whatever the resource types say. */
  readonly elsewhere?: readonly string[];
  readonly ways: readonly Way[];
}

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

const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide';

const BUCKET: Kind = {
  service: 's3',
  own: ['bucket', 'object'],
  suffixes: ['', '/*'],
  near: [
    'accessgrant',
    'accessgrantsinstance',
    'accessgrantslocation',
    'accesspoint',
    'accesspointobject',
    'multiregionaccesspoint',
    'objectlambdaaccesspoint',
  ],
  doors: ['arn:*:s3-object-lambda:*:*:accesspoint/*', 'arn:*:s3:*:*:accesspoint/*'],
  families: ['s3:*AccessGrant*'],
  ways: [
    {
      actions: [
        's3:GetObject',
        's3:GetObjectTorrent',
        's3:GetObjectVersion',
        's3:GetObjectVersionForReplication',
        's3:GetObjectVersionTorrent',
      ],
      does: 'reads objects',
      source: `${REFERENCE}/list_amazons3.html`,
    },
    {
      actions: [
        's3:CreateAccessPoint',
        's3:CreateAccessPointForObjectLambda',
        's3:CreateMultiRegionAccessPoint',
        's3:PutAccessPointConfigurationForObjectLambda',
        's3:PutAccessPointPolicy',
        's3:PutAccessPointPolicyForObjectLambda',
        's3:PutMultiRegionAccessPointPolicy',
      ],
      does: 'opens an access point, where the objects are read under another ARN',
      source: `${S3}/access-points-policies.html`,
      helps: true,
    },
    {
      actions: [
        's3:AssociateAccessGrantsIdentityCenter',
        's3:CreateAccessGrant',
        's3:CreateAccessGrantsInstance',
        's3:CreateAccessGrantsLocation',
        's3:GetDataAccess',
        's3:PutAccessGrantsInstanceResourcePolicy',
        's3:UpdateAccessGrantsLocation',
      ],
      does: 'hands out access by S3 Access Grants',
      source: `${S3}/access-grants-get-token.html`,
      helps: true,
    },
    {
      actions: [
        's3:PutAccountPublicAccessBlock',
        's3:PutBucketAcl',
        's3:PutBucketOwnershipControls',
        's3:PutBucketPublicAccessBlock',
      ],
      does: 'takes down what keeps policies and ACLs from opening the bucket',
      source: `${S3}/access-control-block-public-access.html`,
      helps: true,
    },
    {
      actions: ['s3:CreateJob', 's3:InitiateReplication', 's3:PutReplicationConfiguration', 's3:UpdateJobStatus'],
      does: 'has S3 copy the objects elsewhere, with a role',
      source: `${S3}/replication.html`,
      helps: true,
    },
    {
      actions: ['s3:BypassGovernanceRetention', 's3:ObjectOwnerOverrideToBucketOwner'],
      does: 'changes whose the objects are, and how long they stay',
      source: `${REFERENCE}/list_amazons3.html`,
      helps: true,
    },
  ],
};

const DYNAMODB = 'https://docs.aws.amazon.com/amazondynamodb/latest';

const TABLE: Kind = {
  service: 'dynamodb',
  own: ['backup', 'export', 'import', 'index', 'stream', 'table'],
  suffixes: ['', '/*'],
  ways: [
    {
      actions: [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:GetRecords',
        'dynamodb:PartiQLSelect',
        'dynamodb:Query',
        'dynamodb:ReadDataForReplication',
        'dynamodb:Scan',
        'dynamodb:SearchVectors',
      ],
      does: 'reads items',
      source: `${REFERENCE}/list_amazondynamodb.html`,
    },
    {
      actions: [
        'dynamodb:DeleteItem',
        'dynamodb:PartiQLDelete',
        'dynamodb:PartiQLUpdate',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      does: 'hands back the item that it changes (ReturnValues), to who knows its key',
      source: `${DYNAMODB}/developerguide/specifying-conditions.html`,
    },
    {
      actions: ['dynamodb:ConditionCheckItem'],
      does: 'tells whether an item is what the caller guesses',
      source: `${DYNAMODB}/APIReference/API_ConditionCheck.html`,
      helps: true,
    },
    {
      actions: [
        'dynamodb:AssociateTableReplica',
        'dynamodb:CreateGlobalTable',
        'dynamodb:CreateTableReplica',
        'dynamodb:EnableKinesisStreamingDestination',
        'dynamodb:ExportTableToPointInTime',
        'dynamodb:RestoreTableFromAwsBackup',
        'dynamodb:RestoreTableFromBackup',
        'dynamodb:RestoreTableToPointInTime',
        'dynamodb:UpdateGlobalTable',
        'dynamodb:UpdateKinesisStreamingDestination',
      ],
      does: 'copies the table to where the caller reads it',
      source: `${DYNAMODB}/developerguide/S3DataExport.HowItWorks.html`,
      helps: true,
    },
  ],
};

const SECRET: Kind = {
  service: 'secretsmanager',
  own: ['Secret'],
  suffixes: [''],
  ways: [
    {
      actions: ['secretsmanager:GetSecretValue'],
      does: 'reads the secret',
      source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access.html',
    },
    {
      actions: ['secretsmanager:ReplicateSecretToRegions', 'secretsmanager:RotateSecret'],
      does: 'copies the secret to another Region, or hands it to a function',
      source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html',
      helps: true,
    },
  ],
};

const PARAMETER: Kind = {
  service: 'ssm',
  own: ['parameter'],
  suffixes: [''],
  // Granted by the path: a parameter below it is read even where it is denied.
  elsewhere: ['ssm:GetParametersByPath'],
  ways: [
    {
      actions: ['ssm:GetParameter', 'ssm:GetParameterHistory', 'ssm:GetParameters', 'ssm:GetParametersByPath'],
      does: 'reads the parameter',
      source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html',
    },
  ],
};

const KEY: Kind = {
  service: 'kms',
  own: ['key'],
  suffixes: [''],
  ways: [
    {
      actions: ['kms:Decrypt', 'kms:ReEncryptFrom'],
      does: 'decrypts what the key encrypts',
      source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html',
    },
    {
      actions: ['kms:ReplicateKey'],
      does: 'copies the key under a key policy of its own',
      source: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html',
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
  ['account', ACCOUNT],
  ['aws_dynamodb_table', TABLE],
  ['aws_kms_key', KEY],
  ['aws_lambda_function', FUNCTION],
  ['aws_s3_bucket', BUCKET],
  ['aws_secretsmanager_secret', SECRET],
  ['aws_ssm_parameter', PARAMETER],
  ['host', HOST],
  ['managed-host', MANAGED_HOST],
]);
