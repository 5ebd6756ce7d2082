/**
 * What the edits of wildcards come to where policies are enforced: everything by which a user reaches the target succeeds
 * before, and is denied after. Ours is not the judge: the real provider applies the files, and moto decides.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Call, EMPTY_ZIP, Emulator, whyNot } from './emulator.js';

const reason = whyNot();
if (reason) process.stderr.write(`SKIPPED: ${reason}; edits of wildcards are not tried on an emulator.\n`);

const ALLOW_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }],
});
const OWN = 'arn:aws:iam::123456789012:policy/own';
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Each way by itself would make the user, or somebody of the user's, an administrator. */
const ESCALATIONS: readonly Call[] = [
  ['iam', 'create_group', { GroupName: 'own' }],
  ['iam', 'attach_group_policy', { GroupName: 'own', PolicyArn: ADMINISTRATOR }],
  ['iam', 'put_group_policy', { GroupName: 'own', PolicyName: 'all', PolicyDocument: ALLOW_ALL }],
  ['iam', 'add_user_to_group', { GroupName: 'own', UserName: 'ci' }],
  ['iam', 'remove_user_from_group', { GroupName: 'own', UserName: 'ci' }],
  ['iam', 'create_policy', { PolicyName: 'own', PolicyDocument: ALLOW_ALL }],
  ['iam', 'create_policy_version', { PolicyArn: OWN, PolicyDocument: ALLOW_ALL, SetAsDefault: true }],
  ['iam', 'set_default_policy_version', { PolicyArn: OWN, VersionId: 'v1' }],
  ['iam', 'create_user', { UserName: 'own' }],
  ['iam', 'attach_user_policy', { UserName: 'own', PolicyArn: ADMINISTRATOR }],
  ['iam', 'create_access_key', { UserName: 'own' }],
  ['iam', 'create_login_profile', { UserName: 'own', Password: 'Own-Password-1' }],
  ['iam', 'update_login_profile', { UserName: 'own', Password: 'Own-Password-2' }],
  ['iam', 'create_role', { RoleName: 'own', AssumeRolePolicyDocument: TRUST }],
  ['iam', 'attach_role_policy', { RoleName: 'own', PolicyArn: ADMINISTRATOR }],
  ['iam', 'put_role_policy', { RoleName: 'own', PolicyName: 'all', PolicyDocument: ALLOW_ALL }],
  ['iam', 'update_assume_role_policy', { RoleName: 'own', PolicyDocument: TRUST }],
  ['iam', 'create_instance_profile', { InstanceProfileName: 'own' }],
  ['iam', 'add_role_to_instance_profile', { InstanceProfileName: 'own', RoleName: 'own' }],
  ['iam', 'put_user_policy', { UserName: 'own', PolicyName: 'all', PolicyDocument: ALLOW_ALL }],
  ['iam', 'create_saml_provider', { Name: 'own', SAMLMetadataDocument: 'x'.repeat(1000) }],
  ['iam', 'tag_user', { UserName: 'own', Tags: [{ Key: 'team', Value: 'admins' }] }],
];
const READING: readonly Call[] = [
  ['iam', 'list_users', {}],
  ['iam', 'get_user', { UserName: 'ci' }],
  ['iam', 'list_user_policies', { UserName: 'ci' }],
  ['iam', 'get_account_authorization_details', {}],
];

const Bucket = 'acme-reports';
const PUBLIC = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }],
});
const OBJECT: readonly Call[] = [['s3', 'put_object', { Bucket, Key: 'k', Body: 'x' }]];
const OPENINGS: readonly Call[] = [
  ['s3', 'get_object', { Bucket, Key: 'k' }],
  ['s3', 'copy_object', { Bucket, Key: 'copy', CopySource: { Bucket, Key: 'k' } }],
  ['s3', 'list_objects_v2', { Bucket }],
  ['s3', 'list_object_versions', { Bucket }],
  ['s3', 'put_object_acl', { Bucket, Key: 'k', ACL: 'public-read' }],
  ['s3', 'put_bucket_acl', { Bucket, ACL: 'public-read' }],
  ['s3', 'put_public_access_block', { Bucket, PublicAccessBlockConfiguration: { BlockPublicPolicy: false } }],
  [
    's3',
    'put_bucket_ownership_controls',
    { Bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } },
  ],
  ['s3', 'put_bucket_policy', { Bucket, Policy: PUBLIC }],
  ['s3', 'delete_bucket_policy', { Bucket }],
];
const OTHER_BUCKETS: readonly Call[] = [
  ['s3', 'list_buckets', {}],
  ['s3', 'create_bucket', { Bucket: 'acme-others' }],
  ['s3', 'put_object', { Bucket: 'acme-others', Key: 'k', Body: 'x' }],
  ['s3', 'get_object', { Bucket: 'acme-others', Key: 'k' }],
];

const TableName = 'orders';
const Key = { id: { S: '1' } };
const ARN = `arn:aws:dynamodb:us-east-1:123456789012:table/${TableName}`;
const ITEM: readonly Call[] = [['dynamodb', 'put_item', { TableName, Item: { ...Key, customer: { S: 'c' } } }]];
const SEEN = { UpdateExpression: 'SET seen = :v', ExpressionAttributeValues: { ':v': { S: 'x' } } };
const TABLE_READS: readonly Call[] = [
  ['dynamodb', 'get_item', { TableName, Key }],
  ['dynamodb', 'batch_get_item', { RequestItems: { [TableName]: { Keys: [Key] } } }],
  ['dynamodb', 'scan', { TableName }],
  ['dynamodb', 'scan', { TableName, IndexName: 'customer' }],
  ['dynamodb', 'query', query('id', '1')],
  ['dynamodb', 'query', { ...query('customer', 'c'), IndexName: 'customer' }],
  ['dynamodb', 'update_item', { TableName, Key, ReturnValues: 'ALL_NEW', ...SEEN }],
  ['dynamodb', 'put_item', { TableName, Item: Key, ReturnValues: 'ALL_OLD' }],
  ['dynamodb', 'create_backup', { TableName, BackupName: 'own' }],
  ['dynamodb', 'put_resource_policy', { ResourceArn: ARN, Policy: PUBLIC }],
];
const OTHER_TABLES: readonly Call[] = [['dynamodb', 'list_tables', {}]];

function query(name: string, value: string) {
  return { TableName, KeyConditionExpression: `${name} = :v`, ExpressionAttributeValues: { ':v': { S: value } } };
}

const FunctionName = 'billing';
const CHANGES: readonly Call[] = [
  ['lambda', 'update_function_code', { FunctionName, ZipFile: EMPTY_ZIP }],
  [
    'lambda',
    'update_function_configuration',
    { FunctionName, Environment: { Variables: { NODE_OPTIONS: '--import=x' } } },
  ],
];
const INVITATIONS: readonly Call[] = [
  [
    'lambda',
    'add_permission',
    { FunctionName, StatementId: 'own', Action: 'lambda:UpdateFunctionCode', Principal: '999999999999' },
  ],
  ['lambda', 'create_function_url_config', { FunctionName, AuthType: 'NONE' }],
  ['lambda', 'update_function_url_config', { FunctionName, AuthType: 'NONE' }],
];
const OTHER_FUNCTIONS: readonly Call[] = [
  ['lambda', 'publish_layer_version', { LayerName: 'own', Content: { ZipFile: EMPTY_ZIP } }],
];

interface Case {
  /** Of test/harden/wildcards. */
  readonly folder: string;
  readonly prepare?: readonly Call[];
  /** Succeed before, and are denied after. */
  readonly attacks: readonly Call[];
  /** Succeed before and after. */
  readonly uses: readonly Call[];
}

const CASES: readonly Case[] = [
  { folder: 'iam-everything', attacks: ESCALATIONS, uses: READING },
  { folder: 'iam-by-document', attacks: ESCALATIONS, uses: READING },
  { folder: 'group-everything', attacks: ESCALATIONS, uses: READING },
  { folder: 's3-everything', prepare: OBJECT, attacks: OPENINGS, uses: OTHER_BUCKETS },
  { folder: 'dynamodb-everything', prepare: ITEM, attacks: TABLE_READS, uses: OTHER_TABLES },
  { folder: 'lambda-everything', attacks: [...CHANGES, ...INVITATIONS], uses: OTHER_FUNCTIONS },
  { folder: 'lambda-updates', attacks: CHANGES, uses: [] },
];

const cases = join(import.meta.dirname, '../harden/wildcards');
const textOf = (folder: string, file: string) => readFileSync(join(cases, folder, file), 'utf8');
const all = (calls: readonly Call[], answer: string) => calls.map(([, operation]) => `${operation}: ${answer}`);
const told = (calls: readonly Call[], answers: readonly string[]) =>
  calls.map(([, operation], at) => `${operation}: ${answers[at]}`);
/** What the services call it. */
const DENIED = /AccessDenied(Exception)?$/;

describe.skipIf(reason !== undefined)('on an account that enforces its policies', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await Emulator.start();
  }, 120_000);
  afterAll(() => emulator?.stop());

  test.each(CASES)(
    '$folder',
    async ({ folder, prepare = [], attacks, uses }) => {
      const before = await emulator.apply(textOf(folder, 'before.tf'));
      expect(told(prepare, emulator.prepare(prepare))).toEqual(all(prepare, 'OK'));
      expect(told(uses, await emulator.attempt(uses, before))).toEqual(all(uses, 'OK'));
      expect(told(attacks, await emulator.attempt(attacks, before))).toEqual(all(attacks, 'OK'));

      const after = await emulator.apply(textOf(folder, 'after.tf'));
      emulator.prepare(prepare);
      expect(told(uses, await emulator.attempt(uses, after))).toEqual(all(uses, 'OK'));
      const answers = told(attacks, await emulator.attempt(attacks, after));
      expect(answers.filter((answer) => !DENIED.test(answer))).toEqual([]);
    },
    300_000,
  );
});
