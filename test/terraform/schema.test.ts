import { describe, expect, test } from 'vitest';
import { attributeSchema, blockSchema, typeNames } from '#terraform/schema/provider-schema.js';
import { configure } from './support.js';

describe('the provider schema', () => {
  test.each([
    { type: 'aws_security_group', path: ['ingress'], expected: { optional: true, computed: true, required: false } },
    { type: 'aws_instance', path: ['metadata_options', 'http_tokens'], expected: { optional: true, computed: true } },
    { type: 'aws_efs_file_system', path: ['encrypted'], expected: { optional: true, type: { kind: 'bool' } } },
    { type: 'aws_iam_role', path: ['assume_role_policy'], expected: { required: true } },
    { type: 'aws_iam_role', path: ['arn'], expected: { computed: true, optional: false } },
    { type: 'data.aws_caller_identity', path: ['account_id'], expected: { computed: true } },
  ])('$type $path', ({ type, path, expected }) => {
    expect(attributeSchema(type, path)).toMatchObject(expected);
  });

  test.each([
    ['aws_iam_role', ['nope']],
    ['aws_iam_role', ['nope', 'deeper']],
    ['aws_iam_role', []],
    ['google_project', ['name']],
    ['__proto__', ['name']],
  ])('%s %j is not there', (type, path) => {
    expect(attributeSchema(type, path)).toBeUndefined();
  });

  test('holds all types and their nested blocks', () => {
    expect(typeNames('managed').length).toBe(1526);
    expect(typeNames('data').length).toBe(608);
    expect(
      blockSchema('aws_efs_access_point', ['root_directory', 'creation_info'])?.attributes.has('permissions'),
    ).toBe(true);
  });
});

const requiring = (version: string) =>
  `terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n      version = "${version}"\n    }\n  }\n}\n`;

describe('what terraform validate would reject', () => {
  test.each([
    {
      text: 'resource "aws_efs_file_system" "f" {\n  lifecycle { transition_to_ia = "AFTER_30_DAYS" }\n}',
      expected: [
        'main.tf:2 Unsupported argument: An argument named "transition_to_ia" is not expected here. Did you mean "lifecycle_policy.transition_to_ia"?',
      ],
    },
    {
      text: 'resource "aws_efs_access_point" "p" {\n  file_system_id = "fs-1"\n  permissions = "750"\n}',
      expected: [
        'main.tf:3 Unsupported argument: An argument named "permissions" is not expected here. Did you mean "root_directory.creation_info.permissions"?',
      ],
    },
    {
      text: 'resource "aws_iam_role" "r" {\n  nme = "x"\n}',
      expected: [
        'main.tf:2 Unsupported argument: An argument named "nme" is not expected here. Did you mean "name"?',
        'main.tf:1 Missing required argument: The argument "assume_role_policy" is required, but no definition was found.',
      ],
    },
    {
      text: 'resource "aws_instance" "i" {\n  metadata_options = {}\n  tags { Name = "x" }\n}',
      expected: [
        'main.tf:2 Unsupported argument: An argument named "metadata_options" is not expected here. Did you mean to define a block of type "metadata_options"?',
        'main.tf:3 Unsupported block type: Blocks of type "tags" are not expected here. Did you mean to define argument "tags"? If so, use the equals sign to assign it a value.',
      ],
    },
    {
      text: 'resource "aws_instance" "i" {\n  metadata_option {}\n}',
      expected: [
        'main.tf:2 Unsupported block type: Blocks of type "metadata_option" are not expected here. Did you mean "metadata_options"?',
      ],
    },
    {
      text: 'resource "aws_sqs_queue" "q" {\n  arn = "x"\n}',
      expected: [
        'main.tf:2 Value for unconfigurable attribute: Can\'t configure a value for "arn": its value will be decided automatically based on the result of applying this configuration.',
      ],
    },
    {
      text: 'resource "aws_sqs_queue" "q" {\n  delay_seconds = "soon"\n}',
      expected: [
        'main.tf:2 Incorrect attribute value type: Inappropriate value for attribute "delay_seconds": a number is required.',
      ],
    },
    {
      text: 'resource "aws_route" "r" {}',
      expected: [
        'main.tf:1 Missing required argument: The argument "route_table_id" is required, but no definition was found.',
      ],
    },
    { text: 'resource "aws_thing_of_tomorrow" "t" {\n  anything = 1\n}', expected: [] },
    { text: 'resource "google_project" "p" {\n  anything = 1\n}', expected: [] },
    {
      text: 'resource "aws_security_group" "g" {\n  ingress {\n    from_port = 1\n    to_port = 2\n    protocol = "tcp"\n  }\n}',
      expected: [],
    },
  ])('$text', ({ text, expected }) => {
    const configuration = configure({ 'main.tf': text, 'versions.tf': requiring('~> 5.0') });
    configuration.evaluateAll();
    expect(
      configuration.diagnostics.map(
        (one) => `${one.source?.file}:${one.source?.startLine} ${one.summary}: ${one.detail}`,
      ),
    ).toEqual(expected);
  });

  const ODD =
    'resource "aws_sqs_queue" "q" {\n  region = "x"\n  nam = "y"\n}\noutput "o" { value = aws_sqs_queue.q.of_tomorrow }';
  const lock = (version: string) =>
    `provider "registry.terraform.io/hashicorp/random" {\n  version = "3.6.0"\n}\nprovider "registry.terraform.io/hashicorp/aws" {\n  version     = "${version}"\n  constraints = ">= 4.0.0"\n}\n`;

  test.each([
    { what: 'no version is told', files: {}, certain: false },
    { what: 'a newer one is required', files: { 'versions.tf': requiring('~> 6.0') }, certain: false },
    { what: 'an older one is required', files: { 'versions.tf': requiring('~> 4.67') }, certain: false },
    { what: 'a newer one is admitted', files: { 'versions.tf': requiring('>= 5.0') }, certain: false },
    { what: 'a newer one alone is left out', files: { 'versions.tf': requiring('< 6.0') }, certain: false },
    { what: 'it is of the same major version', files: { 'versions.tf': requiring('>= 5.30, < 6.0') }, certain: true },
    { what: 'one version is required', files: { 'versions.tf': requiring('5.31.0') }, certain: true },
    { what: 'the lock file tells', files: { '.terraform.lock.hcl': lock('5.98.0') }, certain: true },
    {
      what: 'the lock file tells of a newer one',
      files: { 'versions.tf': requiring('>= 5.0'), '.terraform.lock.hcl': lock('6.14.1') },
      certain: false,
    },
  ])('where $what, what the schema does not have is an error: $certain', ({ files, certain }) => {
    const configuration = configure({ 'main.tf': ODD, ...files });
    configuration.evaluateAll();
    const told = configuration.diagnostics.map((one) => [one.severity, one.code, one.source?.startLine]);
    expect(told).toEqual(
      certain
        ? [
            ['error', 'unsupported-argument', 2],
            ['error', 'unsupported-argument', 3],
            ['error', 'unsupported-attribute', 5],
          ]
        : [
            ['warning', 'other-provider-version', 2],
            ['warning', 'unsupported-argument', 3],
          ],
    );
  });
});

describe('blocks of a resource type without schema', () => {
  test.each([
    ['network_interface.0.network', '"default"'],
    ['network_interface.0.network_ip', 'unknown'],
    ['network_interface[0].access_config[0].nat_ip', 'unknown'],
    ['network_interface.network', '"default"'],
    ['network_interface.access_config.nat_ip', 'unknown'],
    ['boot.disk', '"ssd"'],
    ['boot.uuid', 'unknown'],
    ['boot.parts[0].uuid', 'unknown'],
  ])('%s is %s, and no mistake', (path, expected) => {
    const configuration = configure(
      `resource "google_compute_instance" "i" {\n  network_interface {\n    network = "default"\n    access_config {}\n  }\n  boot = { disk = "ssd", parts = [{ size = 1 }] }\n}\noutput "v" {\n  value = google_compute_instance.i.${path}\n}\n`,
    );
    configuration.evaluateAll();
    const value = configuration.outputs.get('v')?.value;
    expect(configuration.diagnostics).toEqual([]);
    expect(value?.kind === 'string' ? JSON.stringify(value.value) : value?.kind).toBe(expected);
  });
});
