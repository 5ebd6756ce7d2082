import { describe, expect, test } from 'vitest';
import { buildEstate } from '#aws/build.js';
import type { Iam } from '#aws/iam/decision.js';
import { configure } from '../../terraform/support.js';
import { encoded, type Plain, ref, type Statements, template, variable, world } from './support.js';

/**
 * Of many roles only those are asked that may trust the caller. Whoever is left out must not be assumable, and those that
 * name others in full are left out.
 */
const CALLERS = {
  'aws_iam_user.u': { name: 'u' },
  'aws_iam_user.below': { name: 'below', path: '/app/' },
  'aws_iam_role.r': { name: 'r' },
  'aws_iam_role.prefixed': { name_prefix: 'app-' },
} as const;
const ALL: readonly string[] = Object.keys(CALLERS);

function estate(trust: Statements | Plain | undefined): Iam {
  const policy = Array.isArray(trust)
    ? encoded({ Version: '2012-10-17', Statement: trust })
    : (trust as Plain | undefined);
  const may = encoded({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }],
  });
  const policies = ALL.map((address) => {
    const [, kind = '', name = ''] = /^aws_iam_(user|role)\.(.+)$/.exec(address) ?? [];
    const named = kind === 'user' ? ref(address, 'name') : ref(address, 'id');
    return [`aws_iam_${kind}_policy.${name}`, { [kind]: named, policy: may }] as const;
  });
  return world({
    'aws_iam_role.t': { name: 't', ...(policy === undefined ? {} : { assume_role_policy: policy }) },
    ...CALLERS,
    ...Object.fromEntries(policies),
  }).iam;
}

const trusting = (Principal: Plain, more: { [key: string]: Plain } = {}) => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal,
  ...more,
});
const account = ref('data.aws_caller_identity.c', 'account_id');
const iamArn = (rest: string, number: Plain = account) =>
  typeof number === 'string' ? `arn:aws:iam::${number}:${rest}` : template('arn:aws:iam::', account, `:${rest}`);
const aws = (...AWS: Plain[]) => trusting({ AWS });
const SERVICE = trusting({ Service: 'ec2.amazonaws.com' });
const FEDERATED = {
  ...trusting({ Federated: 'arn:aws:iam::123456789012:saml-provider/corp' }),
  Action: 'sts:AssumeRoleWithSAML',
};
const NONE: readonly string[] = [];

interface Row {
  readonly when: string;
  readonly trust: Statements | Plain | undefined;
  /** Who may assume the role. */
  readonly by: readonly string[];
  /** Of whom the role is asked; unset: of nobody else. */
  readonly asked?: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    when: 'a user, by reference',
    trust: [aws(ref('aws_iam_user.u', 'arn'))],
    by: ['aws_iam_user.u'],
    asked: named('u'),
  },
  { when: 'a user, by ARN', trust: [aws(iamArn('user/u'))], by: ['aws_iam_user.u'], asked: named('u') },
  {
    when: 'a user, by an ARN of maybe another account',
    trust: [aws(iamArn('user/u', '123456789012'))],
    by: ['aws_iam_user.u'],
    asked: named('u'),
  },
  {
    when: 'a user with a path',
    trust: [aws(iamArn('user/app/below'))],
    by: ['aws_iam_user.below'],
    asked: named('below'),
  },
  { when: 'a user, without the path', trust: [aws(iamArn('user/below'))], by: NONE, asked: ['aws_iam_role.prefixed'] },
  {
    when: 'a role, by reference',
    trust: [aws(ref('aws_iam_role.r', 'arn'))],
    by: ['aws_iam_role.r'],
    asked: named('r'),
  },
  { when: 'a role, by ARN', trust: [aws(iamArn('role/r'))], by: ['aws_iam_role.r'], asked: named('r') },
  { when: 'a role called as the user is', trust: [aws(iamArn('role/u'))], by: NONE, asked: ['aws_iam_role.prefixed'] },
  {
    when: 'a role of which the name is not known, by reference',
    trust: [aws(ref('aws_iam_role.prefixed', 'arn'))],
    by: ['aws_iam_role.prefixed'],
    asked: ALL,
  },
  {
    when: 'a role that one of which the name is not known may be',
    trust: [aws(iamArn('role/app-1'))],
    by: ['aws_iam_role.prefixed'],
    asked: ['aws_iam_role.prefixed'],
  },
  {
    when: 'several, each in full',
    trust: [aws(iamArn('user/u'), iamArn('role/r')), SERVICE],
    by: ['aws_iam_user.u', 'aws_iam_role.r'],
    asked: ['aws_iam_user.u', 'aws_iam_role.r', 'aws_iam_role.prefixed'],
  },
  {
    when: 'each in a statement of its own',
    trust: [aws(iamArn('user/u')), aws(iamArn('role/r'))],
    by: ['aws_iam_user.u', 'aws_iam_role.r'],
    asked: ['aws_iam_user.u', 'aws_iam_role.r', 'aws_iam_role.prefixed'],
  },
  { when: 'one in full and the account', trust: [aws(iamArn('user/other'), iamArn('root'))], by: ALL },
  { when: 'the account', trust: [aws(iamArn('root'))], by: ALL },
  { when: 'the account, by its number', trust: [aws(account)], by: ALL },
  { when: 'what may be another account', trust: [aws('123456789012')], by: ALL },
  { when: 'everybody', trust: [trusting('*')], by: ALL },
  { when: 'everybody of AWS', trust: [aws('*')], by: ALL },
  { when: 'a wildcard, which no principal takes', trust: [aws(iamArn('user/*'))], by: NONE, asked: ALL },
  {
    when: 'everybody of a name',
    trust: [trusting('*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/u' } } })],
    by: ['aws_iam_user.u'],
    asked: ALL,
  },
  {
    when: 'one session of a role',
    trust: [aws('arn:aws:sts::123456789012:assumed-role/r/me')],
    by: ['aws_iam_role.r'],
    asked: ALL,
  },
  { when: 'a variable', trust: [aws(variable('who'))], by: ALL },
  {
    when: 'an ARN that ends in a variable',
    trust: [aws(template('arn:aws:iam::', account, ':user/', variable('who')))],
    by: ['aws_iam_user.u'],
    asked: ALL,
  },
  {
    when: 'a variable before the name',
    trust: [aws(template(variable('arn'), ':user/u'))],
    by: ['aws_iam_user.u'],
    asked: named('u'),
  },
  { when: 'a principal of which nothing is known', trust: [trusting(variable('who'))], by: ALL },
  { when: 'a policy of which nothing is known', trust: variable('trust'), by: ALL },
  { when: 'a statement of which nothing is known, beside one', trust: [SERVICE, variable('more')] as Plain, by: NONE },
  {
    when: 'everybody but one',
    trust: [{ Effect: 'Allow', Action: 'sts:AssumeRole', NotPrincipal: { AWS: iamArn('user/u') } }],
    by: ALL.filter((each) => each !== 'aws_iam_user.u'),
    asked: ALL,
  },
  { when: 'a service', trust: [SERVICE], by: NONE },
  { when: 'an identity provider', trust: [FEDERATED], by: NONE },
  {
    when: 'a service and an identity provider beside a user',
    trust: [SERVICE, FEDERATED, aws(iamArn('user/u'))],
    by: ['aws_iam_user.u'],
    asked: named('u'),
  },
  { when: 'nobody: it only denies', trust: [{ ...aws(iamArn('user/u')), Effect: 'Deny' }], by: NONE },
  {
    when: 'all but whom it denies',
    trust: [aws(iamArn('root')), { ...aws(iamArn('user/u')), Effect: 'Deny' }],
    by: ALL.filter((each) => each !== 'aws_iam_user.u'),
    asked: ALL,
  },
  {
    when: 'one, and denies another',
    trust: [aws(iamArn('role/r')), { ...aws(iamArn('user/u')), Effect: 'Deny' }],
    by: ['aws_iam_role.r'],
    asked: named('r'),
  },
  { when: 'no policy', trust: undefined, by: NONE },
];

/** The one of that name, and the role whose name is not known: it is asked of all that name somebody. */
function named(name: string): readonly string[] {
  return ALL.filter((address) => address.endsWith(`.${name}`) || address === 'aws_iam_role.prefixed');
}

describe('a role that trusts', () => {
  test.each(ROWS)('$when', ({ trust, by, asked = by }) => {
    const iam = estate(trust);
    const role = iam.principal('aws_iam_role.t')!;
    const callers = ALL.map((address) => iam.principal(address)!);
    const assumedBy = callers.filter((caller) => iam.assumable(role, caller)).map(({ address }) => address);
    const askedOf = callers.filter((caller) => iam.maybeTrusting(caller).includes(role)).map(({ address }) => address);
    expect(assumedBy).toEqual(by);
    expect(askedOf).toEqual(asked);
    expect(askedOf).toEqual(expect.arrayContaining(assumedBy));
  });
});

test('roles are asked in the order of the estate, each once', () => {
  const naming = (AWS: Plain) => ({
    assume_role_policy: encoded({ Version: '2012-10-17', Statement: [trusting({ AWS }), trusting({ AWS })] }),
  });
  const { iam } = world({
    'aws_iam_user.u': { name: 'u' },
    'aws_iam_role.c': { name: 'c', ...naming(iamArn('user/u')) },
    'aws_iam_role.b': { name: 'b', ...naming(iamArn('root')) },
    'aws_iam_role.other': { name: 'other', ...naming(iamArn('user/other')) },
    'aws_iam_role.a': { name: 'a', ...naming([iamArn('user/u'), iamArn('user/other')]) },
  });
  const order = iam.principals.map(({ address }) => address).filter((address) => address.startsWith('aws_iam_role.'));
  const asked = iam.maybeTrusting(iam.principal('aws_iam_user.u')!).map(({ address }) => address);
  expect(asked).toEqual(order.filter((address) => address !== 'aws_iam_role.other'));
});

const [HERE, THERE] = ['111111111111', '222222222222'];

test.each([
  [`arn:aws:iam::${HERE}:user/u`, true, true],
  [`arn:aws:iam::${HERE}:root`, true, true],
  [`arn:aws:iam::${THERE}:user/u`, false, true],
  [`arn:aws:iam::${THERE}:user/other`, false, false],
  [`arn:aws:iam::${THERE}:root`, false, true],
])('a role of another account that trusts %s: assumable %s, asked %s', (who, assumable, asked) => {
  const provider = (id: string, alias = '') =>
    `provider "aws" {\n ${alias}\n assume_role {\n role_arn = "arn:aws:iam::${id}:role/deploy"\n }\n}\n`;
  const { iam } = buildEstate(
    configure(`${provider(HERE)}${provider(THERE, 'alias = "there"')}
resource "aws_iam_user" "u" {
  name = "u"
}
resource "aws_iam_user_policy" "u" {
  user   = aws_iam_user.u.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Resource = "*" }] })
}
resource "aws_iam_role" "t" {
  provider           = aws.there
  name               = "t"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "${who}" } }] })
}
`),
  ).estate;
  const [user, role] = [iam.principal('aws_iam_user.u')!, iam.principal('aws_iam_role.t')!];
  expect([iam.assumable(role, user) !== undefined, iam.maybeTrusting(user).includes(role)]).toEqual([assumable, asked]);
});
