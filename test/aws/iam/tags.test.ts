import { describe, expect, test } from 'vitest';
import { taggingActions } from '#aws/iam/tagging.js';
import { ACCOUNT, PARTITION, REGION, symbolic } from '#aws/symbolic.js';
import { grantsFor, type Plain, roleWith, variable } from './support.js';

describe('the tags of a target are those of its resource', () => {
  const statement = {
    Effect: 'Allow',
    Action: 'ec2:StopInstances',
    Resource: '*',
    Condition: { StringEquals: { 'aws:ResourceTag/team': 'blue' } },
  };
  test.each<[string, string, Record<string, Plain>, string[]]>([
    ['as wanted', 'aws_instance.i', { tags: { team: 'blue' } }, ['0 certain as tag team=blue']],
    ['in other letters', 'aws_instance.i', { tags: { Team: 'blue' } }, ['0 certain as tag team=blue']],
    ['another', 'aws_instance.i', { tags: { team: 'red' } }, ['0 certain if tag team=blue']],
    ['none of that name', 'aws_instance.i', { tags: { name: 'blue' } }, ['0 certain if tag team=blue']],
    ['none', 'aws_instance.i', {}, ['0 certain if tag team=blue']],
    ['not known', 'aws_instance.i', { tags: { team: variable('team') } }, ['0 assumed unless aws:ResourceTag/team']],
    ['not known at all', 'aws_instance.i', { tags: variable('tags') }, ['0 assumed unless aws:ResourceTag/team']],
    ['of what is looked up', 'data.aws_instance.i', {}, ['0 assumed unless aws:ResourceTag/team']],
    ['of what is looked up by them', 'data.aws_instance.i', { tags: { team: 'blue' } }, ['0 certain as tag team=blue']],
  ])('%s', (_, on, attributes, grants) => {
    const world = roleWith([statement], { [on]: attributes });
    expect(grantsFor(world, { action: 'ec2:StopInstances', on })).toEqual(grants);
  });
});

describe('what writes tags', () => {
  test.each([
    ['iam', 'role/x', ['iam:TagRole']],
    ['iam', 'user/x', ['iam:TagUser']],
    ['ec2', 'instance/i-1', ['ec2:CreateTags']],
    ['ecs', 'service/c/s', ['ecs:TagResource']],
    ['ssm', 'parameter/x', ['ssm:AddTagsToResource']],
    ['elasticfilesystem', 'file-system/fs-1', ['elasticfilesystem:CreateTags', 'elasticfilesystem:TagResource']],
    ['dynamodb', 'table/x', ['dynamodb:TagResource']],
    ['sqs', 'x', ['sqs:TagQueue']],
    ['rds', 'db:x', ['rds:AddTagsToResource']],
    ['unheard-of', 'thing/x', []],
  ])('%s %s', (service, rest, actions) => {
    const [region, account] = service === 'iam' ? ['', ACCOUNT] : [REGION, ACCOUNT];
    const arn = symbolic('arn:', PARTITION, `:${service}:`, region, ':', account, `:${rest}`);
    expect(taggingActions(arn)).toEqual(actions);
  });
});
