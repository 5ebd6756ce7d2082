import { expect, test } from 'vitest';
import { actionInfo, expandAction } from '#aws/iam/actions.js';

test.each([
  ['ecs:runtask', 'ecs:RunTask', 'Write', ['task-definition']],
  ['iam:PassRole', 'iam:PassRole', 'Write', ['role']],
  ['ec2:DescribeInstances', 'ec2:DescribeInstances', 'List', []],
  ['s3:GetObject', 's3:GetObject', 'Read', ['object']],
])('%s', (action, name, accessLevel, types) => {
  const info = actionInfo(action);
  expect(info).toMatchObject({ name, accessLevel });
  expect(info?.resourceTypes.map((type) => type.name)).toEqual(expect.arrayContaining(types));
  expect(info?.resourceTypes.length === 0).toBe(types.length === 0);
});

test.each([['ecs:NoSuchAction'], ['nosuchservice:X'], ['RunTask'], ['__proto__:x'], [':']])(
  'nothing is known of %s',
  (action) => {
    expect(actionInfo(action)).toBeUndefined();
  },
);

test.each([
  ['ecs:Run*', ['ecs:RunTask']],
  ['ECS:runtask', ['ecs:RunTask']],
  [
    'iam:*LoginProfile',
    ['iam:CreateLoginProfile', 'iam:DeleteLoginProfile', 'iam:GetLoginProfile', 'iam:UpdateLoginProfile'],
  ],
  ['nosuchservice:*', []],
  ['RunTask', []],
])('%s covers', (pattern, expected) => {
  expect(expandAction(pattern)).toEqual(expected);
});

test('a star covers every action', () => {
  expect(expandAction('*').length).toBeGreaterThan(15_000);
});
