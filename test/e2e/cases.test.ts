import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { harden, scan } from '#index.js';
import type { HardenOptions, PathResult, Result } from '#index.js';
import { textsBelow } from '../support/built-cli.js';
import { resultFaults } from '../support/validate-result.js';

/**
 * Whole configurations, each with what has to come of it. `paths` are routes that must be there; other routes may be, but
 * only between the same ends. `assumed` are the routes that rest on something that is not known. `after` are the routes that
 * count and that the plan leaves to a person; `open` is what the plan is where the unknown is taken to be open, if it differs.
 */
interface Expected {
  readonly paths: readonly string[];
  readonly assumed?: readonly string[];
  readonly open?: { readonly edits: readonly string[]; readonly after: readonly string[] };
  readonly intended: readonly string[];
  readonly edits: readonly string[];
  readonly after: readonly string[];
}

const CASES = fileURLToPath(new URL('cases', import.meta.url));
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function copyOf(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'chokepoint-'));
  made.push(folder);
  cpSync(join(CASES, name), folder, { recursive: true });
  rmSync(join(folder, 'expected.json'));
  return folder;
}

const afterColon = (id: string): string => id.slice(id.indexOf(':') + 1);
const ends = (route: string): string => route.slice(0, route.indexOf(': '));
const sorted = (texts: readonly string[]): string[] => [...new Set(texts)].toSorted();

function routeOf({ entryPoint, target, steps }: PathResult): string {
  const [, ...later] = steps.map(({ technique }) => technique);
  const goal = target.startsWith('admin:') ? target : afterColon(target);
  return `${afterColon(entryPoint)} -> ${goal}: ${later.join('>')}`;
}

function routesOf({ paths }: Result, kind: 'counted' | 'assumed' | 'intended'): string[] {
  return sorted(paths.filter((path) => kindOf(path) === kind).map(routeOf));
}

function kindOf({ intended, counts }: PathResult): 'counted' | 'assumed' | 'intended' {
  if (intended) return 'intended';
  return counts ? 'counted' : 'assumed';
}

async function hardened(root: string, options: Partial<HardenOptions> = {}): Promise<Result> {
  const outcome = await harden({ root, env: {}, ...options });
  expect(resultFaults(outcome.result)).toEqual([]);
  await outcome.write();
  return outcome.result;
}

describe.each(readdirSync(CASES))('%s', (name) => {
  const expected = JSON.parse(readFileSync(join(CASES, name, 'expected.json'), 'utf8')) as Expected;

  test('has its paths, and after the plan what it leaves', async () => {
    const root = copyOf(name);
    const found = await scan({ root, env: {} });
    expect(resultFaults(found)).toEqual([]);
    for (const [kind, wanted] of [
      ['counted', expected.paths],
      ['assumed', expected.assumed ?? []],
    ] as const) {
      const routes = routesOf(found, kind);
      expect(routes).toEqual(expect.arrayContaining([...wanted]));
      expect(sorted(routes.map(ends))).toEqual(sorted(wanted.map(ends)));
    }
    expect(routesOf(found, 'intended')).toEqual(sorted(expected.intended));

    const { plan, proof } = await hardened(root);
    expect(plan?.edits.map(({ control, address }) => `${control} ${address}`).toSorted()).toEqual(
      expected.edits.toSorted(),
    );
    const after = await scan({ root, env: {} });
    expect(routesOf(after, 'counted')).toEqual(sorted(expected.after));
    expect(after.summary.paths).toBe(proof?.pathsAfter);
    expect(routesOf(after, 'intended')).toEqual(expect.arrayContaining([...expected.intended]));
    const written = textsBelow(root);
    await hardened(root);
    expect(textsBelow(root)).toEqual(written);
  });

  test('has the plan of all its paths where the unknown is taken to be open', async () => {
    const root = copyOf(name);
    const { plan } = await hardened(root, { assumeUnknown: 'open' });
    expect(plan?.edits.map(({ control, address }) => `${control} ${address}`).toSorted()).toEqual(
      (expected.open ?? expected).edits.toSorted(),
    );
    const after = await scan({ root, env: {}, assumeUnknown: 'open' });
    expect(routesOf(after, 'counted')).toEqual(sorted((expected.open ?? expected).after));
  });

  test('edits alike whatever ends its lines', async () => {
    const [unix, dos] = [copyOf(name), copyOf(name)];
    for (const [path, text] of textsBelow(dos)) {
      if (path.endsWith('.tf')) writeFileSync(join(dos, path), text.replaceAll('\n', '\r\n'), 'latin1');
    }
    await hardened(unix);
    await hardened(dos);
    const back = [...textsBelow(dos)].map(([path, text]) => [path, text.replaceAll('\r\n', '\n')] as const);
    expect(new Map(back)).toEqual(textsBelow(unix));
  });

  test('has nothing left to do after all hygiene', async () => {
    const root = copyOf(name);
    const { proof } = await hardened(root, { all: true });
    expect(proof?.newPaths).toEqual([]);
    const written = textsBelow(root);
    await hardened(root, { all: true });
    expect(textsBelow(root)).toEqual(written);
  });
});
