import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Result } from '#analysis/result/result.js';
import { chokepoint, copyOf, textsBelow } from '../support/built-cli.js';
import { explanationFaults, validateResult } from '../support/validate-result.js';

function json(argv: readonly string[]): { status: number | null; result: Result } {
  const { status, stdout, stderr } = chokepoint([...argv, '--format', 'json']);
  if (stdout === '') throw new Error(stderr);
  const result = JSON.parse(stdout) as Result;
  validateResult(result);
  return { status, result };
}

const attacks = ({ paths }: Result) => paths.filter(({ counts }) => counts);

describe.each([
  {
    example: 'examples/ecs-takeover',
    techniques: [
      'exploit-public-workload',
      'escape-through-docker-socket',
      'escape-from-privileged-container',
      'read-instance-metadata-from-container',
      'move-task-to-host',
      'impersonate-ecs-agent',
    ],
    target: 'aws_dynamodb_table.payments',
  },
  {
    example: 'examples/ecs-efs-attack',
    techniques: [
      'exploit-public-workload',
      'mount-efs-anonymously',
      'register-task-definition',
      'tamper-with-tags',
      'start-ssm-session',
      'deploy-by-next-apply',
    ],
    target: 'aws_efs_file_system.records',
  },
])('$example', ({ example, techniques, target }) => {
  test('scan finds the attack paths', () => {
    const { status, result } = json(['scan', example]);
    const used = new Set(attacks(result).flatMap(({ steps }) => steps.map(({ technique }) => technique)));
    const reached = new Set(
      attacks(result).map((path) => result.targets.find(({ id }) => id === path.target)?.address),
    );

    expect(status).toBe(1);
    expect(techniques.filter((technique) => !used.has(technique))).toEqual([]);
    expect(reached).toContain(target);
  });

  test('every step has evidence that can be looked up', () => {
    const { result } = json(['scan', example]);
    const bare = attacks(result).flatMap(({ id, steps }) =>
      steps
        .filter(({ evidence }) => evidence.some(({ source }) => source === null))
        .map((step) => `${id} ${step.technique}`),
    );

    expect(bare).toEqual([]);
  });

  test('harden proves a plan that closes all of them', () => {
    const { result } = json(['harden', example]);

    expect(result.proof).toMatchObject({
      pathsBefore: result.summary.paths,
      pathsAfter: 0,
      newPaths: [],
      reparsed: true,
      notCovered: [],
    });
    expect(result.plan?.optimal).toBe(true);
  });

  test('harden --write leaves no path, and a second run changes nothing', () => {
    const folder = copyOf(example);
    const before = textsBelow(folder);
    json(['harden', folder, '--write']);
    const after = textsBelow(folder);
    const again = json(['harden', folder, '--write']);

    expect(after).not.toEqual(before);
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(attacks(json(['scan', folder]).result)).toEqual([]);
    expect(again.result.plan?.edits).toEqual([]);
    expect(textsBelow(folder)).toEqual(after);
  });

  test('nothing is left, known or not, where the unknown is taken to be open', () => {
    const folder = copyOf(example);
    json(['harden', folder, '--write', '--assume-unknown', 'open']);
    const { result } = json(['scan', folder, '--assume-unknown', 'open']);

    expect(result.paths.filter(({ intended }) => !intended)).toEqual([]);
  });

  test('harden --write --all is stable too', () => {
    const folder = copyOf(example);
    json(['harden', folder, '--write', '--all']);
    const after = textsBelow(folder);
    const again = json(['harden', folder, '--write', '--all']);

    expect(again.result.plan?.edits.map(({ id }) => id)).toEqual([]);
    expect(textsBelow(folder)).toEqual(after);
  });

  test('path ids are the same in another folder, and from a folder above', () => {
    const ids = (folder: string): string[] => json(['scan', folder]).result.paths.map(({ id }) => id);
    const above = mkdtempSync(join(tmpdir(), 'chokepoint-'));
    cpSync(example, join(above, 'infra', 'prod'), { recursive: true });

    expect(ids(copyOf(example))).toEqual(ids(example));
    expect(ids(above)).toEqual(ids(example));
    expect(ids(join(above, 'infra'))).toEqual(ids(example));
    rmSync(above, { recursive: true });
  });

  test('explain tells each kind of id, in the schema', () => {
    const { result } = json(['scan', example]);
    const ids = [result.paths[0]?.id, result.paths[0]?.steps[0]?.technique, result.findings[0]?.control];
    for (const id of ids) {
      const { status, stdout } = chokepoint(['explain', id ?? '', example, '--format', 'json']);

      expect({ id, status, faults: explanationFaults(JSON.parse(stdout)) }).toEqual({ id, status: 0, faults: [] });
    }
  });
});
