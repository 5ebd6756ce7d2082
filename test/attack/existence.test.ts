import { describe, expect, test } from 'vitest';
import { analyseText } from './technique-folder.js';
import { user } from './written.js';

/** What may not exist: a path through it is assumed, whatever else is known. */

const WIDE = 'Action = "s3:GetObject", Resource = "*"';

function bucket(more = ''): string {
  return `
resource "aws_s3_bucket" "orders" {
  ${more}
  bucket = "acme-orders"
}
`;
}

const found = (text: string): string[] =>
  analyseText(text).paths.map(({ certainty, assumptions }) =>
    [certainty, ...assumptions.map(({ what }) => what)].join(' if '),
  );

const WORKSPACE = 'which depends on terraform.workspace';

describe('a path to or through a resource', () => {
  test.each([
    ['that exists', user(WIDE) + bucket(), ['certain']],
    ['of a known number', user(WIDE) + bucket('count = 1'), ['certain']],
    ['that is not there', user(WIDE) + bucket('count = 0'), []],
    [
      'of some workspaces',
      user(WIDE) + bucket('count = terraform.workspace == "prod" ? 1 : 0'),
      [`assumed if aws_s3_bucket.orders[0] exists, ${WORKSPACE}`],
    ],
    ['of every workspace', user(WIDE) + bucket('count = { dev = 1, prod = 1 }[terraform.workspace]'), ['certain']],
    [
      'of a variable without a value',
      `variable "names" {\n  type = set(string)\n}\n${user(WIDE)}${bucket('for_each = var.names')}`,
      ['assumed if aws_s3_bucket.orders["?"] exists, which depends on var.names'],
    ],
    [
      'whose policy is only of some workspaces',
      `${user(WIDE).replace(
        /resource "aws_iam_user_policy" "(\w+)" \{/,
        '$&\n  count = terraform.workspace == "prod" ? 1 : 0',
      )}${bucket()}`,
      [expect.stringContaining(`[0] exists, ${WORKSPACE}`)],
    ],
    [
      'of a module that is not there',
      `${user(WIDE)}
module "orders" {
  source  = "terraform-aws-modules/s3-bucket/aws"
  version = "~> 5.0"
  bucket  = "acme-orders"
}`,
      [
        expect.stringMatching(
          /^assumed if module\.orders creates what terraform-aws-modules\/s3-bucket\/aws 5[\d.]+ creates$/,
        ),
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test('says what would settle it', () => {
    const supplies = (text: string) => analyseText(text).paths[0]?.assumptions.map(({ supply }) => supply);
    expect(supplies(user(WIDE) + bucket('count = terraform.workspace == "prod" ? 1 : 0'))).toEqual([
      'Name the workspace (--workspace).',
    ]);
  });
});
