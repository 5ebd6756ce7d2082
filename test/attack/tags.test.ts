import { describe, expect, test } from 'vitest';
import { analyseText, takenSteps } from './technique-folder.js';
import { role, user } from './written.js';

/** Whose tags a permission rests on: what they are, who may write them. */
const WANTED = 'Condition = { StringEquals = { "aws:ResourceTag/team" = "blue" } }';
const VARIABLES = 'variable "tags" {\n  type = map(string)\n}\nvariable "team" {\n  type = string\n}\n';

/** The steps that lead to the role or function, with a question mark where one is assumed. */
function stepsTo(address: string, text: string): string[] {
  const analysis = analyseText(VARIABLES + text);
  const taken = takenSteps(analysis);
  const factOf = (number: number) => analysis.graph.facts[number];
  return taken
    .filter(({ technique, gains }) => technique && factOf(gains)?.address === address)
    .map(({ technique, needs }) => {
      const granted = taken.filter(({ gains }) => needs.includes(gains) && factOf(gains)?.kind === 'may');
      const sure = granted.some(({ premises }) => premises.every(({ certainty }) => certainty === 'certain'));
      return `${technique?.id}${sure ? '' : '?'}`;
    });
}

describe('a permission that rests on a tag', () => {
  const rewrite = `Action = "iam:UpdateAssumeRolePolicy", Resource = "*", ${WANTED}`;
  const tagged = (tags: string) => role('worker', 'lambda.amazonaws.com').replace('  name =', `  ${tags}\n  name =`);
  const write = (action: string) => `Action = "${action}", Resource = "*"`;
  test.each([
    ['the tag is as it should be', 'tags = { team = "blue" }', [], ['rewrite-trust-policy']],
    ['it is another', 'tags = { team = "red" }', [], []],
    ['there is none', '', [], []],
    ['tags are null', 'tags = null', [], []],
    ['it can not be known', 'tags = { team = var.team }', [], ['rewrite-trust-policy?']],
    ['no tag can be known', 'tags = var.tags', [], ['rewrite-trust-policy?']],
    ['another tag can not be known', 'tags = { name = var.team }', [], []],
    ['it may be written', '', [write('iam:TagRole')], ['tamper-with-tags', 'rewrite-trust-policy']],
    ['tags of users may be written', '', [write('iam:TagUser')], []],
    ['it may be taken away', '', [write('iam:UntagRole')], []],
    ['tags of instances may be written', '', [write('ec2:CreateTags')], []],
  ])('%s', (_, tags, more, expected) => {
    const found = stepsTo('aws_iam_role.worker', tagged(tags) + user(rewrite, ...more));
    expect(found.toSorted()).toEqual(expected.toSorted());
  });
});

describe('what writes the tags of a resource', () => {
  const update = `Action = "lambda:UpdateFunctionCode", Resource = "*", ${WANTED}`;
  const worker = `${role('worker', 'lambda.amazonaws.com')}
resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
}
`;
  test.each([
    ['lambda:TagResource', ['tamper-with-tags', 'overwrite-function-code']],
    ['lambda:UntagResource', []],
    ['ecs:TagResource', []],
    ['ec2:CreateTags', []],
  ])('%s', (action, expected) => {
    const found = stepsTo('aws_lambda_function.worker', worker + user(update, `Action = "${action}", Resource = "*"`));
    expect(found.toSorted()).toEqual([...expected].toSorted());
  });
});
