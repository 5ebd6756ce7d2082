import { analyse, type AttackAnalysis } from '#attack/analyse.js';
import { buildEstate } from '#aws/build.js';
import type { Estate } from '#aws/estate.js';
import type { Premise } from '#aws/premise.js';
import { buildPatch, applyPatch } from '#harden/patch.js';
import type { Control, EditProposal, Finding, Proposal } from '#harden/control.js';
import { loadConfiguration } from '#terraform/configuration.js';
import { memoryFileSystem } from '#terraform/load/file-system.js';

/** Files by path, `main.tf` first. */
export type Sources = Readonly<Record<string, string>>;

export function estateOf(sources: Sources): Estate {
  const configuration = loadConfiguration(
    { root: '/', rootModule: '.' },
    { files: memoryFileSystem(new Map(Object.entries(sources))) },
  );
  configuration.evaluateAll();
  const errors = configuration.diagnostics.filter(({ severity, unsure }) => severity === 'error' || unsure === true);
  if (errors.length > 0) throw new Error(errors.map(({ summary, detail }) => `${summary}: ${detail}`).join('\n'));
  return buildEstate(configuration).estate;
}

/** Lines at the top of a configuration say where the attacker starts; otherwise that is discovered. */
export function analyseSources(sources: Sources): AttackAnalysis {
  const [text = ''] = Object.values(sources);
  const named = [...text.matchAll(/^# entry: (.+?)\r?$/gm)].flatMap(([, address]) => address ?? []);
  const entries = named.length > 0 ? named : undefined;
  return analyse(estateOf(sources), { rootModule: '.', assumption: 'code-execution', entries });
}

/** Every premise that a step of an attack on the estate rests on. */
export function premisesOf(estate: Estate): readonly Premise[] {
  const { graph } = analyse(estate, { rootModule: '.', assumption: 'code-execution' });
  return [...new Map(graph.rules.flatMap((rule) => rule.premises).map((each) => [each.key, each])).values()];
}

/** What the control proposes: to mend its findings, or, where it has none, to cut what attacks rest on. */
export function proposalsOf(control: Control, estate: Estate): readonly Proposal[] {
  const findings: readonly Finding[] = [...control.findings(estate)];
  const proposals =
    findings.length > 0
      ? findings.map((finding) => finding.remedy)
      : premisesOf(estate).flatMap((premise) => [...control.cut(premise, estate)].slice(0, 1));
  return [...new Map(proposals.map((each) => [each.id, each])).values()];
}

export function editsOf(proposals: readonly Proposal[]): readonly EditProposal[] {
  return proposals.filter((each): each is EditProposal => each.kind === 'edit');
}

/** The sources after the edits. */
export function edited(sources: Sources, edits: readonly EditProposal[]): Sources {
  const patch = buildPatch(edits.flatMap((each) => each.changes));
  if (patch.refused.length > 0) throw new Error(patch.refused.map(({ reason }) => reason).join('\n'));
  return { ...sources, ...Object.fromEntries(applyPatch(patch.edits)) };
}

export function harden(control: Control, sources: Sources): Sources {
  return edited(sources, editsOf(proposalsOf(control, estateOf(sources))));
}
