import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';
import common from '../../vitest.config.js';

/** The tests that can tell: not those of the built command, which know nothing of a changed source. */
const FOLDERS = ['test/aws/', 'test/attack/', 'test/harden/', 'test/analysis/', 'test/report/', 'test/e2e/'];

/** The layer of the changed file first, whole configurations last: most faults are found early. */
class NearFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const near = process.env['MUTATED_LAYER'];
    const rank = ({ moduleId }: TestSpecification): number =>
      near !== undefined && moduleId.includes(`/test/${near}/`)
        ? -1
        : FOLDERS.findIndex((folder) => moduleId.includes(`/${folder}`));
    return files.toSorted((a, b) => rank(a) - rank(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

const tests = process.env['MUTATE_TESTS'] ?? '';

export default defineConfig({
  ...common,
  test: {
    ...common.test,
    include: tests === '' ? FOLDERS.map((folder) => `${folder}**/*.test.ts`) : tests.split(','),
    bail: 1,
    isolate: false,
    pool: 'threads',
    maxWorkers: 1,
    passWithNoTests: true,
    sequence: { sequencer: NearFirst },
  },
});
