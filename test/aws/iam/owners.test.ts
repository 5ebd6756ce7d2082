import { describe, expect, test } from 'vitest';
import { arnsOf } from '#aws/arn.js';
import { ownersOf } from '#aws/iam/owners.js';
import { type SymbolicString, symbolic, symbolicOf } from '#aws/symbolic.js';
import { configurationOf, ref, template, variable } from './support.js';

/** What is inside of a resource with a known name, by the service, written as somebody may write it. */
const INSIDE: readonly (readonly [type: string, named: string, arn: string, inside: string])[] = [
  ['aws_dynamodb_table', 'name', 'arn:aws:dynamodb:eu-west-1:123456789012:table/known', '/index/*'],
  ['aws_ecs_task_definition', 'family', 'arn:aws:ecs:eu-west-1:123456789012:task-definition/known', ':*'],
  ['aws_opensearch_domain', 'domain_name', 'arn:aws:es:eu-west-1:123456789012:domain/known', '/*'],
  ['aws_kinesis_stream', 'name', 'arn:aws:kinesis:eu-west-1:123456789012:stream/known', '/consumer/*'],
  ['aws_lambda_function', 'function_name', 'arn:aws:lambda:eu-west-1:123456789012:function:known', ':live'],
  ['aws_cloudwatch_log_group', 'name', 'arn:aws:logs:eu-west-1:123456789012:log-group:known', ':*'],
  ['aws_s3_bucket', 'bucket', 'arn:aws:s3:::known', '/in/*'],
  ['aws_secretsmanager_secret', 'name', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:known', '-??????'],
  ['aws_sns_topic', 'name', 'arn:aws:sns:eu-west-1:123456789012:known', ':1'],
  ['aws_sfn_state_machine', 'name', 'arn:aws:states:eu-west-1:123456789012:stateMachine:known', ':1'],
];

function apart(type: string, named: string, pattern: SymbolicString): readonly string[] {
  const configuration = configurationOf({
    [`${type}.known`]: { [named]: 'known' },
    [`${type}.other`]: { [named]: variable('name') },
  });
  const { arnOf } = arnsOf(configuration);
  const names = ownersOf(configuration, arnOf);
  return configuration.resources.flatMap((resource) => {
    const arn = arnOf(resource);
    if (!arn) throw new Error(`no ARN: ${resource.address}`);
    return names.areApart(pattern, arn) ? [resource.name] : [];
  });
}

describe('an ARN that is exactly that of one', () => {
  test.each(INSIDE)('%s', (type, named, arn) => {
    expect(apart(type, named, symbolic(arn))).toEqual(['other']);
  });

  test.each(INSIDE)('%s, of what is inside of it', (type, named, arn, inside) => {
    expect(apart(type, named, symbolic(arn, inside))).toEqual(['other']);
  });

  test.each(INSIDE)('%s, but of none that is here', (type, named, arn, inside) => {
    const another = arn.replace('known', 'another');
    expect([another, another + inside].map((each) => apart(type, named, symbolic(each)))).toEqual([[], []]);
  });
});

describe('a name that is not known is that of any', () => {
  const state = ref('data.terraform_remote_state.network', 'outputs');
  test.each([
    ['a variable', variable('x'), []],
    ['what is inside of a variable', template(variable('x'), '/*'), []],
    ['a name that is a variable', template('arn:aws:s3:::', variable('x')), []],
    ['unless another root module has it', state, ['known', 'other']],
    ['with what is inside of it', template(state, '/*'), ['known', 'other']],
    ['or its name', template('arn:aws:s3:::', state, '/*'), ['known', 'other']],
    ['but not a piece of the name', template('arn:aws:s3:::', state, '-logs'), []],
    ['nor one before it', template('arn:aws:s3:::logs-', state), []],
  ])('%s', (_, value, expected) => {
    const pattern = symbolicOf(value);
    if (!pattern) throw new Error('no text');
    expect(apart('aws_s3_bucket', 'bucket', pattern)).toEqual(expected);
  });
});
