import type { Command } from 'commander';
import type { Explanation } from '#analysis/result/explanation.js';
import type { Result } from '#analysis/result/result.js';
import { counted } from '#report/words.js';
import { UsageError } from '#analysis/usage-error.js';
import type { Analysis } from '../analysis.js';
import { deliver, render } from '../deliver.js';
import { EXIT, type ExitStatus } from '../exit-status.js';
import { addAnalysisFlags, addReportFlags, analysisOptions, type AnalysisFlags } from '../flags.js';
import type { Invocation } from '../invocation.js';
import { nearest } from '../suggest.js';
import type { Terminal } from '../terminal.js';

type ExplainFlags = Omit<AnalysisFlags, 'failOn'>;

export function addExplain(program: Command, { terminal, load }: Invocation, end: (status: ExitStatus) => void): void {
  const command = program
    .command('explain')
    .summary('what a technique, a control or an attack path is, with its evidence')
    .description(
      'Explains a technique, a control or an attack path. For a path, the folder is analysed again. Without an id it lists techniques and controls.',
    )
    .argument('[id]', 'a technique, a control, or the id of an attack path')
    .argument('[dir]', 'for an attack path: the folder that it was found in', '.');
  addReportFlags(addAnalysisFlags(command), 'explain');
  command.action(async (id: string | undefined, dir: string, flags: ExplainFlags) => {
    const analysis = await load();
    const explanation = await explain(id, dir, { analysis, flags, terminal });
    await deliver(await render('explain', explanation, { terminal, flags, root: dir }), terminal, flags);
    end(EXIT.clean);
  });
}

interface Setting {
  readonly analysis: Analysis;
  readonly flags: ExplainFlags;
  readonly terminal: Terminal;
}

async function explain(
  id: string | undefined,
  dir: string,
  { analysis, flags, terminal }: Setting,
): Promise<Explanation> {
  const { explainAll, explainControl, explainFamily, explainPath, explainTechnique } = await import(
    '#analysis/result/explanation.js'
  );
  if (id === undefined) return explainAll(analysis);
  const technique = analysis.techniques.find((each) => each.id === id || each.row === id);
  if (technique) return explainTechnique(technique);
  const family = explainFamily(id);
  if (family) return family;
  const control = analysis.controls.find((each) => each.id === id);
  if (control) return explainControl(control);
  if (!id.startsWith('path-')) throw unknownName(id, analysis);
  const result = await analysis.scan(analysisOptions(dir, flags, terminal.env));
  const path = explainPath(result, id);
  if (!path) throw unknownPath(id, dir, result);
  return path;
}

/** Ids of controls that held only advice, which now stands beside the premises that it is about. */
const RETIRED: ReadonlySet<string> = new Set(['separate-exposed-workloads', 'separate-workload-roles']);

function unknownName(id: string, { techniques, controls }: Analysis): UsageError {
  if (RETIRED.has(id)) {
    return new UsageError(
      `${id} is no longer a control: it had no edits.`,
      'The plan of chokepoint harden gives its advice under what is left to do by hand.',
    );
  }
  const meant = nearest(
    id,
    [...techniques, ...controls].map((each) => each.id),
  );
  const all = 'chokepoint explain lists them; the id of an attack path begins with path-.';
  return new UsageError(`There is no technique or control ${id}.`, meant ? `Did you mean ${meant}?` : all);
}

/** Ids change with the configuration and with the flags that say what of it is so. */
function unknownPath(id: string, dir: string, { paths, summary }: Result): UsageError {
  const near = nearest(
    id,
    paths.map((path) => path.id),
  );
  const where = dir === '.' ? 'the folder that you are in' : dir;
  const looked = `looked at ${counted(paths.length, 'path')} of ${counted(summary.files, 'file')} there`;
  const hint =
    'Name the folder that was scanned and the flags of that run: chokepoint explain ID DIR --var-file … --workspace …';
  return new UsageError(
    `There is no attack path ${id} in ${where}: ${looked}.`,
    near ? `Did you mean ${near}? ${hint}` : hint,
  );
}
