import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from './mutants.js';

const COPIED = ['src', 'test', 'scripts', 'schema', 'docs', 'examples', 'package.json', 'tsconfig.json', 'README.md'];
const LINKED = ['node_modules', 'data'];

export interface Verdict {
  /** `timeout`: the tests no longer came to an end, which a fault is found by as well. */
  readonly outcome: 'killed' | 'survived' | 'timeout';
  /** The test that failed first. */
  readonly by?: string;
  readonly seconds: number;
}

/** A copy of the repository in which the faults are made, one at a time. */
export class Workshop {
  readonly #root = mkdtempSync(join(tmpdir(), 'chokepoint-mutate-'));
  readonly #tests: string;

  /** `tests`: only these, separated by commas; all where it is empty. */
  constructor(tree: string, tests = '') {
    this.#tests = tests;
    for (const path of COPIED) {
      if (existsSync(join(tree, path))) cpSync(join(tree, path), join(this.#root, path), { recursive: true });
    }
    for (const path of LINKED) symlinkSync(join(tree, path), join(this.#root, path));
  }

  close(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** Runs the tests that have to do with the files, as they are. */
  async clean(files: readonly string[], limit: number): Promise<Verdict> {
    return this.#run(files, limit);
  }

  async judge({ file, start, end, replacement }: Mutant, limit: number): Promise<Verdict> {
    const path = join(this.#root, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, start) + replacement + text.slice(end));
    try {
      return await this.#run([file], limit);
    } finally {
      writeFileSync(path, text);
    }
  }

  async #run(files: readonly string[], limit: number): Promise<Verdict> {
    const report = join(this.#root, 'report.json');
    rmSync(report, { force: true });
    const started = performance.now();
    const ended = await this.#vitest(files, report, limit);
    const seconds = (performance.now() - started) / 1000;
    if (ended === 'timeout') return { outcome: 'timeout', seconds };
    if (ended === 0) return { outcome: 'survived', seconds };
    return { outcome: 'killed', by: existsSync(report) ? firstFailure(report) : 'nothing could be run', seconds };
  }

  async #vitest(files: readonly string[], report: string, limit: number): Promise<number | 'timeout'> {
    const [, layer = ''] = files.length === 1 ? (files[0]?.split('/') ?? []) : [];
    const config = join(import.meta.dirname, 'vitest.config.ts');
    const options = ['--run', '--config', config, '--root', this.#root, '--reporter=json', `--outputFile=${report}`];
    const related = files.map((file) => join(this.#root, file));
    const child = spawn(
      process.execPath,
      [join(this.#root, 'node_modules/vitest/vitest.mjs'), 'related', ...options, ...related],
      {
        cwd: this.#root,
        stdio: 'ignore',
        detached: true,
        env: { ...process.env, MUTATED_LAYER: layer, MUTATE_TESTS: this.#tests },
      },
    );
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        // The whole group: a worker that loops does not heed its parent.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        resolve('timeout');
      }, limit * 1000);
      child.once('exit', (code) => {
        clearTimeout(timer);
        resolve(code ?? 1);
      });
    });
  }
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function firstFailure(path: string): string {
  const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  for (const { name, assertionResults } of testResults) {
    const failed = assertionResults.find(({ status }) => status === 'failed');
    if (failed) return `${name.replace(/^.*\/test\//, 'test/')}: ${failed.fullName}`;
  }
  return 'a file of tests could not be loaded';
}
