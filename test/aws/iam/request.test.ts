import { expect, test } from 'vitest';
import { grantsFor, type Plain, ref, roleWith } from './support.js';

/** What the requests of a role carry: a condition on it lets an Allow through, keeps it back, or is left open. */
const ACCOUNT = ref('data.aws_caller_identity.c', 'account_id');
const HOLDS = ['0 certain'];
const FAILS: string[] = [];
const open = (key: string) => [`0 assumed unless ${key}`];

test.each<[key: string, operator: string, value: Plain, grants: string[]]>([
  ['aws:PrincipalArn', 'ArnLike', 'arn:aws:iam::*:role/r', HOLDS],
  ['aws:PrincipalArn', 'ArnLike', 'arn:aws:iam::*:role/s', FAILS],
  ['aws:PrincipalAccount', 'StringEquals', ACCOUNT, HOLDS],
  ['aws:PrincipalType', 'StringEquals', 'AssumedRole', HOLDS],
  ['aws:PrincipalType', 'StringEquals', 'User', FAILS],
  ['aws:username', 'StringEquals', 'r', FAILS],
  ['aws:PrincipalOrgID', 'StringEquals', 'o-1', open('aws:PrincipalOrgID')],
  ['aws:PrincipalOrgPaths', 'StringEquals', 'o-1/r-1/', open('aws:PrincipalOrgPaths')],
  ['aws:userid', 'StringEquals', 'AROA1:me', open('aws:userid')],
  ['aws:ResourceAccount', 'StringEquals', ACCOUNT, HOLDS],
  ['s3:ResourceAccount', 'StringEquals', ACCOUNT, HOLDS],
  ['aws:RequestedRegion', 'StringEquals', ref('data.aws_region.r', 'name'), HOLDS],
  ['aws:SecureTransport', 'Bool', 'true', HOLDS],
  ['aws:SecureTransport', 'Bool', 'false', FAILS],
  ['aws:ViaAWSService', 'Bool', 'false', HOLDS],
  ['aws:ViaAWSService', 'Bool', 'true', FAILS],
  ['aws:PrincipalIsAWSService', 'Bool', 'false', HOLDS],
  ['aws:PrincipalIsAWSService', 'Bool', 'true', FAILS],
  ['aws:PrincipalServiceName', 'StringEquals', 's3.amazonaws.com', FAILS],
  ['aws:SourceAccount', 'StringEquals', '123456789012', FAILS],
  ['aws:SourceArn', 'ArnLike', 'arn:aws:s3:::b', FAILS],
  ['aws:SourceOrgID', 'StringEquals', 'o-1', FAILS],
  ['aws:SourceOrgPaths', 'StringEquals', 'o-1/r-1/', FAILS],
  ['aws:SourceIp', 'IpAddress', '10.0.0.0/8', open('aws:SourceIp')],
  ['aws:SourceVpc', 'StringEquals', 'vpc-1', open('aws:SourceVpc')],
  ['aws:SourceVpce', 'StringEquals', 'vpce-1', open('aws:SourceVpce')],
  ['aws:VpcSourceIp', 'IpAddress', '10.0.0.0/8', open('aws:VpcSourceIp')],
  ['aws:SourceOwner', 'StringEquals', ACCOUNT, HOLDS],
  ['kms:CallerAccount', 'StringEquals', ACCOUNT, HOLDS],
  ['s3:TlsVersion', 'NumericGreaterThanEquals', '1.2', HOLDS],
  ['s3:TlsVersion', 'NumericLessThan', '1.2', FAILS],
  ['s3:signatureversion', 'StringEquals', 'AWS4-HMAC-SHA256', HOLDS],
  ['s3:signatureversion', 'StringEquals', 'AWS', FAILS],
  ['aws:CalledVia', 'StringEquals', 'cloudformation.amazonaws.com', FAILS],
  ['aws:CalledViaFirst', 'StringEquals', 'cloudformation.amazonaws.com', FAILS],
  ['aws:CalledViaLast', 'StringEquals', 'cloudformation.amazonaws.com', FAILS],
  ['s3:CreateAction', 'StringEquals', 'PutObject', FAILS],
  ['s3:prefix', 'StringEquals', 'in/', open('s3:prefix')],
])('%s, %s %s', (key, operator, value, expected) => {
  const world = roleWith([
    { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { [operator]: { [key]: value } } },
  ]);
  expect(grantsFor(world, { action: 's3:GetObject', on: 'arn:aws:s3:::b/x' })).toEqual(expected);
});
