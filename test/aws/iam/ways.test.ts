import { expect, test } from 'vitest';
import { reaching } from '#aws/iam/reach.js';
import { KINDS } from '#aws/iam/ways.js';

/**
 * All that reaches a target, by its kind: `alone`, and what only helps. The lists are spelt out, since whatever is lost from
 * the data would be lost from every test that walks it.
 */
interface Row {
  readonly kinds: readonly string[];
  readonly alone: string;
  readonly helps: string;
}

const ROWS: readonly Row[] = [
  {
    kinds: ['aws_dynamodb_table'],
    alone: `
      dynamodb:BatchGetItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:GetRecords dynamodb:PartiQLDelete
      dynamodb:PartiQLSelect dynamodb:PartiQLUpdate dynamodb:PutItem dynamodb:PutResourcePolicy dynamodb:Query
      dynamodb:ReadDataForReplication dynamodb:Scan dynamodb:SearchVectors dynamodb:UpdateItem
    `,
    helps: `
      dynamodb:AssociateTableReplica dynamodb:ConditionCheckItem dynamodb:CreateGlobalTable
      dynamodb:CreateTableReplica dynamodb:DeleteResourcePolicy dynamodb:EnableKinesisStreamingDestination
      dynamodb:ExportTableToPointInTime dynamodb:RestoreTableFromAwsBackup dynamodb:RestoreTableFromBackup
      dynamodb:RestoreTableToPointInTime dynamodb:UpdateGlobalTable dynamodb:UpdateKinesisStreamingDestination
    `,
  },
  {
    kinds: ['aws_efs_file_system'],
    alone: `
      elasticfilesystem:ClientMount elasticfilesystem:PutFileSystemPolicy
    `,
    helps: `
      elasticfilesystem:CreateAccessPoint elasticfilesystem:CreateMountTarget
      elasticfilesystem:CreateReplicationConfiguration elasticfilesystem:DeleteFileSystemPolicy
      elasticfilesystem:ModifyMountTargetSecurityGroups elasticfilesystem:ReplicationRead
    `,
  },
  {
    kinds: ['aws_elasticsearch_domain', 'aws_opensearch_domain'],
    alone: `
      es:ESHttpGet es:ESHttpPost es:UpdateDomainConfig es:UpdateElasticsearchDomainConfig
    `,
    helps: `
      es:ESHttpDelete es:ESHttpHead es:ESHttpPatch es:ESHttpPut
    `,
  },
  {
    kinds: ['aws_kinesis_stream'],
    alone: `
      kinesis:GetRecords kinesis:PutResourcePolicy
    `,
    helps: `
      kinesis:RegisterStreamConsumer kinesis:SubscribeToShard
    `,
  },
  {
    kinds: ['aws_kms_external_key', 'aws_kms_key', 'aws_kms_replica_key'],
    alone: `
      kms:CreateGrant kms:Decrypt kms:PutKeyPolicy kms:ReEncryptFrom kms:ReplicateKey
    `,
    helps: `
      kms:RetireGrant kms:RevokeGrant
    `,
  },
  {
    kinds: ['aws_s3_bucket'],
    alone: `
      s3:GetObject s3:GetObjectTorrent s3:GetObjectVersion s3:GetObjectVersionForReplication
      s3:GetObjectVersionTorrent s3:PutBucketPolicy s3:PutObjectAcl s3:PutObjectVersionAcl
    `,
    helps: `
      s3:AssociateAccessGrantsIdentityCenter s3:BypassGovernanceRetention s3:CreateAccessGrant
      s3:CreateAccessGrantsInstance s3:CreateAccessGrantsLocation s3:CreateAccessPoint
      s3:CreateAccessPointForObjectLambda s3:CreateJob s3:CreateMultiRegionAccessPoint s3:DeleteAccessGrant
      s3:DeleteAccessGrantsInstance s3:DeleteAccessGrantsInstanceResourcePolicy s3:DeleteAccessGrantsLocation
      s3:DeleteAccessPointPolicy s3:DeleteAccessPointPolicyForObjectLambda s3:DeleteBucketPolicy
      s3:DissociateAccessGrantsIdentityCenter s3:GetDataAccess s3:InitiateReplication
      s3:ObjectOwnerOverrideToBucketOwner s3:PutAccessGrantsInstanceResourcePolicy
      s3:PutAccessPointConfigurationForObjectLambda s3:PutAccessPointPolicy s3:PutAccessPointPolicyForObjectLambda
      s3:PutAccountPublicAccessBlock s3:PutBucketAcl s3:PutBucketOwnershipControls s3:PutBucketPublicAccessBlock
      s3:PutMultiRegionAccessPointPolicy s3:PutReplicationConfiguration s3:UpdateAccessGrantsLocation
      s3:UpdateJobStatus
    `,
  },
  {
    kinds: ['aws_secretsmanager_secret'],
    alone: `
      secretsmanager:GetSecretValue secretsmanager:PutResourcePolicy
    `,
    helps: `
      secretsmanager:DeleteResourcePolicy secretsmanager:ReplicateSecretToRegions secretsmanager:RotateSecret
      secretsmanager:ValidateResourcePolicy
    `,
  },
  {
    kinds: ['aws_sqs_queue'],
    alone: `
      sqs:AddPermission sqs:ReceiveMessage sqs:SetQueueAttributes
    `,
    helps: `
      sqs:RemovePermission sqs:StartMessageMoveTask
    `,
  },
  {
    kinds: ['aws_ssm_parameter'],
    alone: `
      ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters ssm:GetParametersByPath ssm:PutResourcePolicy
    `,
    helps: `
      ssm:DeleteResourcePolicy
    `,
  },
  {
    kinds: ['account'],
    alone: `
      iam:AddUserToGroup iam:AttachGroupPolicy iam:AttachRolePolicy iam:AttachUserPolicy iam:CreateAccessKey
      iam:CreateLoginProfile iam:CreatePolicyVersion iam:PassRole iam:PutGroupPolicy iam:PutRolePermissionsBoundary
      iam:PutRolePolicy iam:PutUserPermissionsBoundary iam:PutUserPolicy iam:SetDefaultPolicyVersion
      iam:UpdateAssumeRolePolicy iam:UpdateLoginProfile iam:UpdateSAMLProvider identitystore:CreateGroupMembership
      sso:AttachCustomerManagedPolicyReferenceToPermissionSet sso:AttachManagedPolicyToPermissionSet
      sso:CreateAccountAssignment sso:PutInlinePolicyToPermissionSet sts:AssumeRoot
    `,
    helps: `
      iam:CreatePolicy iam:DeleteGroupPolicy iam:DeletePolicy iam:DeletePolicyVersion
      iam:DeleteRolePermissionsBoundary iam:DeleteRolePolicy iam:DeleteUserPermissionsBoundary iam:DeleteUserPolicy
      iam:DetachGroupPolicy iam:DetachRolePolicy iam:DetachUserPolicy
    `,
  },
  {
    kinds: ['aws_lambda_function'],
    alone: `
      lambda:AddPermission lambda:PutResourcePolicy lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration
    `,
    helps: `
      lambda:CreateEventSourceMapping lambda:CreateFunctionUrlConfig lambda:DeleteFunctionCodeSigningConfig
      lambda:DeleteResourcePolicy lambda:PutFunctionCodeSigningConfig lambda:PutFunctionEventInvokeConfig
      lambda:RemovePermission lambda:UpdateAlias lambda:UpdateCodeSigningConfig lambda:UpdateEventSourceMapping
      lambda:UpdateFunctionCodeSigningConfig lambda:UpdateFunctionEventInvokeConfig lambda:UpdateFunctionUrlConfig
    `,
  },
  {
    kinds: ['host'],
    alone: `
      ec2:CreateReplaceRootVolumeTask
    `,
    helps: `
      ec2:AssociateIamInstanceProfile ec2:ModifyInstanceAttribute ec2:ReplaceIamInstanceProfileAssociation
    `,
  },
  {
    kinds: ['managed-host'],
    alone: `
      ssm:CreateAssociation ssm:CreateAssociationBatch ssm:SendCommand ssm:StartSession ssm:UpdateAssociation
    `,
    helps: `
      ssm:RegisterTaskWithMaintenanceWindow ssm:ResumeSession ssm:StartAccessRequest ssm:StartAutomationExecution
      ssm:StartChangeRequestExecution ssm:UpdateDocument ssm:UpdateDocumentDefaultVersion
      ssm:UpdateMaintenanceWindowTask
    `,
  },
];

function actionsIn(text: string): readonly string[] {
  return text.split(/\s+/).filter((action) => action !== '');
}

test.each(ROWS)('$kinds', ({ kinds, alone, helps }) => {
  for (const kind of kinds) {
    const ways = [...reaching(kind).values()];
    const found = (by: boolean) => ways.filter((way) => way.alone === by).map(({ action }) => action);
    expect(found(true).toSorted()).toEqual(actionsIn(alone));
    expect(found(false).toSorted()).toEqual(actionsIn(helps));
  }
});

test('each kind has a row', () => {
  expect(ROWS.flatMap(({ kinds }) => kinds).toSorted()).toEqual([...KINDS.keys()].toSorted());
});
