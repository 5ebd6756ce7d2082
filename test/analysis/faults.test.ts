import { describe, expect, test } from 'vitest';
import { buildEstate } from '#aws/build.js';
import { brings, unreadable } from '#analysis/faults.js';
import { loadConfiguration } from '#terraform/configuration.js';
import { memoryFileSystem } from '#terraform/load/file-system.js';

/** What an edit must not do to a root module that uses the file. */

function judged(text: string) {
  const configuration = loadConfiguration(
    { root: '/', rootModule: '.' },
    { files: memoryFileSystem(new Map([['main.tf', text]])) },
  );
  configuration.evaluateAll();
  const { diagnostics } = buildEstate(configuration);
  return { configuration, diagnostics: [...configuration.diagnostics, ...diagnostics] };
}

const instance = (inside: string): string => `resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  ${inside}
}
`;
const BLOCK = 'metadata_options {\n    http_tokens = "required"\n  }\n';
const DYNAMIC =
  'dynamic "metadata_options" {\n    for_each = [1]\n    content {\n      http_endpoint = "enabled"\n    }\n  }\n';
const NONE = DYNAMIC.replace('[1]', '[]');
const OLD_PROVIDER =
  'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", version = "~> 4.0" }\n  }\n}\n';
const role = (policy: string): string => `resource "aws_iam_role" "web" {
  assume_role_policy = ${policy}
}
`;
const TRUST = 'jsonencode({ Version = "2012-10-17", Statement = [] })';

describe('an edit brings a fault', () => {
  test.each([
    { what: 'a block where none was', before: instance(''), after: instance(BLOCK), fault: false },
    {
      what: 'a second block where one is allowed',
      before: instance(BLOCK),
      after: instance(BLOCK + BLOCK),
      fault: true,
    },
    { what: 'a block beside a dynamic one', before: instance(DYNAMIC), after: instance(DYNAMIC + BLOCK), fault: true },
    {
      what: 'a block beside a dynamic one of none',
      before: instance(NONE),
      after: instance(NONE + BLOCK),
      fault: false,
    },
    {
      what: 'a second block, whatever the version of the provider',
      before: OLD_PROVIDER + instance(BLOCK),
      after: OLD_PROVIDER + instance(BLOCK + BLOCK),
      fault: true,
    },
    { what: 'text that does not parse', before: instance(''), after: instance('tags = = {}'), fault: true },
    { what: 'a reference to nothing', before: instance(''), after: instance('user_data = local.nothing'), fault: true },
    { what: 'an argument that there is not', before: instance(''), after: instance('metadata = true'), fault: true },
    { what: 'a policy that AWS would refuse', before: role(TRUST), after: role('jsonencode([])'), fault: true },
    {
      what: 'the same fault in another line',
      before: instance('tags = { a = local.nothing }'),
      after: instance(`${BLOCK}  tags = { a = local.nothing }`),
      fault: false,
    },
    {
      what: 'one fault in place of another',
      before: instance('tags = { a = local.nothing }'),
      after: instance('tags = { a = local.other }'),
      fault: true,
    },
  ])('$what: $fault', ({ before, after, fault }) => {
    expect(brings(judged(before), judged(after))).toBe(fault);
  });
});

test.each([
  { what: 'a whole file', text: instance(''), line: undefined },
  {
    what: 'a file with an error that is no matter of syntax',
    text: instance('user_data = local.nothing'),
    line: undefined,
  },
  { what: 'a file that does not parse', text: instance('tags = = {}'), line: 4 },
])('$what', ({ text, line }) => {
  expect(unreadable(judged(text).diagnostics)?.source?.startLine).toBe(line);
});
