import type { Analysis } from '../../src/cli/analysis.js';
import { run } from '../../src/cli/run.js';
import type { Terminal } from '../../src/cli/terminal.js';
import type { AnalysisOptions, HardenOptions } from '../../src/analysis/options.js';
import type { Result } from '../../src/analysis/result/result.js';
import { SAMPLE } from './sample-result.js';

export interface CliRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the library was asked for. */
  readonly calls: readonly (AnalysisOptions | HardenOptions)[];
  readonly writes: number;
}

/** How the library and the terminal behave in a run. */
export interface Behaviour {
  readonly scan?: () => Promise<Result>;
  /** What is left once the edits are written. */
  readonly after?: () => Result;
  readonly write?: () => Promise<void>;
  readonly env?: Terminal['env'];
  readonly isTTY?: boolean;
}

/** Runs the command line in this process, upon a library that answers with the sample result. */
export async function runCli(argv: readonly string[], behaviour: Behaviour = {}): Promise<CliRun> {
  const { plan: _plan, proof: _proof, ...scanned } = SAMPLE;
  const scan = behaviour.scan ?? (async () => scanned);
  const calls: (AnalysisOptions | HardenOptions)[] = [];
  let writes = 0;
  const analysis: Analysis = {
    techniques: [],
    controls: CONTROLS,
    scan: async (options) => {
      calls.push(options);
      return scan();
    },
    trail: async () => {
      throw new Error('no trail here');
    },
    verify: async () => scan(),
    hardenAccount: async () => SAMPLE,
    harden: async (options) => {
      calls.push(options);
      return {
        result: SAMPLE,
        after: behaviour.after ?? (() => scanned),
        write: async () => {
          writes += 1;
          await behaviour.write?.();
        },
      };
    },
  };
  const [stdout, stderr] = [recorder(behaviour.isTTY), recorder(behaviour.isTTY)];
  const terminal = { stdout, stderr, env: behaviour.env ?? {} };
  const status = await run(argv, { terminal, load: async () => analysis });
  return { status, stdout: stdout.text(), stderr: stderr.text(), calls, writes };
}

const CONTROLS = ['remove-docker-socket', 'require-imdsv2'].map((id) => ({
  id,
  title: id,
  description: id,
  references: [],
  closesPaths: true,
  findings: () => [],
  cut: () => [],
}));

function recorder(isTTY = false) {
  const written: string[] = [];
  return { isTTY, columns: 80, write: (text: string) => written.push(text), text: () => written.join('') };
}
