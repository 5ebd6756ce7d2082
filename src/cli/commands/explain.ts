import type { Command } from 'commander';
import type { Explanation } from '#report/explanation.js';
import { UsageError } from '#report/usage-error.js';
import type { Analysis } from '../analysis.js';
import { contextFor, deliver } from '../deliver.js';
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
    .description('Tells what a technique, a control or an attack path is. For a path, the folder is analysed again.')
    .argument('<id>', 'a technique, a control, or the id of an attack path')
    .argument('[dir]', 'for an attack path: the folder it was found in', '.');
  addReportFlags(addAnalysisFlags(command));
  command.action(async (id: string, dir: string, flags: ExplainFlags) => {
    const analysis = await load();
    const explanation = await explain(id, dir, { analysis, flags, terminal });
    await deliver(await render(explanation, dir, { analysis, flags, terminal }), terminal, flags);
    end(EXIT.clean);
  });
}

interface Setting {
  readonly analysis: Analysis;
  readonly flags: ExplainFlags;
  readonly terminal: Terminal;
}

async function explain(id: string, dir: string, { analysis, flags, terminal }: Setting): Promise<Explanation> {
  const { explainControl, explainPath, explainTechnique } = await import('#report/explanation.js');
  const technique = analysis.techniques.find((each) => each.id === id);
  if (technique) return explainTechnique(technique);
  const control = analysis.controls.find((each) => each.id === id);
  if (control) return explainControl(control);
  const names = [...analysis.techniques, ...analysis.controls].map((each) => each.id);
  const meant = nearest(id, names);
  if (meant !== undefined) throw new UsageError(`There is no technique or control ${id}.`, `Did you mean ${meant}?`);
  const result = await analysis.scan(analysisOptions(dir, flags, terminal.env));
  const path = explainPath(result, id);
  if (path) return path;
  const near = nearest(
    id,
    result.paths.map((path) => path.id),
  );
  throw new UsageError(
    `There is no technique, control or attack path ${id} in ${dir}.`,
    near ? `Did you mean ${near}?` : 'An attack path needs its folder: chokepoint explain ID DIR.',
  );
}

async function render(explanation: Explanation, dir: string, { analysis, flags, terminal }: Setting): Promise<string> {
  if (flags.format === 'json') return `${JSON.stringify(explanation, null, 2)}\n`;
  const { renderExplanation } = await import('#report/pretty/explanation.js');
  return renderExplanation(explanation, contextFor(dir, terminal, flags, analysis));
}
