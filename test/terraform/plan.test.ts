import { describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPlan } from '#terraform/plan/plan.js';
import type { Configuration } from '#model/configuration.js';
import { plain, written } from './support.js';

const role = {
  address: 'aws_iam_role.r',
  mode: 'managed',
  type: 'aws_iam_role',
  name: 'r',
  provider_name: 'registry.terraform.io/hashicorp/aws',
  values: { name: 'prod-r', max_session_duration: 3600, assume_role_policy: '{}', permissions_boundary: null },
};
const policy = {
  address: 'module.p.aws_iam_role_policy.x[0]',
  mode: 'managed',
  type: 'aws_iam_role_policy',
  name: 'x',
  index: 0,
  provider_name: 'registry.terraform.io/hashicorp/aws',
  values: { name: 'x', policy: '{"Statement":[{"Action":"s3:*","Resource":"arn:aws:s3:::prod/*"}]}' },
};
const instance = {
  address: 'aws_instance.i',
  mode: 'managed',
  type: 'aws_instance',
  name: 'i',
  provider_name: 'registry.terraform.io/hashicorp/aws',
  values: { ami: 'ami-1', metadata_options: [{ http_tokens: 'optional' }], tags: null },
};
const plan = {
  format_version: '1.2',
  planned_values: {
    outputs: { role: { sensitive: false } },
    root_module: { resources: [role, instance], child_modules: [{ address: 'module.p', resources: [policy] }] },
  },
  resource_changes: [
    { address: role.address, change: { actions: ['create'], after_unknown: { arn: true, id: true } } },
    { address: policy.address, change: { actions: ['create'], after_unknown: { role: true, id: true } } },
    {
      address: instance.address,
      change: { actions: ['create'], after_unknown: { subnet_id: true, metadata_options: [{ http_endpoint: true }] } },
    },
  ],
  configuration: {
    provider_config: {
      aws: { name: 'aws', expressions: { region: { constant_value: 'eu-west-1' } } },
      'module.p:aws.audit': {
        name: 'aws',
        alias: 'audit',
        expressions: {
          assume_role: [{ role_arn: { constant_value: 'arn:aws:iam::222222222222:role/deploy' } }],
          profile: { references: ['var.profile'] },
        },
      },
    },
    root_module: {
      resources: [
        {
          address: 'aws_iam_role.r',
          mode: 'managed',
          type: 'aws_iam_role',
          name: 'r',
          provider_config_key: 'aws.audit',
          expressions: { name: { references: ['var.env'] } },
        },
        {
          address: 'aws_instance.i',
          mode: 'managed',
          type: 'aws_instance',
          name: 'i',
          provider_config_key: 'aws',
          expressions: {
            ami: { constant_value: 'ami-1' },
            subnet_id: { references: ['aws_subnet.missing.id', 'aws_subnet.missing'] },
          },
        },
      ],
      module_calls: {
        p: {
          expressions: { role: { references: ['aws_iam_role.r.id', 'aws_iam_role.r'] } },
          module: {
            resources: [
              {
                address: 'aws_iam_role_policy.x',
                mode: 'managed',
                type: 'aws_iam_role_policy',
                name: 'x',
                provider_config_key: 'aws',
                expressions: { role: { references: ['var.role'] }, policy: {} },
              },
            ],
          },
        },
      },
    },
  },
};

function read(value: object): Configuration {
  return loadPlan(JSON.stringify(value));
}

describe('a plan', () => {
  const configuration = read(plan);

  test.each([
    { address: 'aws_iam_role.r', attribute: 'name', expected: 'prod-r' },
    { address: 'aws_iam_role.r', attribute: 'permissions_boundary', expected: undefined },
    { address: 'aws_iam_role.r', attribute: 'arn', expected: undefined },
    { address: 'module.p.aws_iam_role_policy.x[0]', attribute: 'role', expected: '<aws_iam_role.r.id>' },
  ])('$address.$attribute is $expected', ({ address, attribute, expected }) => {
    expect(plain(configuration.resource(address)?.attribute(attribute))).toEqual(expected);
  });

  test('an attribute that only the provider sets is an unknown with a reference', () => {
    expect(plain(configuration.resource('aws_iam_role.r')?.read(['arn']))).toBe('<aws_iam_role.r.arn>');
  });

  test('nested blocks hold known and unknown attributes', () => {
    const [options] = configuration.resource('aws_instance.i')?.blocks('metadata_options') ?? [];
    expect(plain(options?.attribute('http_tokens'))).toBe('optional');
    expect(options?.attribute('http_endpoint')?.kind).toBe('unknown');
  });

  test('provider configurations', () => {
    const audit = configuration.providers?.get('aws.audit');
    expect(plain(configuration.providers?.get('aws')?.attribute('region'))).toBe('eu-west-1');
    expect(audit?.blocks('assume_role').map((block) => plain(block.attribute('role_arn')))).toEqual([
      'arn:aws:iam::222222222222:role/deploy',
    ]);
    expect(plain(audit?.attribute('profile'))).toBe('<var.profile>');
  });

  test('providers, modules and keys', () => {
    expect(configuration.resource('aws_iam_role.r')).toMatchObject({
      provider: 'aws.audit',
      module: '',
      readOnly: true,
    });
    expect(configuration.resource('module.p.aws_iam_role_policy.x[0]')).toMatchObject({
      module: 'module.p',
      key: 0,
      provider: 'aws',
    });
  });
});

describe('a state', () => {
  test('every value is known', () => {
    const state = {
      format_version: '1.0',
      values: {
        root_module: {
          resources: [{ ...role, values: { ...role.values, arn: 'arn:aws:iam::123456789012:role/prod-r' } }],
        },
      },
    };
    expect(plain(read(state).resource('aws_iam_role.r')?.read(['arn']))).toBe('arn:aws:iam::123456789012:role/prod-r');
  });
});

describe('a plan with its source', () => {
  test('values come from the plan, places from the source', () => {
    const root = mkdtempSync(join(tmpdir(), 'plan-'));
    try {
      writeFileSync(
        join(root, 'main.tf'),
        'variable "env" {}\nresource "aws_iam_role" "r" {\n  name = "${var.env}-r"\n  assume_role_policy = "{}"\n}\nresource "aws_iam_role_policy" "y" {\n  role   = aws_iam_role.r.id\n  policy = jsonencode({ Statement = [{ Action = "s3:*", Resource = "arn:aws:s3:::${var.env}/*" }] })\n}\n',
      );
      const resources = [role, { ...policy, address: 'aws_iam_role_policy.y', name: 'y', index: undefined }];
      const text = JSON.stringify({ format_version: '1.2', planned_values: { root_module: { resources } } });
      const configuration = loadPlan(text, { source: { root, rootModule: '.' } });
      const name = configuration.resource('aws_iam_role.r')?.attribute('name');
      expect(plain(name)).toBe('prod-r');
      expect(written(name?.origin)).toBe('main.tf: "${var.env}-r"');
      const document = configuration.resource('aws_iam_role_policy.y')?.attribute('policy');
      const encoded = document?.kind === 'string' ? document.encodes : undefined;
      expect(plain(encoded)).toEqual({ Statement: [{ Action: 's3:*', Resource: 'arn:aws:s3:::prod/*' }] });
      const statement = encoded && 'entries' in encoded ? encoded.entries.get('Statement') : undefined;
      const first = statement && 'elements' in statement ? statement.elements[0] : undefined;
      expect(written(first && 'entries' in first ? first.entries.get('Action')?.origin : undefined)).toBe(
        'main.tf: "s3:*"',
      );
      expect(configuration.resource('aws_iam_role.r')?.block?.type).toBe('resource');
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('what is no plan is a diagnostic', () => {
  test.each(['', 'PK\u0003\u0004', '[]', '{}', '{"version": 4, "resources": []}', '{"planned_values": []}'])(
    '%j',
    (text) => {
      const configuration = loadPlan(text);
      expect(configuration.diagnostics.map((one) => one.summary)).toEqual(['Unreadable plan']);
      expect(configuration.resources).toEqual([]);
    },
  );

  test.each([
    {
      planned_values: {
        root_module: { resources: [null, 5, { address: 1 }, { address: 'a', mode: 'x', type: 't', name: 'n' }] },
      },
    },
    {
      planned_values: { root_module: { child_modules: 'x', resources: {} } },
      resource_changes: [null],
      configuration: { root_module: { module_calls: [] } },
    },
  ])('odd members are passed over: %j', (value) => {
    const configuration = read(value);
    configuration.evaluateAll();
    expect(configuration.resources).toEqual([]);
  });
});
