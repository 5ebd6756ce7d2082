/** The built command against recorded accounts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { chokepoint, copyOf, folderWith } from '../support/built-cli.js';
import { validateResult } from '../support/validate-result.js';

const recorded = (name: string): string => fileURLToPath(new URL(`../live/accounts/${name}.json`, import.meta.url));

test('an account that is as the sources say, with open paths, ends with 1', () => {
  const { status, stdout } = chokepoint(['verify', 'examples/ecs-takeover', '--snapshot', recorded('ecs-takeover')]);
  expect(stdout).toContain('Of 61 attack paths in the source 61 are open in the account.');
  expect(status).toBe(1);
});

test('hardened, applied, verified: 0, and 1 where something was changed by hand', () => {
  const folder = copyOf('examples/ecs-takeover');
  const edits = join(folder, 'edits.json');
  chokepoint(['harden', folder, '--write', '-f', 'json', '-o', edits, '-q']);
  const applied = recorded('ecs-takeover.hardened');
  const { status, stdout } = chokepoint(['verify', folder, '--snapshot', applied, '--edits', edits]);
  expect(stdout).toContain('No attack path is open in the account.');
  expect(stdout).toContain('4 closed');
  expect(status).toBe(0);
  const changed = join(folder, 'changed.json');
  writeFileSync(changed, readFileSync(applied, 'utf8').replace('"http_tokens":"required"', '"http_tokens":"optional"'));
  const again = chokepoint(['verify', folder, '--snapshot', changed, '--edits', edits]);
  expect(again.stdout).toContain('Require IMDSv2 on aws_instance.front');
  expect(again.status).toBe(1);
});

test('without Terraform the account by itself, and what harden would change there', () => {
  const folder = folderWith({});
  const alone = chokepoint(['verify', '--snapshot', recorded('ecs-takeover'), '-f', 'json'], folder);
  expect(alone.status).toBe(1);
  const result = JSON.parse(alone.stdout) as {
    summary: { paths: number };
    verification: { summary: { compared: boolean } };
  };
  validateResult(result);
  expect([result.summary.paths, result.verification.summary.compared]).toEqual([61, false]);
  const hardened = chokepoint(['harden', '--snapshot', recorded('ecs-takeover')], folder);
  expect(hardened.stdout).toMatch(
    /^aws ec2 modify-instance-metadata-options --instance-id i-\w+ .* --region eu-west-1$/m,
  );
});

test.each([
  ['no such file', ['verify', '--snapshot', 'none.json'], "none.json can't be read"],
  ['a state is no snapshot', ['verify', '--snapshot', 'state.json'], 'is no snapshot'],
  ['a snapshot is no state', ['verify', '.', '--snapshot', 'snapshot.json', '--state', 'snapshot.json'], 'is no state'],
  [
    'a folder and the account alone',
    ['verify', '.', '--account', '--snapshot', 'snapshot.json'],
    'compared with nothing',
  ],
  ['a folder without Terraform', ['verify', '.', '--snapshot', 'snapshot.json'], 'No Terraform files'],
  [
    'a plan without edits',
    ['verify', '--snapshot', 'snapshot.json', '--edits', 'state.json'],
    'is no result of harden',
  ],
  ['nothing is written of an account', ['harden', '--snapshot', 'snapshot.json', '--write'], 'nothing is written'],
  ['a region', ['snapshot', '-o', 'x.json', '--region', 'Ireland'], 'is no region'],
])('%s ends with 2', (_, argv, message) => {
  const folder = folderWith({
    'state.json': JSON.stringify({ format_version: '1.0', values: { root_module: { resources: [] } } }),
    'snapshot.json': readFileSync(recorded('ecs-takeover')),
  });
  const { status, stderr } = chokepoint(argv, folder);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
});

test('the policy of the reader', () => {
  const { status, stdout } = chokepoint(['verify', '--print-policy']);
  expect(JSON.parse(stdout)).toMatchObject({ Version: '2012-10-17' });
  expect(stdout).not.toContain('SimulatePrincipalPolicy');
  expect(chokepoint(['verify', '--print-policy', '--simulate']).stdout).toContain('SimulatePrincipalPolicy');
  expect(status).toBe(0);
});
