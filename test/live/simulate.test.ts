import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { simulate } from '#live/account.js';
import { type Decision, differs } from '#live/simulation.js';
import { type Answers, type Asked, Stub, type Wire } from './stub/server.js';
import { ACCOUNT, REGION } from './stub/account.js';
import { ANSWERS } from './stub/workloads.js';

const role = `arn:aws:iam::${ACCOUNT}:role/app`;
const bucket = 'arn:aws:s3:::reports/*';
let stub: Stub | undefined;

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAREADER');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await stub?.stop();
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html, "Examples" */
function answer({ text }: Asked): Wire {
  const actions = [...decodeURIComponent(text).matchAll(/ActionNames\.member\.\d+=([\w:]+)/g)].map(
    ([, name = '']) => name,
  );
  return {
    IsTruncated: false,
    EvaluationResults: actions.map((EvalActionName) => ({
      EvalActionName,
      EvalResourceName: '*',
      EvalDecision: EvalActionName === 's3:GetObject' ? 'allowed' : 'implicitDeny',
      MatchedStatements:
        EvalActionName === 's3:GetObject' ? [{ SourcePolicyId: 'read' }, { SourcePolicyId: 'read' }] : [],
      MissingContextValues: EvalActionName === 's3:PutObject' ? ['aws:SourceVpc'] : [],
      OrganizationsDecisionDetail: { AllowedByOrganizations: EvalActionName !== 's3:DeleteObject' },
    })),
  };
}

async function ask(decisions: readonly Decision[], more: Answers = {}) {
  stub = await Stub.start({ ...ANSWERS, 'iam:SimulatePrincipalPolicy': answer, ...more });
  return simulate({ regions: [REGION], endpoint: stub.endpoint }, decisions);
}

test('answers come in the order of the questions, asked together where they can be', async () => {
  const decisions = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'].map((action) => ({
    principal: role,
    action,
    resource: bucket,
  }));
  const found = await ask(decisions);
  expect(found.map(({ verdict }) => verdict)).toEqual(['implicitDeny', 'allowed', 'implicitDeny']);
  expect(found.map(differs)).toEqual([true, false, false]);
  expect(found[0]).toMatchObject({ allowedByOrganization: false, matched: [] });
  expect(found[1]).toMatchObject({ matched: ['read'] });
  expect(found[2]).toMatchObject({ missingContext: ['aws:SourceVpc'] });
  expect(stub?.operations).toEqual(['iam:SimulatePrincipalPolicy', 'sts:GetCallerIdentity']);
  expect(stub?.asked.length).toBe(2);
});

test('another context is another question', async () => {
  const decision = { principal: role, action: 's3:GetObject', resource: bucket };
  await ask([decision, { ...decision, context: { 'aws:SourceVpc': ['vpc-1'] } }]);
  expect(stub?.asked.length).toBe(3);
  expect(decodeURIComponent(stub?.asked.at(-1)?.text ?? '')).toContain('aws:SourceVpc');
});

test('where it is denied, nothing is said to differ', async () => {
  const refusal = () => ({ status: 403, code: 'AccessDenied' });
  const [found] = await ask([{ principal: role, action: 's3:GetObject', resource: '*' }], {
    'iam:SimulatePrincipalPolicy': refusal,
  });
  expect(found).toMatchObject({ verdict: 'not-asked', code: 'AccessDenied' });
  expect(found && differs(found)).toBe(false);
});
