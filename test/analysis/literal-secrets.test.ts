import { expect, test } from 'vitest';
import { maskLiteralSecrets } from '#analysis/result/literal-secrets.js';

// Taken apart, so that nobody who searches this repository for secrets takes them for some.
const of = (...parts: readonly string[]): string => parts.join('');

test.each([
  ['key id', of('access_key = "AKIA', 'IOSFODNN7EXAMPL2"'), 'access_key = "AKIA***"'],
  ['secret key', of('secret_key = "wJalrXUtnFEMI/K7MDENG', '/bPxRfiCYEXAMPLEKEY"'), 'secret_key = "***"'],
  ['password', 'master_password = "hunter2"', 'master_password = "***"'],
  ['password in JSON', '{"Password": "hunter2"}', '{"Password": "***"}'],
  ['private key', of('-----BEGIN RSA ', 'PRIVATE KEY-----\\nMIIE'), of('-----BEGIN RSA ', 'PRIVATE KEY-----***')],
  ['line of a private key', `    ${'MIIEpAIBAAKCAQEA'.repeat(4)}`, '    ***'],
  ['GitHub', of('token = "ghp', '_0123456789abcdefghijABCDEFGHIJ012345"'), of('token = "ghp', '_***"')],
  ['GitLab', of('"glpat', '-abcdefghijklmnopqrst"'), of('"glpat', '-***"')],
  ['Slack', of('"xoxb', '-123456789012-abcdef"'), of('"xoxb', '-***"')],
  ['Stripe', of('"sk_live', '_0123456789abcdef"'), of('"sk_live', '_***"')],
  ['JWT', of('"eyJhbGciOiJIUzI1', 'NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0"'), of('"eyJ', '***"')],
  ['URL', 'postgres://app:hunter2@db.internal/app', 'postgres://app:***@db.internal/app'],
  ['user and password alike', 'postgres://root:root@db/app', 'postgres://root:***@db/app'],
  ['two in one line', 'password = "hunter2", api_key = "abcdef"', 'password = "***", api_key = "***"'],
])('%s', (_, text, masked) => {
  expect(maskLiteralSecrets(text, '***')).toBe(masked);
});

test.each([
  ['an interpolation', 'password = "${var.password}"'],
  ['a reference', 'password = random_password.db.result'],
  ['an ARN', '"arn:aws:secretsmanager:eu-west-1:123456789012:secret:db/password-abc"'],
  ['a role', 'secret_arn = "arn:aws:iam::123456789012:role/app"'],
  ['a URL without credentials', '"https://example.com:8443/a@b"'],
  [
    'an image by its digest',
    'image = "example/app@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"',
  ],
  ['an action', '"secretsmanager:GetSecretValue"'],
  ['a name', 'name = "api-key-rotation"'],
])('%s is none', (_, text) => {
  expect(maskLiteralSecrets(text, '***')).toBe(text);
});

test.each(['"a.'.repeat(100_000), 'eyJ-'.repeat(100_000), '://a:'.repeat(100_000), 'password '.repeat(100_000)])(
  'a hostile line is soon done with: %#',
  (text) => {
    expect(maskLiteralSecrets(text, '***')).toHaveLength(text.length);
  },
);
